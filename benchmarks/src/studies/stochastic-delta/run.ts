// A ReLU student trained by stochastic descent: how far its imbalances move, beside the sum that predicts it.
import { fillNormals } from "@widthwise/core";
import {
  type DescentState,
  imbalances,
  stochasticDescent,
  studentStart,
  studentTeacher,
} from "@widthwise/dynamics";
import { largest, mean } from "@widthwise/measure";
import type { Context, Outcome } from "../../measuring/jobs/study.ts";
import type { DescentJob } from "./jobs.ts";

const labelNoiseStream = 45;

/** Shares of the time at which δ is measured. */
const POINTS = 20;
/** Rounding of some thousand steps on numbers of order one. */
const AGREEMENT = 1e-10;

/** A ReLU student of scale τ = 1 on a teacher's labels, with noise of their own that no step draws again. */
export async function runDescent(
  { cell, time, teacherWidth }: DescentJob,
  context: Context,
): Promise<Outcome[]> {
  const { n, d, width } = cell;
  const { delta, noise, rate, batch } = cell.params;
  // the same data and the same start for every rate, batch and δ
  const seed = context.seedOf("stochastic-delta", cell.params.seed);
  const { train } = studentTeacher({ d, n, testCount: 1, teacherWidth, seed, testSeed: seed });
  const added = new Float64Array(n);
  fillNormals({ seed, stream: labelNoiseStream }, 0, added);
  const labels = train.labels.map((value, i) => value + noise * added[i]);
  const start = studentStart({ width, scale: 1, delta, seed }, d);
  const steps = Math.round(time / rate);
  const checkpoints = [
    ...new Set(Array.from({ length: POINTS + 1 }, (_, k) => Math.round((steps * k) / POINTS))),
  ];
  const states: DescentState[] = [];
  const options = {
    rate,
    batch,
    checkpoints,
    seed: context.seedOf("batches", cell.params.seed, rate, batch),
  };
  for (const state of stochasticDescent({ ...train, labels }, start, options)) states.push(state);
  const last = states[states.length - 1];
  const first = imbalances(start);
  const off = largest(last.deltas.map((value, k) => Math.abs(value - last.predicted[k])));
  return [
    {
      measures: {
        times: states.map(({ step }) => rate * step),
        meanDeltas: states.map(({ deltas }) => mean(deltas)),
        /** root mean square over neurons of δ at the end less δ at the start */
        drift: Math.sqrt(mean(last.deltas.map((value, k) => (value - first[k]) ** 2))),
        meanDelta: mean(last.deltas),
        loss: last.loss,
        firstLoss: states[0].loss,
      },
      check: {
        what: "largest difference of δ from its start and Σ ε²(g_a² − ‖g_w‖²)",
        value: off,
        reference: 0,
        tolerance: AGREEMENT,
      },
    },
  ];
}
