// One cell's values of all rounds, summarised to the numbers that a result file keeps.
import type { Timing } from "./schema.ts";
import {
  type Interval,
  leastForInterval,
  mad,
  median,
  medianInterval,
  smallest,
} from "./statistics/location.ts";
import { betweenProcesses, ratioOfLogs } from "./statistics/processes.ts";
import { spearman } from "./statistics/ranks.ts";
import { studentInterval } from "./statistics/serial-line.ts";

/** More foreign load than this share of time × cores disturbs a cell. */
export const contendedLoad = 0.03;

/**
 * Where the load cannot be seen: above this ratio of median to minimum something else used the machine for more than half of the
 * rounds, or the cell is uneven by itself.
 */
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
  /** see `Timing` */
  readonly turn?: string | undefined;
  readonly load?: number | null | undefined;
  readonly collections?: number | undefined;
  readonly attempts?: number | undefined;
  /** iterations in one raw sample, and raw samples in one round */
  readonly innerIterations: number;
  readonly repeats: number;
  /** shortest raw sample that the timer resolves well enough, ns; a median below it is noted */
  readonly floorNs?: number | undefined;
  /** per iteration, GPU backends: time until the call returned, and time on the device alone */
  readonly dispatchNs?: number | undefined;
  readonly kernelNs?: number | undefined;
  /** notes that are known before, such as `approximate` */
  readonly notes?: readonly string[];
}

/**
 * Median, spread and interval. From three processes on the interval is Student's about the geometric mean of the processes' medians (it
 * always holds the median too), with fewer it comes from order statistics over all rounds. With them what a reader must know:
 * `contended` (foreign load above 3 %; where that was not seen, median/min > 1.1), `drifting` (time correlates with round), `below-floor`
 * (the timer is too coarse), `few-rounds` (fewer than three processes and than six rounds, so that lo and hi are the extremes and cover
 * less than 95 %). O(rounds log rounds). RangeError: no samples, or not one round per sample.
 */
export function summarise(measured: Measured): Timing {
  const { samples, rounds, processes, innerIterations, repeats, load, floorNs } = measured;
  if (samples.length === 0) throw new RangeError("summarise: no samples");
  if (samples.length !== rounds.length)
    throw new RangeError(`summarise: ${samples.length} samples but ${rounds.length} rounds`);
  const value = median(samples);
  const between = processes && betweenProcesses(samples.map(Math.log), processes);
  const { lo, hi } = between
    ? aroundMedian(ratioOfLogs(studentInterval(between)), value)
    : medianInterval(samples);
  const min = smallest(samples);
  const drift = spearman(samples, rounds);
  const notes = [...(measured.notes ?? [])];
  if (typeof load === "number" ? load > contendedLoad : value > contendedAbove * min) notes.push("contended");
  if (Math.abs(drift) * Math.sqrt(samples.length - 1) > driftErrors) notes.push("drifting");
  if (floorNs !== undefined && value * innerIterations < floorNs) notes.push("below-floor");
  if (between === undefined && samples.length < leastForInterval) notes.push("few-rounds");
  return {
    unit: "ns/iteration",
    samples: [...samples],
    rounds: [...rounds],
    ...(processes && { processes: [...processes] }),
    innerIterations,
    repeats,
    median: value,
    mad: mad(samples),
    min,
    lo,
    hi,
    ...(processes && { interval: between ? "processes" : "rounds" }),
    ...(measured.turn === undefined ? {} : { turn: measured.turn }),
    ...(load === undefined ? {} : { load }),
    ...(measured.collections === undefined ? {} : { collections: measured.collections }),
    ...(measured.attempts === undefined ? {} : { attempts: measured.attempts }),
    drift,
    ...(measured.dispatchNs === undefined ? {} : { dispatch: measured.dispatchNs }),
    ...(measured.kernelNs === undefined ? {} : { kernel: measured.kernelNs }),
    notes,
  };
}

/** About a mean over many processes the median of all rounds may lie outside. */
const aroundMedian = ({ lo, hi }: Interval, median: number) => ({
  lo: Math.min(median, lo),
  hi: Math.max(median, hi),
});

/** The value of one round: the median of its raw samples, ns per iteration. */
export function roundValue(rawNs: readonly number[]): number {
  return median(rawNs);
}
