// The orderings that Goldwaser & Ge, arXiv 2211.12345, report in figures 3 and 6 to 9, each held against the seeds by a paired t
// interval.
import type { Interval } from "@widthwise/measure";
import { difference, medianOf, type Runs, SAME } from "../../../telling/seeds.ts";
import type { OptimiserRuns } from "./rows.ts";

/** Updates in the paper's long-period runs: 8 to 12. */
const FEW = 10;

export interface Named {
  readonly runs: OptimiserRuns;
  readonly every: Runs;
  /** about ten updates */
  readonly few: Runs;
  /** no update */
  readonly none: Runs;
  /** each linearised problem solved, to the smallest residual that was reached often enough */
  readonly solved: Runs | undefined;
}

/** Solved problems after each other, not one that outlasted the run. */
const renewed = (runs: Runs) => (medianOf(runs, "updates")?.value ?? 0) >= 2;

/** Whether all runs that an ordering is about came to an end. */
export const tested = ({ difference }: Ordering) => difference !== undefined;

/** The runs that the orderings are about; undefined where one was not run. */
export function namedOf(runs: OptimiserRuns, steps: number): Named | undefined {
  const { periods, solved } = runs;
  const every = periods.find(({ at }) => at === 1);
  const none = periods.find(({ at }) => at >= steps);
  const between = periods.filter(({ at }) => at > 1 && at < steps);
  const distance = ({ at }: Runs) => Math.abs(Math.log((Math.ceil(steps / at) - 1) / FEW));
  const few = between.sort((a, b) => distance(a) - distance(b))[0];
  return every && none && few && { runs, every, few, none, solved: solved.findLast(renewed) };
}

export interface Ordering {
  readonly what: string;
  readonly paper: string;
  /** of accuracies; undefined where a run blew up, or with one seed */
  readonly difference: Interval | undefined;
  readonly verdict: string;
}

export function orderingsOf({ every, few, none, solved }: Named): Ordering[] {
  const close = difference(every, few, "accuracy");
  const better = (what: string, a: Runs, b: Runs): Ordering => {
    const found = difference(a, b, "accuracy");
    return { what, paper: "above 0", difference: found, verdict: verdict(found, (x) => x.lo > 0) };
  };
  return [
    {
      what: "every step − about ten updates",
      paper: "about 0",
      difference: close,
      verdict: verdict(close, ({ lo, hi }) => lo > -SAME && hi < SAME),
    },
    ...(solved === undefined
      ? []
      : [
          better(`about ten updates − solved each time to ${solved.at}`, few, solved),
          better(`solved each time to ${solved.at} − never renewed`, solved, none),
        ]),
    better("about ten updates − never renewed", few, none),
  ];
}

function verdict(found: Interval | undefined, holds: (found: Interval) => boolean): string {
  if (found === undefined) return "a run blew up, or one seed";
  if (holds(found)) return "holds";
  if (found.lo > -SAME && found.hi < SAME) return "**equal within two points**";
  if (found.hi < 0) return "**reversed**";
  return found.lo > SAME ? "**larger than the paper says**" : "not resolved by these seeds";
}
