// Two cells' times held against each other: paired where they were visited in turn in the same rounds, so that what slows a whole round
// cancels; else as two samples that have nothing in common.
import type { Key } from "@widthwise/core";
import type { Timing } from "./schema.ts";
import { type Interval, leastForInterval } from "./statistics/location.ts";
import { pairedRatio } from "./statistics/paired-ratio.ts";
import { betweenProcesses, difference, leastProcesses, ratioOfLogs } from "./statistics/processes.ts";
import { hodgesLehmann } from "./statistics/ranks.ts";
import { type Estimate, studentInterval } from "./statistics/serial-line.ts";

/** Samples of two cells by common round, and the processes that took them where that is known. */
interface Pairs {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly processes?: readonly number[];
}

/**
 * The rounds in which both were visited in turn: none where their turns differ. Older results do not say their turns; of them every round of
 * one number counts. O(rounds).
 */
export function commonRounds(a: Timing, b: Timing): Pairs {
  const inB = new Map(a.turn === b.turn ? b.rounds.map((round, k) => [round, k]) : []);
  const common = a.rounds.flatMap((round, k) => (inB.has(round) ? [[k, inB.get(round) as number]] : []));
  const { processes } = a;
  return {
    a: common.map(([k]) => a.samples[k]),
    b: common.map(([, k]) => b.samples[k]),
    ...(processes && { processes: common.map(([k]) => processes[k]) }),
  };
}

/** Enough for an interval of what both have in common. */
export const isPaired = ({ a, processes = [] }: Pairs): boolean =>
  a.length >= leastForInterval || new Set(processes).size >= leastProcesses;

/** ln(a/b) of times that have nothing in common, by the scatter between processes; undefined where one side has fewer than three. */
export function unpairedEstimate(a: Timing, b: Timing): Estimate | undefined {
  const [one, other] = [a, b].map(({ samples, processes }) =>
    processes === undefined ? undefined : betweenProcesses(samples.map(Math.log), processes),
  );
  return one && other && difference(one, other);
}

/** A ratio of times with its interval, and whether it was taken over common rounds. */
export interface TimeRatio extends Interval {
  readonly kind: "paired" | "unpaired";
}

/**
 * Time of a over time of b with its 95 % interval: `pairedRatio` over common rounds; where there are too few, by the scatter between the
 * processes of each side, or with fewer than three by Hodges and Lehmann. `key` is that of a bootstrap. O(rounds² + resamples·rounds).
 */
export function timeRatio(a: Timing, b: Timing, options: { key: Key; resamples?: number }): TimeRatio {
  const pairs = commonRounds(a, b);
  if (isPaired(pairs)) {
    const { processes: processOf } = pairs;
    return {
      ...pairedRatio(pairs.a, pairs.b, { ...options, ...(processOf && { processOf }) }),
      kind: "paired",
    };
  }
  const between = unpairedEstimate(a, b);
  const logs = between
    ? studentInterval(between)
    : hodgesLehmann(a.samples.map(Math.log), b.samples.map(Math.log));
  return { ...ratioOfLogs(logs), kind: "unpaired" };
}
