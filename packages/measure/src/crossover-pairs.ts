// Which pairs of series are worth a crossover.
import { type Side, sameSide, type TimedCell } from "./cells.ts";
import { largest } from "./statistics/location.ts";

/** A side with its timed cells by width. */
export interface WidthSeries extends Side {
  readonly at: ReadonlyMap<number, TimedCell>;
}

/** What a caller may say about the pairs. */
export interface PairChoice {
  /**
   * Which pairs to look at; default: pairs that differ in algorithm or backend only, and for every two algorithms
   * the pair of their fastest backends at the largest width that both have.
   */
  readonly filter?: (a: Side, b: Side) => boolean;
  /** [expected faster, slower]: looked at in any case, and `never` when the expected one wins at no width */
  readonly expected?: readonly (readonly [Side, Side])[];
}

/** Each side is its algorithm's fastest backend at the largest width that both algorithms have. */
function champions(a: Side, b: Side, series: readonly WidthSeries[]): boolean {
  const of = (s: Side) => series.filter((t) => t.algorithm === s.algorithm);
  const widths = (s: Side) => new Set(of(s).flatMap((t) => [...t.at.keys()]));
  const inB = widths(b);
  const widest = largest([...widths(a)].filter((v) => inB.has(v)));
  const best = (s: Side) =>
    of(s)
      .filter((t) => t.at.has(widest))
      .reduce((p, q) => (q.at.get(widest)!.timing.median < p.at.get(widest)!.timing.median ? q : p));
  return Number.isFinite(widest) && sameSide(best(a), a) && sameSide(best(b), b);
}

/** The pairs of the default rule or the caller's filter, plus those expected. O(series³). */
export function pairsOf(
  series: readonly WidthSeries[],
  { filter, expected = [] }: PairChoice,
): [WidthSeries, WidthSeries][] {
  const wanted = (a: Side, b: Side): boolean => {
    const asked = ([p, q]: readonly [Side, Side]) =>
      (sameSide(p, a) && sameSide(q, b)) || (sameSide(p, b) && sameSide(q, a));
    if (expected.some(asked)) return true;
    if (filter !== undefined) return filter(a, b);
    return a.algorithm === b.algorithm || a.backend === b.backend || champions(a, b, series);
  };
  return series.flatMap((a, i) =>
    series.slice(i + 1).flatMap((b): [WidthSeries, WidthSeries][] => (wanted(a, b) ? [[a, b]] : [])),
  );
}
