// One run from nothing to a residual on the clock, and whether its outputs at the end are right.
import type { Backend } from "@widthwise/backends";
import { distance, norm, type Problem } from "@widthwise/core";
import { median, smallest } from "@widthwise/measure";
import { algorithms, startTraining, type Trainer } from "@widthwise/train";
import { shiftOf } from "../../grids.ts";
import { countCheck } from "../../measuring/count-check.ts";
import { type Context, type Outcome, Skipped } from "../../measuring/jobs/study.ts";
import type { LossJob } from "./jobs.ts";

/** A run shorter than this is done once before it is timed: then the compiler is done with its code. */
const WARM_SECONDS = 1;
/** ‖f − y‖ beyond this times 1 + ‖y‖ does not come back. */
const BLOW_UP = 1e6;
/** Of ‖y‖: float32 rounding of f stays well below. */
const AGREEMENT = 1e-4;

const NONE = new Float64Array(0);

interface Run {
  readonly initNs: number;
  readonly stepNs: number[];
  /** ‖f − y‖ before each step and after the last that counts */
  readonly residuals: number[];
  readonly trainer: Trainer;
  /** |S_i| at the start, where the trainer is not checked by its weights */
  readonly fired: Float64Array | undefined;
}

export async function runToLoss(job: LossJob, context: Context): Promise<Outcome[]> {
  const { cell, tolerances } = job;
  const { algorithm, n, width, params } = cell;
  const backend = await context.backend(cell.backend);
  const { inputs, labels, d } = context.examples(params.dataset, n);
  const shift = shiftOf(params.shift)(width);
  const seed = context.seedOf("round", job.round);
  const problem: Problem = { inputs, labels, n, d, width, shift, seed, init: "gaussian" };
  const words = backend.info.precision === "float64" ? 8 : 4;
  context.needBytes(algorithms[algorithm].bytes(problem, words));
  try {
    let run = await train(job, backend, problem);
    if (run.initNs + total(run.stepNs) < WARM_SECONDS * 1e9) {
      run.trainer.dispose();
      run = await train(job, backend, problem);
    }
    const check = await checkOf(run, problem);
    run.trainer.dispose();
    const reached = tolerances.map((tolerance) => run.residuals.findIndex((value) => value <= tolerance));
    return [
      {
        d,
        check,
        initNs: run.initNs,
        peakBytes: process.resourceUsage().maxRSS * 1024,
        measures: {
          liveNeurons: run.trainer.liveNeurons,
          steps: run.stepNs.length,
          medianStepNs: run.stepNs.length > 0 ? median(run.stepNs) : null,
          leastResidual: smallest(run.residuals),
          ...Object.fromEntries(
            tolerances.flatMap((tolerance, k) => [
              [`stepsTo${tolerance}`, reached[k] < 0 ? null : reached[k]],
              [
                `nsTo${tolerance}`,
                reached[k] < 0 ? null : run.initNs + total(run.stepNs.slice(0, reached[k])),
              ],
            ]),
          ),
          ...curveOf(run),
        },
      },
    ];
  } catch (error) {
    // what an algorithm or the memory refuses
    if (error instanceof Error && (error.name === "RangeError" || error.name === "ProblemError"))
      throw new Skipped(error.message);
    throw error;
  }
}

/** Every step up to the twentieth, then ever fewer: enough for a logarithmic plot of the residual over time. */
function curveOf({ initNs, stepNs, residuals }: Run) {
  const kept = new Set([residuals.length - 1]);
  for (let k = 0; k < residuals.length; k = Math.max(k + 1, Math.round(k * 1.1))) kept.add(k);
  const steps = [...kept].sort((a, b) => a - b);
  return {
    curveNs: steps.map((k) => initNs + total(stepNs.slice(0, k))),
    curveResiduals: steps.map((k) => residuals[k]),
  };
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/**
 * Initialisation and steps until the last tolerance, the budget or a blow-up. A step begins with a forward pass, so the
 * residual after k steps is known from step k+1, which then does not count.
 */
async function train(
  { cell, tolerances, budgetSeconds }: LossJob,
  backend: Backend,
  problem: Problem,
): Promise<Run> {
  const { labels } = problem;
  const algorithm = algorithms[cell.algorithm];
  const last = tolerances[tolerances.length - 1];
  const worst = BLOW_UP * (1 + norm(labels));
  globalThis.gc?.();
  const start = performance.now();
  const trainer = await startTraining(algorithm, backend, problem, {
    start: "sampled",
    rate: cell.params.rate,
  });
  await trainer.settled();
  const initNs = (performance.now() - start) * 1e6;
  const stepNs: number[] = [];
  const residuals: number[] = [];
  let fired: Float64Array | undefined;
  if (trainer.recompute === undefined) {
    await trainer.evaluate();
    fired = (await trainer.fired()).slice();
  }
  const began = performance.now();
  for (;;) {
    const now = algorithm.approximate ? (await trainer.evaluate()).slice() : NONE;
    const before = performance.now();
    const { outputs, status } = await trainer.step();
    await trainer.settled();
    const ns = (performance.now() - before) * 1e6;
    // what an approximate search did not find is missing in the outputs of its step
    const f = algorithm.approximate ? now : outputs;
    const residual = distance(f, labels);
    if (!(residual < worst)) break;
    residuals.push(residual);
    const late = performance.now() - began > budgetSeconds * 1e3;
    if (residual <= last || status === "breakdown" || late) break;
    stepNs.push(ns);
  }
  return { initNs, stepNs, residuals, trainer, fired };
}

/** With weights: f recomputed from them in float64. Without: who fired at the start, against the law. */
async function checkOf({ trainer, fired }: Run, problem: Problem) {
  if (fired !== undefined) return countCheck(fired, problem);
  const inputs = problem.width * problem.d > 2 ** 26 ? [0] : [0, Math.floor(problem.n / 2), problem.n - 1];
  const found = (await trainer.evaluate()).slice();
  const expected = await trainer.recompute!(inputs);
  const worst = inputs.reduce(
    (far, input, k) =>
      Math.abs(found[input] - expected[k]) > Math.abs(far.value - far.reference)
        ? { value: found[input], reference: expected[k] }
        : far,
    { value: found[inputs[0]], reference: expected[0] },
  );
  return {
    what: `f at the end at ${inputs.length} inputs, recomputed in float64 from the weights (worst)`,
    ...worst,
    tolerance: AGREEMENT * norm(problem.labels),
  };
}
