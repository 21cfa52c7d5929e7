import { choleskyFactor, choleskySolve, newCounters, symmetricEigenvalues } from "@widthwise/core";
import {
  denseMap,
  factorSketch,
  type Kind,
  type Preconditioned,
  type Preconditioner,
  pcg,
  sample,
  sketchJacobian,
  sparseColumns,
} from "@widthwise/sketch";
import { countOverlaps, sketchStream } from "@widthwise/train";
import { type Context, type Outcome, Skipped } from "../../measuring/jobs/study.ts";
import { type GramProblem, type GramShape, gramProblem } from "./gram-problem.ts";
import type { EmbeddingJob, SketchesJob, TimeJob } from "./jobs.ts";

/** Relative residuals that every solve is taken to: what practice asks for, and what agrees with an exact solve. */
export const tolerances = [1e-3, 1e-8] as const;
/** Steps of conjugate gradients, in n: rounding may cost some beyond the n of exact arithmetic. */
const MOST_STEPS = 20;
/** A Gaussian sketch of J itself is stored whole: 256 MiB. */
const MOST_STORED = 2 ** 25;

let kept: { readonly key: string; readonly problem: GramProblem | undefined } | undefined;

/** Kept for the next job of the process. */
function problemOf({ data, n, d, width }: GramShape, context: Context): GramProblem {
  const key = JSON.stringify([data, n, d, width, context.seed]);
  if (kept?.key !== key) kept = { key, problem: gramProblem({ data, n, d, width }, context) };
  if (kept.problem === undefined) throw new Skipped(`the Gram matrix of ${data} is singular at n = ${n}`);
  return kept.problem;
}

export async function runSketches(job: SketchesJob, context: Context): Promise<Outcome[]> {
  const problem = problemOf(job, context);
  switch (job.part) {
    case "plain":
      return [plain(problem)];
    case "embedding":
      return [embedding(job, problem, context)];
    case "time":
      return times(job, problem, context);
  }
}

interface Solved {
  /** −1: did not get there */
  readonly steps: number;
  readonly residual: number;
}

function solve(
  { n, gram, right }: GramProblem,
  tolerance: number,
  preconditioner: Preconditioner | undefined,
): Solved {
  const apply = (x: Float64Array, out: Float64Array) => {
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += gram[i * n + j] * x[j];
      out[i] = sum;
    }
  };
  const { status, steps, residual } = pcg(apply, right, {
    tolerance,
    maxSteps: MOST_STEPS * n,
    preconditioner,
  });
  return { steps: status === "converged" ? steps : -1, residual };
}

/** Every solve that says it converged has the residual that it was asked for, recomputed from the answer. */
function residualCheck(solved: readonly Solved[]): NonNullable<Outcome["check"]> {
  const converged = solved.filter(({ steps }) => steps >= 0);
  return {
    what: `largest ‖G g − r‖/‖r‖ over its tolerance, of ${converged.length} solves`,
    value: Math.max(
      0,
      ...solved.map(({ steps, residual }, k) => (steps < 0 ? 0 : residual / tolerances[k % 2])),
    ),
    reference: 0,
    tolerance: 1,
  };
}

function plain(problem: GramProblem): Outcome {
  const { n, gram, separation } = problem;
  const eigenvalues = symmetricEigenvalues(gram, n);
  const solved = tolerances.map((tolerance) => solve(problem, tolerance, undefined));
  return {
    d: problem.d,
    check: residualCheck(solved),
    measures: {
      separation,
      leastEigenvalue: eigenvalues[0],
      condition: eigenvalues[n - 1] / eigenvalues[0],
      stepsTo1e3: solved[0].steps,
      stepsTo1e8: solved[1].steps,
    },
  };
}

/** y [s, n] ← S Jᵀ, by the cheapest way that has the law of the kind. */
function sketchOf({ jacobian, rows, columns, factor, n }: GramProblem, kind: Kind, s: number, seed: number) {
  const key = { seed, stream: sketchStream };
  // only columns of neurons that fire are drawn: the others meet zeros
  if (kind === "count-sketch" || kind === "sparse-sign")
    return jacobian.sketch(sparseColumns({ kind, rows: s, cols: columns }, key), s, 0);
  if (kind === "srht") return sketchJacobian(rows, sample({ kind, rows: s, cols: rows.cols }, key));
  // a Gaussian matrix looks the same in every basis: that of L, G = L Lᵀ, has n dimensions
  return sketchJacobian(denseMap(factor, n, n), sample({ kind, rows: s, cols: n }, key));
}

/** Eigenvalues of L⁻¹ Yᵀ Y L⁻ᵀ: the squared lengths that the sketch gives to unit vectors. s·n² multiply-adds, O(n³). */
export function squaredLengths(y: Float64Array, s: number, factor: Float64Array, n: number): Float64Array {
  const m = new Float64Array(n * n);
  const b = new Float64Array(n);
  for (let k = 0; k < s; k++) {
    for (let i = 0; i < n; i++) {
      let sum = y[k * n + i];
      for (let j = 0; j < i; j++) sum -= factor[i * n + j] * b[j];
      b[i] = sum / factor[i * n + i];
    }
    for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) m[i * n + j] += b[i] * b[j];
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) m[j * n + i] = m[i * n + j];
  return symmetricEigenvalues(m, n);
}

function embedding(
  { data, n, width, kind, ratio, keys }: EmbeddingJob,
  problem: GramProblem,
  context: Context,
): Outcome {
  const s = Math.ceil(ratio * n);
  const found = { least: [] as number[], largest: [] as number[], steps: [[], []] as [number[], number[]] };
  const all: Solved[] = [];
  for (let key = 0; key < keys; key++) {
    const y = sketchOf(problem, kind, s, context.seedOf("sketch", data, n, width, kind, ratio, key));
    const squares = squaredLengths(y, s, problem.factor, n);
    found.least.push(Math.max(0, squares[0]));
    found.largest.push(squares[n - 1]);
    const built = factorSketch(y, s, n);
    tolerances.forEach((tolerance, k) => {
      const solved =
        built.status === "built"
          ? solve(problem, tolerance, built.preconditioner)
          : { steps: -1, residual: 1 };
      all.push(solved);
      found.steps[k].push(solved.steps);
    });
  }
  return {
    d: problem.d,
    check: residualCheck(all),
    measures: {
      rows: s,
      leastSquares: found.least,
      largestSquares: found.largest,
      stepsTo1e3: found.steps[0],
      stepsTo1e8: found.steps[1],
    },
  };
}

/** Calls shorter than this together are repeated. */
const ENOUGH_NS = 2e7;

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

function times(
  { kinds, ratio, data, n, width, round }: TimeJob,
  problem: GramProblem,
  context: Context,
): Outcome[] {
  const { gram, sets, kernel, right, d } = problem;
  const work = new Float64Array(n * n);
  const x = new Float64Array(n);
  const gramNs = clock(() => {
    countOverlaps(sets, n, work, newCounters());
    for (let at = 0; at < n * n; at++) work[at] *= kernel[at] / width;
  });
  const factorNs = clock(() => {
    work.set(gram);
    x.set(right);
    choleskyFactor(work, n);
    choleskySolve(work, n, x);
  });
  const iterate = (preconditioner?: Preconditioner) =>
    tolerances.map((tolerance) => {
      let solved: Solved = { steps: -1, residual: 1 };
      const ns = clock(() => {
        solved = solve(problem, tolerance, preconditioner);
      });
      return { ns, ...solved };
    });
  const named = (solves: ReturnType<typeof iterate>) => ({
    nsTo1e3: solves[0].ns,
    nsTo1e8: solves[1].ns,
    stepsTo1e3: solves[0].steps,
    stepsTo1e8: solves[1].steps,
  });
  const plainly = iterate();
  const outcomes: Outcome[] = [
    { algorithm: "cholesky", d, measures: { gramNs, solveNs: factorNs } },
    { algorithm: "cg", d, check: residualCheck(plainly), measures: { gramNs, ...named(plainly) } },
  ];
  for (const kind of kinds) {
    const s = Math.ceil(ratio * n);
    const seed = context.seedOf("sketch", data, n, width, kind, ratio, round ?? 0);
    const sketched = timedSketch(problem, kind, s, seed);
    if (typeof sketched === "string") {
      outcomes.push({ algorithm: kind, d, status: "skipped", reason: sketched });
      continue;
    }
    const last: { built?: Preconditioned } = {};
    const qrNs = clock(() => {
      last.built = factorSketch(sketched.y.slice(), s, n);
    });
    if (last.built?.status !== "built") {
      outcomes.push({ algorithm: kind, d, status: "skipped", reason: "the sketch is singular" });
      continue;
    }
    const solves = iterate(last.built.preconditioner);
    outcomes.push({
      algorithm: kind,
      d,
      check: residualCheck(solves),
      measures: { rows: s, sketchNs: sketched.ns, qrNs, ...named(solves) },
    });
  }
  return outcomes;
}

/** S drawn and applied to J itself; a reason where that is too large. */
function timedSketch(
  problem: GramProblem,
  kind: Kind,
  s: number,
  seed: number,
): { y: Float64Array; ns: number } | string {
  const { rows } = problem;
  if (kind === "gaussian" && s * rows.cols > MOST_STORED)
    return `a Gaussian sketch would have ${s}·${rows.cols} numbers`;
  // P log P additions a row of J
  if (kind === "srht" && rows.rows * rows.cols > 2 * MOST_STORED)
    return `J has ${rows.rows}·${rows.cols} numbers, zeros included, and the transform uses all`;
  let y: Float64Array = new Float64Array(0);
  const ns = clock(() => {
    y =
      kind === "gaussian"
        ? sketchJacobian(rows, sample({ kind, rows: s, cols: rows.cols }, { seed, stream: sketchStream }))
        : sketchOf(problem, kind, s, seed);
  });
  return { y, ns };
}
