// Paths of β in the plane: to which interpolator (Fig. 4b), and which way (Fig. 8).
import { distinct } from "../../../../page/lists.ts";
import { linesPlot } from "../../../../page/plots/lines-plot.ts";
import { listOf, paramOf } from "../../../../telling/read-cells.ts";
import type { Told } from "../../../../telling/tell-study.ts";
import type { Params } from "../../params.ts";
import { curve, curvesOf, deltasOf, minus, range } from "../curves.ts";
import { cellsOf } from "../rows.ts";

const plane = { x: range, y: range, xTitle: "β₁", yTitle: "β₂" };

export function interpolatorPlot(told: Told<Params>) {
  const cells = cellsOf(told, "interpolator");
  if (cells.length === 0) return undefined;
  const limits = ["downstream", "upstream"].map((name) => listOf(cells[0], name));
  const ends = limits.map(([x, y]) => ({ x, y }));
  return linesPlot({
    name: "interpolators",
    alt: "Paths of β in the plane to different interpolators, one line per imbalance δ",
    caption:
      "Fig. 4(b): from one β₀ the flow ends at interpolators between the multiple of β₀ (δ → −∞) and the one nearest to β₀ (δ → +∞), the ends of the dashed line.",
    title: "Which interpolator, for one input x = (0.5, 1)",
    subtitle: ["Integrated paths; their ends are the closed form to 1e-8."],
    ...plane,
    panels: [
      {
        title: null,
        lines: [curve("interpolators", "#9aa1ad", ends, [5, 4]), ...curvesOf(cells, "path1", "path2")],
      },
    ],
    columns: 1,
    width: 420,
    height: 380,
    room: 90,
  });
}

export function pathPlot(told: Told<Params>) {
  const cells = cellsOf(told, "path");
  const deltas = deltasOf(cells);
  const starts = distinct(cells.map((cell) => paramOf(cell, "from")));
  return linesPlot({
    name: "paths",
    alt: "Paths of β in the plane, one line per imbalance δ, a panel for every start",
    caption: "Fig. 8: upstream goes straight, downstream first shrinks along β₀ and then grows along β*.",
    title: "Paths in the space of functions, to β* = (0.5, 0.5)",
    subtitle: ["XᵀX = I, unit rates, to t = 10."],
    ...plane,
    panels: starts.map((from) => {
      const own = cells.filter((cell) => paramOf(cell, "from") === from);
      return {
        title: minus(`β₀ along (${from.replace(" ", ", ")})`),
        lines: curvesOf(own, "path1", "path2", deltas),
      };
    }),
    columns: 3,
    width: 240,
    height: 260,
    room: 70,
  });
}
