import { distinct } from "../../../page/lists.ts";
import { type Line, type Point, panelsSpec } from "../../../page/plots/panels.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, linearScale } from "../../../page/plots/scales.ts";
import { listOf, paramOf } from "../../../telling/read-cells.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { at, cellsOf, deltaOf } from "./rows.ts";

/** Downstream brown, balanced grey, upstream blue-green: dark enough to read as text. */
const brown = ["#7f3b08", "#a6611a", "#c08a3e"];
const teal = ["#4c9f98", "#1f7f79", "#01524b"];
const grey = "#555b66";

/** Colour of a value by its rank among those of its sign. */
function colourOf(delta: number, all: readonly number[]): string {
  if (delta === 0) return grey;
  const side = all.filter((other) => Math.sign(other) === Math.sign(delta));
  const rank = side.toSorted((a, b) => a - b).indexOf(delta);
  const colours = delta < 0 ? brown : teal;
  return colours[
    Math.min(colours.length - 1, Math.round((rank * (colours.length - 1)) / Math.max(1, side.length - 1)))
  ];
}

function curve(label: string, colour: string, points: readonly Point[], dash: readonly number[] = []): Line {
  return { label, colour, look: { shape: "circle", dash }, points, path: true };
}

const zip = (x: readonly number[], y: readonly number[]): Point[] =>
  x.map((value, i) => ({ x: value, y: y[i] }));
const plain = (value: number) => minus(String(Number(value.toPrecision(3))));
const minus = (text: string) => text.replaceAll("-", "−");
const named = (delta: number) => minus(`δ = ${delta}`);
const range = (points: readonly Point[], key: "x" | "y") =>
  linearScale(Math.min(...points.map((p) => p[key])), Math.max(...points.map((p) => p[key])), plain);
const pointsOf = (panels: readonly { lines: readonly Line[] }[]) =>
  panels.flatMap(({ lines }) => lines.flatMap(({ points }) => points));

export function plots(result: StudyResult): Plot[] {
  return [
    flowPlot(result),
    surfacePlot(result),
    interpolatorPlot(result),
    basinPlot(result),
    pathPlot(result),
    misprintPlot(result),
  ].filter((plot) => plot !== undefined);
}

/** Fig. 3. */
function flowPlot(result: StudyResult): Plot | undefined {
  const cells = cellsOf(result, "flow");
  if (cells.length === 0) return undefined;
  const deltas = cells.map(deltaOf);
  const panel = (title: string, name: string) => ({
    title,
    lines: cells.map((cell) =>
      curve(
        named(deltaOf(cell)),
        colourOf(deltaOf(cell), deltas),
        zip(listOf(cell, "times"), listOf(cell, name)),
      ),
    ),
  });
  const panels = [
    panel("alignment φ", "phi"),
    panel("magnitude μ = a‖w‖", "mu"),
    panel("kernel distance S(0, t)", "distance"),
    panel("S as the released notebook has it", "notebookDistance"),
  ];
  const times = pointsOf(panels).map(({ x }) => x);
  return {
    name: "alignment-magnitude-kernel",
    alt: "Alignment, magnitude and kernel distance over time, one line an imbalance δ",
    caption:
      "Fig. 3 of the paper, from the exact solution; the last panel shows the error of the released notebook.",
    spec: panelsSpec({
      title: "Lazy, rich and delayed rich: the minimal model from β₀ = (−1, 0) to β* = (0, 1)",
      subtitle: ["XᵀX = I, unit rates. Upstream δ > 0, balanced δ = 0, downstream δ < 0."],
      x: decadeScale(times, plain),
      y: linearScale(0, 1, plain),
      xTitle: "time t",
      yTitle: "",
      panels,
      columns: 2,
      width: 320,
      height: 240,
      room: 70,
    }),
  };
}

/** Fig. 2: trajectories on the conserved surfaces, seen from the side. */
function surfacePlot(result: StudyResult): Plot | undefined {
  const cells = cellsOf(result, "flow");
  if (cells.length === 0) return undefined;
  const deltas = cells.map(deltaOf);
  const panels = [
    {
      title: null,
      lines: cells.map((cell) =>
        curve(
          named(deltaOf(cell)),
          colourOf(deltaOf(cell), deltas),
          zip(listOf(cell, "along"), listOf(cell, "readout")),
        ),
      ),
    },
  ];
  const points = pointsOf(panels);
  return {
    name: "conserved-surfaces",
    alt: "Trajectories in the plane of readout a and the part of w along the target, one line an imbalance δ",
    caption:
      "The trajectories of Fig. 2, projected: each stays on its surface η_w a² − η_a‖w‖² = δ and ends where a⟨w, β̂*⟩ = 1.",
    spec: panelsSpec({
      title: "Trajectories on the conserved surfaces",
      subtitle: ["From β₀ = (−1, 0) to β* = (0, 1)."],
      x: range(points, "x"),
      y: range(points, "y"),
      xTitle: "⟨w, β̂*⟩",
      yTitle: "a",
      panels,
      columns: 1,
      width: 420,
      height: 320,
      room: 80,
    }),
  };
}

/** Fig. 4(b). */
function interpolatorPlot(result: StudyResult): Plot | undefined {
  const cells = cellsOf(result, "interpolator");
  if (cells.length === 0) return undefined;
  const deltas = cells.map(deltaOf);
  const lines = cells.map((cell) =>
    curve(
      named(deltaOf(cell)),
      colourOf(deltaOf(cell), deltas),
      zip(listOf(cell, "path1"), listOf(cell, "path2")),
    ),
  );
  const [up, down] = [listOf(cells[0], "upstream"), listOf(cells[0], "downstream")];
  const ends = curve(
    "interpolators",
    "#9aa1ad",
    [down, up].map(([x, y]) => ({ x, y })),
    [5, 4],
  );
  const points = pointsOf([{ lines: [...lines, ends] }]);
  return {
    name: "interpolators",
    alt: "Paths of β in the plane to different interpolators, one line an imbalance δ",
    caption:
      "Fig. 4(b): from one β₀ the flow ends at interpolators between the multiple of β₀ (δ → −∞) and the one nearest to β₀ (δ → +∞), the ends of the dashed line.",
    spec: panelsSpec({
      title: "Which interpolator, for one input x = (0.5, 1)",
      subtitle: ["Integrated paths; their ends are the closed form to 1e-8."],
      x: range(points, "x"),
      y: range(points, "y"),
      xTitle: "β₁",
      yTitle: "β₂",
      panels: [{ title: null, lines: [ends, ...lines] }],
      columns: 1,
      width: 420,
      height: 380,
      room: 90,
    }),
  };
}

/** Fig. 7. */
function basinPlot(result: StudyResult): Plot | undefined {
  const cells = cellsOf(result, "basin");
  if (cells.length === 0) return undefined;
  const panels = distinct(cells.map(deltaOf)).map((delta) => ({
    title: named(delta),
    lines: cells
      .filter((cell) => deltaOf(cell) === delta)
      .map((cell) => {
        const offset = Number(paramOf(cell, "offset"));
        return curve(
          offset > 0 ? "a above" : "a below",
          offset > 0 ? teal[1] : brown[1],
          zip(listOf(cell, "times"), listOf(cell, "readout")),
        );
      }),
  }));
  const points = pointsOf(panels);
  return {
    name: "basins",
    alt: "Readout a over time from two sides of the surface between the basins of attraction, a panel for every δ",
    caption:
      "Fig. 7: from a = −4 on the separating surface, a thousandth above and below it; the paths part at the saddle a = 0.",
    spec: panelsSpec({
      title: "Basins of attraction",
      subtitle: ["Xᵀy = (1, 0.25), a₀ = −4 ± 0.001."],
      x: decadeScale(
        points.map(({ x }) => x),
        plain,
      ),
      y: range(points, "y"),
      xTitle: "time t",
      yTitle: "a",
      panels,
      columns: 3,
      width: 220,
      height: 240,
      room: 60,
    }),
  };
}

/** Fig. 8. */
function pathPlot(result: StudyResult): Plot | undefined {
  const cells = cellsOf(result, "path");
  if (cells.length === 0) return undefined;
  const deltas = distinct(cells.map(deltaOf));
  const panels = distinct(cells.map((cell) => paramOf(cell, "from"))).map((from) => {
    const own = cells.filter((cell) => paramOf(cell, "from") === from);
    return {
      title: minus(`β₀ along (${from.replace(" ", ", ")})`),
      lines: deltas.flatMap((delta) => {
        const cell = at(own, delta);
        return cell === undefined
          ? []
          : [curve(named(delta), colourOf(delta, deltas), zip(listOf(cell, "path1"), listOf(cell, "path2")))];
      }),
    };
  });
  const points = pointsOf(panels);
  return {
    name: "paths",
    alt: "Paths of β in the plane, one line an imbalance δ, a panel for every start",
    caption: "Fig. 8: upstream goes straight, downstream first shrinks along β₀ and then grows along β*.",
    spec: panelsSpec({
      title: "Paths in the space of functions, to β* = (0.5, 0.5)",
      subtitle: ["XᵀX = I, unit rates, to t = 10."],
      x: range(points, "x"),
      y: range(points, "y"),
      xTitle: "β₁",
      yTitle: "β₂",
      panels,
      columns: 3,
      width: 240,
      height: 260,
      room: 70,
    }),
  };
}

/** Two slips of the released material beside what is meant, at τ = 1: δ² printed for δ, and a variable alpha that is 1/α. */
function misprintPlot(result: StudyResult): Plot | undefined {
  if (cellsOf(result, "flow").length === 0) return undefined;
  const alphas = Array.from({ length: 61 }, (_, k) => 10 ** ((k - 30) / 60));
  const delta = (alpha: number) => alpha ** 2 - alpha ** -2;
  const deltas = alphas.map(delta);
  // nothing below α = 1, where it would be the root of a negative number
  const printed = alphas.filter((alpha) => alpha >= 1).map((x) => ({ x, y: Math.sqrt(delta(x)) }));
  const lines = [
    curve("meant", grey, zip(alphas, deltas)),
    curve("printed", teal[1], printed, [4, 3]),
    curve("alpha of the code", brown[1], zip(alphas, deltas.toReversed()), [2, 2]),
  ];
  return {
    name: "misprints",
    alt: "The imbalance of a start against α, as meant, as printed and with the alpha of the released code",
    caption: "App. D.1 prints δ² for δ, and the code's alpha is 1/α. Upstream is α > 1 and δ > 0.",
    spec: panelsSpec({
      title: "δ of a start with |a| = ατ and ‖w‖ = τ/α",
      subtitle: ["τ = 1: δ = α² − α⁻² is meant."],
      x: decadeScale(alphas, plain),
      y: linearScale(Math.min(...deltas), Math.max(...deltas), plain),
      xTitle: "what is called α",
      yTitle: "δ",
      panels: [{ title: null, lines }],
      columns: 1,
      width: 340,
      height: 240,
      room: 120,
    }),
  };
}
