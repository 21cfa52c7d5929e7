// C8: the orderings that Goldwaser & Ge, arXiv 2211.12345, report in figures 3 and 6 to 9, each held against the seeds by a
// paired t interval.
import type { Interval } from "@widthwise/measure";
import { difference, type Runs, SAME } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { allNamed, type Named } from "./rows.ts";

/** Verdicts against the paper. */
const against = ["equal within two points", "reversed", "larger than the paper says"] as const;
type Verdict =
  | (typeof against)[number]
  | "holds"
  | "not resolved by these seeds"
  | "a run blew up, or one seed";

export interface Ordering {
  readonly what: string;
  readonly paper: string;
  /** of accuracies; undefined where a run blew up, or with one seed */
  readonly difference: Interval | undefined;
  readonly verdict: Verdict;
}

export const isAgainst = ({ verdict }: Ordering) => against.some((one) => one === verdict);

export function orderingsOf({ every, few, none, solved }: Named): Ordering[] {
  const better = (what: string, a: Runs, b: Runs) =>
    orderingOf(what, "above 0", difference(a, b, "accuracy"), ({ lo }) => lo > 0);
  return [
    orderingOf("every step − about ten updates", "about 0", difference(every, few, "accuracy"), isNothing),
    ...(solved === undefined
      ? []
      : [
          better(`about ten updates − solved each time ${solved.name}`, few, solved),
          better(`solved each time ${solved.name} − never renewed`, solved, none),
        ]),
    better("about ten updates − never renewed", few, none),
  ];
}

const isNothing = ({ lo, hi }: Interval) => lo > -SAME && hi < SAME;

function orderingOf(
  what: string,
  paper: string,
  found: Interval | undefined,
  holds: (found: Interval) => boolean,
): Ordering {
  return { what, paper, difference: found, verdict: verdictOf(found, holds) };
}

function verdictOf(found: Interval | undefined, holds: (found: Interval) => boolean): Verdict {
  if (found === undefined) return "a run blew up, or one seed";
  if (holds(found)) return "holds";
  if (isNothing(found)) return "equal within two points";
  if (found.hi < 0) return "reversed";
  return found.lo > SAME ? "larger than the paper says" : "not resolved by these seeds";
}

export function orderings(told: Told<Params>) {
  const tested = allNamed(told).map(({ runs, ...named }) => ({
    title: runs.title,
    // all runs that it is about came to an end
    orderings: orderingsOf({ runs, ...named }).filter((one) => one.difference !== undefined),
  }));
  if (tested.length === 0) return undefined;
  const byVerdict = Map.groupBy(
    tested.flatMap((one) => one.orderings),
    ({ verdict }) => verdict,
  );
  const held = byVerdict.get("holds")?.length ?? 0;
  const others = [...byVerdict].filter(([verdict]) => verdict !== "holds");
  const count = others.reduce((sum, [, own]) => sum + own.length, held);
  const words = others.map(([verdict, own]) => `${own.length} ${verdict}`);
  return {
    sentence: `One optimiser for every period, ${tested.length} pairs of task and optimiser: of ${count} orderings of the paper that could be tested ${held} hold${words.length > 0 ? `; ${words.join(", ")}` : ""}.`,
    details: `Orderings that hold, of those tested with a paired t interval over seeds. ${tested.map(detailOf).join("; ")}.`,
  };
}

function detailOf({ title, orderings: all }: { title: string; orderings: readonly Ordering[] }): string {
  if (all.length === 0) return `${title}: a run blew up`;
  const others = all.filter(({ verdict }) => verdict !== "holds");
  const words = others.map(({ what, verdict }) => `${what}: ${verdict}`);
  return `${title}: ${all.length - others.length} of ${all.length}${words.length > 0 ? ` (${words.join(", ")})` : ""}`;
}
