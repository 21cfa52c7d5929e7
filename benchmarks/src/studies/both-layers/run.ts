// Training of one network, step by step, and its first steps beside all weights in float64.
import { type Counters, distance, norm, normalTail, type Problem, resetCounters } from "@widthwise/core";
import { mean, smallest } from "@widthwise/measure";
import { algorithms, startTraining, type Trainer } from "@widthwise/train";
import { shiftOf } from "../../grids.ts";
import { countCheck } from "../../measuring/count-check.ts";
import type { Context, Outcome } from "../../measuring/jobs/study.ts";
import { denseResiduals } from "./dense-oracle.ts";
import type { BothLayersJob } from "./jobs.ts";

/** ‖f − y‖ beyond this times 1 + ‖y‖ does not come back. */
const BLOW_UP = 1e6;
/** Of ‖y‖: two float64 runs, whose rounding the first steps can multiply by the condition of G. */
const AGREEMENT = 1e-8;
/** Steps whose flips are kept: Gauss–Newton takes no more, and gradient descent has settled. */
const FLIPS_SHOWN = 20;

export async function runBothLayers(job: BothLayersJob, context: Context): Promise<Outcome[]> {
  const { cell, mostSteps, tolerances, oracleSteps } = job;
  const { algorithm, n, width, params } = cell;
  const { train } = params;
  const backend = await context.backend("js");
  const { inputs, labels, d } = context.examples(params.dataset, n);
  const shift = shiftOf(params.shift)(width);
  const seed = context.seedOf("network", params.network);
  const problem: Problem = { inputs, labels, n, d, width, shift, seed, init: "gaussian" };
  context.needBytes(algorithms[algorithm].bytes(problem, 8));
  const trainer = await startTraining(algorithms[algorithm], backend, problem, { train });
  const run = await follow(trainer, problem, mostSteps, smallest(tolerances));
  trainer.dispose();
  const rule = algorithm.endsWith("-gn") ? "gn" : "gd";
  const check =
    oracleSteps === 0
      ? countCheck(run.fired, problem)
      : residualCheck(run.residuals, denseResiduals(problem, rule, train, oracleSteps), norm(labels));
  return [
    {
      d,
      check,
      counters: { ...run.work[0] },
      firing: { fraction: run.firing[0], theory: normalTail(shift) },
      measures: {
        ...curveOf(run.residuals),
        ...Object.fromEntries(
          tolerances.map((tolerance) => {
            const step = run.residuals.findIndex((value) => value <= tolerance);
            // null: never
            return [`stepsTo${tolerance}`, step < 0 ? null : step];
          }),
        ),
        firingAtStart: run.firing[0],
        firingAtEnd: run.firing[run.firing.length - 1],
        flipsPerFired: run.flips.slice(0, FLIPS_SHOWN),
        // mean over the steps that were needed
        meanMacs: mean(run.work.map(({ macs }) => macs)),
        meanCompares: mean(run.work.map(({ compares }) => compares)),
        awakened: run.awakened,
      },
    },
  ];
}

/** ‖f − y‖ at every step up to the twentieth, then at ever fewer. */
function curveOf(residuals: readonly number[]) {
  const kept = new Set([residuals.length - 1]);
  for (let k = 0; k < residuals.length; k = Math.max(k + 1, Math.round(k * 1.05))) kept.add(k);
  const curveSteps = [...kept].sort((a, b) => a - b);
  return { curveSteps, curveResiduals: curveSteps.map((k) => residuals[k]) };
}

/**
 * Trains until the target, a blow-up or the last step. A step begins with its queries, so what is true after k steps is
 * known from step k+1, whose work does not count.
 */
async function follow(trainer: Trainer, problem: Problem, mostSteps: number, target: number) {
  const { n, width, labels } = problem;
  const residuals: number[] = [];
  const firing: number[] = [];
  const flips: number[] = [];
  const work: Counters[] = [];
  const worst = BLOW_UP * (1 + norm(labels));
  let fired = new Float64Array(n);
  let before = new Uint8Array(0);
  const liveAtStart = new Uint8Array(width);
  const late = new Uint8Array(width);
  for (;;) {
    resetCounters(trainer.counters);
    const { outputs, status } = await trainer.step();
    const counted = { ...trainer.counters };
    const residual = distance(outputs, labels);
    if (!(residual < worst)) break;
    const now = patternOf(trainer, n, width);
    if (residuals.length === 0) fired = Float64Array.from(await trainer.fired());
    for (let k = 0; k < now.length; k++) {
      if (now[k] === 0) continue;
      const r = k % width;
      if (residuals.length === 0) liveAtStart[r] = 1;
      else if (liveAtStart[r] === 0) late[r] = 1;
    }
    if (residuals.length > 0) flips.push(changes(before, now) / (firing[firing.length - 1] * n * width));
    firing.push(count(now) / (n * width));
    residuals.push(residual);
    before = now;
    if (residual > target && status !== "breakdown") work.push(counted);
    if (residual <= target || status === "breakdown" || residuals.length > mostSteps) break;
  }
  return { residuals, firing, flips, work, fired, awakened: count(late) };
}

/** Who fires [n, m]: 1 or 0. */
function patternOf(trainer: Trainer, n: number, width: number): Uint8Array<ArrayBuffer> {
  if (trainer.firedAt === undefined) throw new Error("this algorithm keeps no lists of who fired");
  const pattern = new Uint8Array(n * width);
  for (let i = 0; i < n; i++) for (const r of trainer.firedAt(i)) pattern[i * width + r] = 1;
  return pattern;
}

const count = (flags: Uint8Array) => flags.reduce((sum, flag) => sum + flag, 0);

function changes(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] ^ b[k];
  return sum;
}

/** The worst of the steps that both runs took. */
export function residualCheck(found: readonly number[], expected: readonly number[], scale: number) {
  const both = Math.min(found.length, expected.length);
  let worst = 0;
  for (let t = 1; t < both; t++)
    if (!(Math.abs(found[t] - expected[t]) <= Math.abs(found[worst] - expected[worst]))) worst = t;
  return {
    what: `‖f−y‖ after ${worst} of ${both - 1} steps, against all weights in float64 (worst of all steps)`,
    value: found[worst],
    reference: expected[worst],
    tolerance: AGREEMENT * scale,
  };
}
