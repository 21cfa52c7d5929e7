// The exact solve, plain and sketched conjugate gradients on the clock.
import { choleskyFactor, choleskySolve } from "@widthwise/core";
import {
  factorSketch,
  type Kind,
  type Preconditioned,
  type Preconditioner,
  sample,
  sketchJacobian,
} from "@widthwise/sketch";
import { sketchStream } from "@widthwise/train";
import type { Context, Outcome } from "../../measuring/jobs/study.ts";
import { sketchOf } from "./embedding.ts";
import { formGram, type GramProblem } from "./gram-problem.ts";
import type { TimeJob } from "./jobs.ts";
import { residualCheck, type Solved, solve, tolerances, unsolved } from "./solve.ts";

/** Calls shorter than this together are repeated. */
const ENOUGH_NS = 2e7;
/** A Gaussian sketch of J itself is stored whole: 256 MiB. */
const MOST_STORED = 2 ** 25;

/** Mean ns of one call; a first call is not counted where it is short. */
function clock(work: () => void): number {
  const once = () => {
    const start = performance.now();
    work();
    return (performance.now() - start) * 1e6;
  };
  const first = once();
  if (first > ENOUGH_NS) return first;
  const calls = Math.ceil(ENOUGH_NS / Math.max(first, 1000));
  let total = 0;
  for (let call = 0; call < calls; call++) total += once();
  return total / calls;
}

export function runTimes(
  { cell, round, kinds, ratio }: TimeJob,
  problem: GramProblem,
  context: Context,
): Outcome[] {
  const { n, width, params } = cell;
  const { gram, right, d } = problem;
  const work = new Float64Array(n * n);
  const x = new Float64Array(n);
  const gramNs = clock(() => formGram(problem, width, work));
  const solveNs = clock(() => {
    work.set(gram);
    x.set(right);
    choleskyFactor(work, n);
    choleskySolve(work, n, x);
  });
  const plain = timedSolves(problem);
  return [
    { algorithm: "cholesky", d, measures: { gramNs, solveNs } },
    { algorithm: "cg", d, check: plain.check, measures: { gramNs, ...plain.measures } },
    ...kinds.map((kind) => {
      const seed = context.seedOf("sketch", params.data, n, width, kind, ratio, round);
      return sketchedOutcome(problem, kind, Math.ceil(ratio * n), seed);
    }),
  ];
}

/** Conjugate gradients to both tolerances. */
function timedSolves(problem: GramProblem, preconditioner?: Preconditioner) {
  const [coarse, fine] = tolerances.map((tolerance) => {
    let solved: Solved = unsolved;
    const ns = clock(() => {
      solved = solve(problem, tolerance, preconditioner);
    });
    return { ns, ...solved };
  });
  return {
    check: residualCheck([coarse, fine]),
    measures: {
      nsTo1e3: coarse.ns,
      nsTo1e8: fine.ns,
      stepsTo1e3: coarse.steps,
      stepsTo1e8: fine.steps,
    },
  };
}

function sketchedOutcome(problem: GramProblem, kind: Kind, s: number, seed: number): Outcome {
  const { n, d } = problem;
  const skipped = (reason: string): Outcome => ({ algorithm: kind, d, status: "skipped", reason });
  const tooLarge = tooLargeFor(kind, s, problem);
  if (tooLarge !== undefined) return skipped(tooLarge);
  let y: Float64Array = new Float64Array(0);
  const sketchNs = clock(() => {
    y = wholeSketch(problem, kind, s, seed);
  });
  const last: { built?: Preconditioned } = {};
  const qrNs = clock(() => {
    last.built = factorSketch(y.slice(), s, n);
  });
  if (last.built?.status !== "built") return skipped("the sketch is singular");
  const { check, measures } = timedSolves(problem, last.built.preconditioner);
  return { algorithm: kind, d, check, measures: { rows: s, sketchNs, qrNs, ...measures } };
}

/** S drawn and applied to J itself. */
function wholeSketch(problem: GramProblem, kind: Kind, s: number, seed: number): Float64Array {
  if (kind !== "gaussian") return sketchOf(problem, kind, s, seed);
  const { rows } = problem;
  return sketchJacobian(rows, sample({ kind, rows: s, cols: rows.cols }, { seed, stream: sketchStream }));
}

/** Why S cannot be applied to J itself; undefined where it can. */
function tooLargeFor(kind: Kind, s: number, { rows: { rows, cols } }: GramProblem): string | undefined {
  if (kind === "gaussian" && s * cols > MOST_STORED)
    return `a Gaussian sketch would have ${s}·${cols} numbers`;
  // P log P additions per row of J
  if (kind === "srht" && rows * cols > 2 * MOST_STORED)
    return `J has ${rows}·${cols} numbers, zeros included, and the transform uses all`;
  return undefined;
}
