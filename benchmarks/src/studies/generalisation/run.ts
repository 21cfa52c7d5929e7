// One training set and network under every algorithm: what each ends with, beside the tangent kernel's answers.
import type { Backend } from "@widthwise/backends";
import { distance, norm, type Problem } from "@widthwise/core";
import { balancedSubset, type Examples, gather, trainingExamples } from "@widthwise/data";
import { largest } from "@widthwise/measure";
import { algorithms, startTraining, type Trainer } from "@widthwise/train";
import { shiftOf } from "../../grids.ts";
import { type Context, type Outcome, Skipped } from "../../measuring/jobs/study.ts";
import type { GeneralisationJob } from "./jobs.ts";

/** ‖f − y‖ beyond this times ‖y‖ does not come back. */
const BLOW_UP = 1e6;
/** Of ‖y‖: float32 rounding of f stays well below. */
const AGREEMENT = 1e-4;

/** What an algorithm ended with. */
interface Solution {
  readonly algorithm: string;
  readonly steps: number;
  readonly relativeResidual: number;
  /** ‖θ − θ₀‖₂ over the scale of the labels */
  readonly distance: number;
  /** f over the scale of the labels, at the test examples [tests] */
  readonly answers: Float64Array;
  readonly check: Outcome["check"];
}

export async function runGeneralisation(job: GeneralisationJob, context: Context): Promise<Outcome[]> {
  const { tests } = job;
  const { n, width, params } = job.cell;
  const { dataset, shift, scale, repeat } = params;
  const { train, test, name } = context.dataset(dataset);
  if (test === undefined) throw new Skipped(`${name} has no test examples where it was read from`);
  if (tests > test.count)
    throw new Skipped(`${name} has ${test.count} test examples, ${tests} are asked for`);
  const backend = await context.backend("wasm");
  const seed = context.seedOf("repeat", repeat);
  const { inputs, labels, d } = trainingExamples(train, n, "parity", seed);
  const held = gather(test, balancedSubset(test, tests, context.seed), "parity");
  const problem: Problem = {
    inputs,
    labels: labels.map((y) => scale * y),
    n,
    d,
    width,
    shift: shiftOf(shift)(width),
    seed,
    // dead neurons answer at new inputs too: in pairs they cancel, and f is 0 at the start
    init: "antisymmetric",
  };
  const most = largest(job.algorithms.map((one) => algorithms[one].bytes(problem, 4)));
  context.needBytes(most + 4 * width * tests);
  const solutions: Solution[] = [];
  for (const algorithm of job.algorithms) solutions.push(await solve(job, algorithm, backend, problem, held));
  const [kernel] = solutions;
  const newton = solutions.find(({ algorithm }) => algorithm === "live-gn");
  return solutions.map((solution) => ({
    algorithm: solution.algorithm,
    d,
    check: solution.check,
    measures: {
      testAccuracy: 1 - disagreement(solution.answers, held.labels),
      steps: solution.steps,
      relativeResidual: solution.relativeResidual,
      distance: solution.distance,
      distanceOverKernel: solution.distance / kernel.distance,
      rmsFromKernel: relativeRms(solution.answers, kernel.answers),
      disagreesWithKernel: disagreement(solution.answers, kernel.answers),
      // null: no Gauss–Newton beside it
      rmsFromGaussNewton: newton ? relativeRms(solution.answers, newton.answers) : null,
    },
  }));
}

async function solve(
  job: GeneralisationJob,
  algorithm: string,
  backend: Backend,
  problem: Problem,
  held: Examples,
): Promise<Solution> {
  const { scale } = job.cell.params;
  const { labels, inputs, n } = problem;
  const size = norm(labels);
  const rate = algorithm === "dense-adam" ? { rate: job.adamRate * scale } : {};
  const trainer = await startTraining(algorithms[algorithm], backend, problem, { start: "shared", ...rate });
  try {
    const steps = await train(trainer, problem, job.tolerance * size, mostSteps(job, algorithm));
    const f = (await trainer.evaluate()).slice();
    const answers = (await trainer.predict(held.inputs, held.n)).map((value) => value / scale);
    const again = await trainer.predict(inputs, n);
    const worst = f.reduce(
      (far, value, i) => (Math.abs(value - again[i]) > Math.abs(f[far] - again[far]) ? i : far),
      0,
    );
    return {
      algorithm,
      steps,
      relativeResidual: distance(f, labels) / size,
      answers,
      check: {
        what: "f at the training inputs as new inputs, against f as it was trained (worst input)",
        value: again[worst],
        reference: f[worst],
        tolerance: AGREEMENT * size,
      },
      distance: (await trainer.distance()) / scale,
    };
  } finally {
    trainer.dispose();
  }
}

function mostSteps({ mostSteps: most }: GeneralisationJob, algorithm: string): number {
  if (algorithms[algorithm].atOnce) return 1;
  if (algorithm.endsWith("-gn")) return most.gn;
  return algorithm === "dense-adam" ? most.adam : most.gd;
}

/** Steps taken until ‖f − y‖ is at most the target, a breakdown, a blow-up or the last. */
async function train(trainer: Trainer, { labels }: Problem, target: number, most: number): Promise<number> {
  const worst = BLOW_UP * norm(labels);
  for (let steps = 1; ; steps++) {
    const { outputs, status } = await trainer.step();
    const before = distance(outputs, labels);
    if (status === "breakdown") return steps - 1;
    if (status === "solved" || !(before < worst) || steps === most) return steps;
    // a step may lead away again
    if (before <= target && distance(await trainer.evaluate(), labels) <= target) return steps;
  }
}

/** Share of entries whose signs differ. */
export function disagreement(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let differing = 0;
  for (let i = 0; i < a.length; i++) if (a[i] > 0 !== b[i] > 0) differing++;
  return differing / a.length;
}

/** ‖a − b‖/‖b‖ */
export function relativeRms(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return distance(a, b) / norm(b);
}
