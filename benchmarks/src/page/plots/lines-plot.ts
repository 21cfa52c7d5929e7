// A plot of lines from points with names: looks, scales that hold all points, and nothing where there is nothing.
import { endsOf, type Line, type Panel, type Panels, type Point, panelsSpec, xsOf } from "./panels.ts";
import type { Plot } from "./plot.ts";
import type { Scale } from "./scales.ts";
import { seriesLook } from "./theme.ts";

/** A line whose look, unless it has one, follows from its place among the lines of its panel. */
export type Named = Pick<Line, "label" | "points"> & Partial<Line>;

export interface LinesPanel extends Omit<Panel, "lines"> {
  readonly lines: readonly Named[];
}

/** A scale, or how to make one from the values that it must hold. */
type ScaleFor = Scale | ((values: number[]) => Scale);

export interface LinesPlot
  extends Pick<Plot, "name" | "alt" | "caption">,
    Pick<Panels, "title" | "subtitle" | "xTitle" | "yTitle">,
    Partial<Pick<Panels, "columns" | "width" | "height" | "room">> {
  /** made from the x of all points */
  readonly x: ScaleFor;
  /** made from the ends of all intervals, y itself where a point has none */
  readonly y: ScaleFor;
  /** without a title of their own for lines that share one panel */
  readonly panels: readonly LinesPanel[];
}

/** One panel as wide as the page's text. */
const alone = { columns: 1, width: 520, height: 320, room: 170 };

/** The plot; undefined where no line has a point. */
export function linesPlot({ name, alt, caption, x, y, panels, ...rest }: LinesPlot): Plot | undefined {
  const drawn = panels.map(
    (panel): Panel => ({ ...panel, lines: panel.lines.map((line, i) => ({ ...seriesLook(i), ...line })) }),
  );
  const xs = xsOf(drawn);
  if (xs.length === 0) return undefined;
  const scaleOf = (scale: ScaleFor, values: number[]) =>
    typeof scale === "function" ? scale(values) : scale;
  const scales = { x: scaleOf(x, xs), y: scaleOf(y, endsOf(drawn)) };
  return { name, alt, caption, spec: panelsSpec({ ...alone, ...rest, ...scales, panels: drawn }) };
}

/** A point with the ends of its interval. */
export const intervalAt = (
  x: number,
  { value, lo, hi }: { value: number; lo: number; hi: number },
): Point => ({
  x,
  y: value,
  lo,
  hi,
});
