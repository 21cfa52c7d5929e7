// Panels of lines with a name at the end of every line: the one form that most plots here take.
import { type Path, placeLabels, type Spot } from "./labels.ts";
import { channel, position, type Scale, valueAt } from "./scales.ts";
import { ink, type Look, softInk } from "./theme.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
  readonly lo?: number;
  readonly hi?: number;
}

export interface Line {
  /** written at the end of the line */
  readonly label: string;
  readonly colour: string;
  readonly look: Look;
  readonly points: readonly Point[];
  /** drawn wide and pale below the line */
  readonly fit?: readonly Point[];
  /** false: points only */
  readonly joined?: boolean;
  /** joined in the order given, not from left to right, with a point at the end only */
  readonly path?: boolean;
}

export interface Mark {
  readonly x: number;
  readonly y: number;
}

export interface Panel {
  readonly title: string | null;
  readonly lines: readonly Line[];
  /** rings: where two lines cross */
  readonly marks?: readonly Mark[];
  /** heights of horizontal dashed lines */
  readonly rules?: readonly number[];
  /** the panel's own vertical scale, where panels differ */
  readonly y?: Scale;
  readonly yTitle?: string;
}

export interface Panels {
  readonly title: string;
  readonly subtitle: readonly string[];
  readonly x: Scale;
  readonly y: Scale;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly panels: readonly Panel[];
  readonly columns: number;
  /** pixels of one panel */
  readonly width: number;
  readonly height: number;
  /** pixels to the right of a panel for the names */
  readonly room: number;
}

type Drawn = readonly { readonly lines: readonly Pick<Line, "points">[] }[];
const pointsOf = (panels: Drawn): Point[] =>
  panels.flatMap(({ lines }) => lines.flatMap(({ points }) => points));

/** x of all points, for a scale that holds them. */
export const xsOf = (panels: Drawn): number[] => pointsOf(panels).map(({ x }) => x);
/** y of all points. */
export const ysOf = (panels: Drawn): number[] => pointsOf(panels).map(({ y }) => y);
/** The ends of all intervals, y itself where a point has none. */
export const endsOf = (panels: Drawn): number[] =>
  pointsOf(panels).flatMap(({ y, lo = y, hi = y }) => [lo, hi]);

/** A Vega-Lite specification of the panels. */
export function panelsSpec(spec: Panels): object {
  const { columns, room } = spec;
  return {
    title: { text: spec.title, subtitle: spec.subtitle },
    columns,
    align: "all",
    bounds: "flush",
    spacing: { row: 66, column: room + 50 },
    concat: spec.panels.map((panel, i) => panelSpec(spec, panel, i)),
  };
}

function panelSpec(spec: Panels, panel: Panel, index: number): object {
  const y = panel.y ?? spec.y;
  const leftmost = index % spec.columns === 0 || panel.yTitle !== undefined;
  const lowest = index + spec.columns >= spec.panels.length;
  const encoding = {
    x: channel("x", spec.x, lowest ? spec.xTitle : null),
    y: channel("y", y, leftmost ? (panel.yTitle ?? spec.yTitle) : null),
  };
  const layers = [
    ...(panel.rules ?? []).flatMap((y) => ruleLayers(spec, y)),
    ...panel.lines.flatMap(fitLayer),
    ...panel.lines.flatMap(lineLayers),
    ...markLayer(panel.marks ?? []),
    ...labelLayers(spec, y, panel),
  ];
  return {
    width: spec.width,
    height: spec.height,
    encoding,
    // the empty first layer keeps the axes where a panel has no line
    layer: [{ data: { values: [] }, mark: "point" }, ...titleLayer(panel.title), ...layers],
  };
}

/** As a property of a mark, Vega takes a text such as "constructor" for something else. */
const textInData = { text: { field: "text", type: "nominal" } };

function titleLayer(title: string | null): object[] {
  if (title === null) return [];
  const words = {
    type: "text",
    align: "left",
    baseline: "bottom",
    fontSize: 12.5,
    fontWeight: 600,
  };
  const corner = { x: { value: 0 }, y: { value: -8 } };
  return [
    {
      data: { values: [{ text: title }] },
      mark: { ...words, color: ink },
      encoding: { ...corner, ...textInData },
    },
  ];
}

function fitLayer({ fit, colour }: Line): object[] {
  if (fit === undefined) return [];
  return [{ data: { values: fit }, mark: { type: "line", color: colour, strokeWidth: 7, opacity: 0.17 } }];
}

/** Vega-Lite joins by x unless told otherwise. */
const inOrder = { encoding: { order: { value: null } } };

function lineLayers({ points, colour, look, joined = true, path = false }: Line): object[] {
  const bars = points.filter(({ lo, hi }) => lo !== undefined && hi !== undefined);
  const dash = look.dash.length > 0 ? { strokeDash: look.dash } : {};
  const line = { type: "line", color: colour, strokeWidth: 1.5, ...dash };
  const shape = { type: "point", shape: look.shape, fill: colour, size: 34, opacity: 1 };
  const rule = { type: "rule", color: colour, strokeWidth: 1.4 };
  const interval = { y: { field: "lo", type: "quantitative" }, y2: { field: "hi" } };
  return [
    ...(joined ? [{ data: { values: points }, mark: line, ...(path ? inOrder : {}) }] : []),
    ...(bars.length > 0 ? [{ data: { values: bars }, mark: rule, encoding: interval }] : []),
    {
      data: { values: path ? points.slice(-1) : points },
      mark: { ...shape, stroke: "white", strokeWidth: 0.6 },
    },
  ];
}

function markLayer(marks: readonly Mark[]): object[] {
  if (marks.length === 0) return [];
  const ring = {
    type: "point",
    shape: "circle",
    size: 130,
    filled: false,
    color: ink,
    strokeWidth: 1.3,
    opacity: 1,
  };
  return [{ data: { values: marks }, mark: ring }];
}

function ruleLayers(spec: Panels, y: number): object[] {
  const [start, end] = spec.x.domain;
  const ends = [start, end].map((x) => ({ x, y }));
  const line = { type: "line", color: softInk, strokeDash: [4, 3], strokeWidth: 1 };
  return [{ data: { values: ends }, mark: line }];
}

/** Names at line ends, with a thin leader where a name had to move away from its line. */
function labelLayers({ x, width, height }: Panels, y: Scale, { lines, rules = [] }: Panel): object[] {
  const shown = lines.filter((line) => line.points.length > 0 && line.label !== "");
  const pixels = (p: Point): Spot => ({ x: position(x, p.x) * width, y: (1 - position(y, p.y)) * height });
  const values = (spot: Spot) => ({ x: valueAt(x, spot.x / width), y: valueAt(y, 1 - spot.y / height) });
  const ends = shown.map((line) => pixels(line.points[line.points.length - 1]));
  const level = (value: number): Path => x.domain.map((end) => pixels({ x: end, y: value }));
  const paths = [...lines.map((line): Path => line.points.map(pixels)), ...rules.map(level)];
  const places = placeLabels(
    shown.map(({ label }, i) => ({ text: label, ...ends[i] })),
    paths,
    height,
  );
  return shown.flatMap(({ label, colour }, i): object[] => {
    const { text, align, leader } = places[i];
    const words = { type: "text", align, baseline: "middle", color: colour, fontSize: 11 };
    const name = { data: { values: [{ ...values(text), text: label }] }, mark: words, encoding: textInData };
    if (leader === undefined) return [name];
    const line = { type: "line", color: colour, strokeWidth: 0.7 };
    return [{ data: { values: [ends[i], leader].map(values) }, mark: line }, name];
  });
}
