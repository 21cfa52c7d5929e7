// A plot of lines from points with names: looks, scales that hold all points, and nothing where there is nothing.

import { isThere } from "../units.ts";
import { endsOf, type Line, type Panel, type Panels, type Point, panelsSpec, xsOf } from "./panels.ts";
import type { Plot } from "./plot.ts";
import { linearScale, type Scale, shows } from "./scales.ts";
import { seriesLook } from "./theme.ts";

/** A line whose look, unless it has one, follows from its place among the lines of its panel. */
export type Named = Pick<Line, "label" | "points"> & Partial<Line>;

/** A scale, or how to make one from the values that it must hold, which are some. */
type ScaleFor = Scale | ((values: number[]) => Scale);

export interface LinesPanel extends Omit<Panel, "lines" | "y"> {
  readonly lines: readonly Named[];
  /** the panel's own, made from the ends of its intervals; a panel without a point has the shared one */
  readonly y?: ScaleFor;
}

export interface LinesPlot
  extends Pick<Plot, "name" | "alt" | "caption">,
    Pick<Panels, "title" | "subtitle" | "xTitle" | "yTitle">,
    Partial<Pick<Panels, "columns" | "width" | "height" | "room">> {
  /** made from the x of all points */
  readonly x: ScaleFor;
  /** made from the ends of all intervals, y itself where a point has none, of panels without a scale of their own */
  readonly y?: ScaleFor;
  /** without a title of their own for lines that share one panel */
  readonly panels: readonly LinesPanel[];
}

/** One panel as wide as the page's text. */
const alone = { columns: 1, width: 520, height: 320, room: 170 };

/**
 * The plot; undefined where no line has a point or a fit. Points that are not there, or that an axis cannot show, are left out; a
 * fit without its points is drawn.
 */
export function linesPlot({ name, alt, caption, x, y = unit, panels, ...rest }: LinesPlot): Plot | undefined {
  const drawn = panels.map(({ y: own, ...panel }) => {
    const lines = panel.lines.map((line, i) => kept({ ...seriesLook(i), ...line }, isThere, isThere));
    const ends = heldBy([{ lines }], endsOf);
    return { ...panel, lines, ...(own !== undefined && ends.length > 0 ? { y: scaleOf(own, ends) } : {}) };
  });
  const shared = drawn.filter((panel) => panel.y === undefined);
  const scales = { x: scaleOf(x, heldBy(drawn, xsOf)), y: scaleOf(y, heldBy(shared, endsOf)) };
  const shown = drawn.map((panel): Panel => {
    const { x, y } = { ...scales, ...panel };
    const [onX, onY] = [x, y].map((scale) => (value: number) => shows(scale, value));
    const { marks = [], rules = [] } = panel;
    return {
      ...panel,
      lines: panel.lines.map((line) => kept(line, onX, onY)),
      marks: marks.filter((mark) => onX(mark.x) && onY(mark.y)),
      rules: rules.filter(onY),
    };
  });
  if (heldBy(shown, xsOf).length === 0) return undefined;
  return { name, alt, caption, spec: panelsSpec({ ...alone, ...rest, ...scales, panels: shown }) };
}

/** Values of all points, or where there are none, of all fits: what a scale must hold. */
function heldBy(panels: readonly Pick<Panel, "lines">[], values: typeof xsOf): number[] {
  const points = values(panels);
  if (points.length > 0) return points;
  return values(panels.map(({ lines }) => ({ lines: lines.map(({ fit = [] }) => ({ points: fit })) })));
}

type On = (value: number) => boolean;

/** A line's points on both axes, with intervals whose two ends are. */
function kept(line: Line, onX: On, onY: On): Line {
  const points = (all: readonly Point[]): Point[] =>
    all
      .filter(({ x, y }) => onX(x) && onY(y))
      .map((point) => {
        const { lo, hi, ...bare } = point;
        return lo === undefined || hi === undefined || (onY(lo) && onY(hi)) ? point : bare;
      });
  const { fit } = line;
  return { ...line, points: points(line.points), ...(fit === undefined ? {} : { fit: points(fit) }) };
}

/** Of panels that show nothing. */
const unit = linearScale(0, 1);

function scaleOf(scale: ScaleFor, values: number[]): Scale {
  if (typeof scale !== "function") return scale;
  return values.length > 0 ? scale(values) : unit;
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
