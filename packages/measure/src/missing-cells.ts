// Cells that the base timed and the head has no time for: named by series, so that nothing vanishes in a list of many.
import { type SeriesShape, seriesKey, seriesName, type TimedCell } from "./cells.ts";
import type { Cell } from "./schema.ts";

/** A cell that the base timed, and what became of it in the head. */
export interface MissingCell {
  readonly old: TimedCell;
  readonly now: Cell | undefined;
}

/** Why a cell of the head has no time. */
export function whyNoTime(now: Cell | undefined): string {
  if (now === undefined) return "not in the head";
  if (now.status !== "ok") return `${now.status} in the head: ${now.reason ?? "no reason given"}`;
  if (now.timing === undefined) return "not timed in the head";
  return "too short for the timer in the head";
}

const mostWidths = 8;

function widthsOf(cells: readonly { readonly width: number }[]): string {
  const widths = [...new Set(cells.map(({ width }) => width))].sort((a, b) => a - b);
  const shown = widths.slice(0, mostWidths).join(", ");
  const more = widths.length > mostWidths ? ` and ${widths.length - mostWidths} more` : "";
  return `${widths.length === 1 ? "width" : "widths"} ${shown}${more}`;
}

/** One sentence per series, a whole series said to be one; where reasons differ, the first and how many others. O(cells). */
export function missingReasons(missing: readonly MissingCell[], timed: readonly TimedCell[]): string[] {
  const sizes = new Map([...Map.groupBy(timed, seriesKey)].map(([key, own]) => [key, own.length]));
  const bySeries = Map.groupBy(missing, ({ old }) => seriesKey(old));
  return [...bySeries].map(([key, own]) => {
    const series: SeriesShape = own[0].old;
    const where = widthsOf(own.map(({ old }) => old));
    const whole = own.length === sizes.get(key) ? "the whole series, " : "";
    const [why, ...others] = new Set(own.map(({ now }) => whyNoTime(now)));
    const more =
      others.length > 0 ? ` (and ${others.length} other ${others.length === 1 ? "reason" : "reasons"})` : "";
    return `no time for ${seriesName(series)}, ${whole}${where}: ${why}${more}`;
  });
}
