// One cell's values of all rounds, summarised to the numbers that a result file keeps.
import type { Timing } from "./schema.ts";
import { leastForInterval, mad, median, medianInterval, smallest } from "./statistics/location.ts";
import { spearman } from "./statistics/ranks.ts";

/** Above this ratio of median to minimum something else used the machine for more than half of the rounds. */
const contendedAbove = 1.1;

/** A correlation of time with round is called drift above this many standard errors of 1/√(rounds−1): about 1 false note in 100. */
const driftErrors = 2.58;

/** What was measured of one cell, for `summarise`. */
export interface Measured {
  /** one value per round, ns per iteration: the median of the raw samples of that round */
  readonly samples: readonly number[];
  /** rounds[k] is the number of the round that gave samples[k] */
  readonly rounds: readonly number[];
  /** processes[k] is the process, counted from 0, that took samples[k] */
  readonly processes?: readonly number[] | undefined;
  /** iterations in one raw sample, and raw samples in one round */
  readonly innerIterations: number;
  readonly repeats: number;
  /** shortest raw sample that the timer resolves well enough, ns; a median below it is noted */
  readonly floorNs?: number;
  /** per iteration, GPU backends: time until the call returned, and time on the device alone */
  readonly dispatchNs?: number;
  readonly kernelNs?: number;
  /** notes that are known before, such as `approximate` */
  readonly notes?: readonly string[];
}

/**
 * Median, spread and distribution-free interval over rounds, with what a reader must know beside them:
 * `contended` (median/min > 1.1), `drifting` (time correlates with round), `below-floor` (the timer is too
 * coarse), `few-rounds` (fewer than six, so lo and hi are the extremes and cover less than 95 %).
 * O(rounds log rounds). RangeError: no samples, or not one round per sample.
 */
export function summarise(measured: Measured): Timing {
  const { samples, rounds, innerIterations, repeats } = measured;
  if (samples.length === 0) throw new RangeError("summarise: no samples");
  if (samples.length !== rounds.length)
    throw new RangeError(`summarise: ${samples.length} samples but ${rounds.length} rounds`);
  const { value, lo, hi } = medianInterval(samples);
  const min = smallest(samples);
  const drift = spearman(samples, rounds);
  const notes = [...(measured.notes ?? [])];
  if (value > contendedAbove * min) notes.push("contended");
  if (Math.abs(drift) * Math.sqrt(samples.length - 1) > driftErrors) notes.push("drifting");
  if (measured.floorNs !== undefined && value * innerIterations < measured.floorNs) notes.push("below-floor");
  if (samples.length < leastForInterval) notes.push("few-rounds");
  return {
    unit: "ns/iteration",
    samples: [...samples],
    rounds: [...rounds],
    ...(measured.processes === undefined ? {} : { processes: [...measured.processes] }),
    innerIterations,
    repeats,
    median: value,
    mad: mad(samples),
    min,
    lo,
    hi,
    drift,
    ...(measured.dispatchNs === undefined ? {} : { dispatch: measured.dispatchNs }),
    ...(measured.kernelNs === undefined ? {} : { kernel: measured.kernelNs }),
    notes,
  };
}

/** The value of one round: the median of its raw samples, ns per iteration. */
export function roundValue(rawNs: readonly number[]): number {
  return median(rawNs);
}
