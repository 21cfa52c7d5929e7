// Maps of starts by the sign that the readout ends with.
import type { Plot } from "../../../page/plots/plot.ts";
import { ink } from "../../../page/plots/theme.ts";
import { significant } from "../../../page/units.ts";
import { listOf } from "../../../telling/read-cells.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { centres } from "../run.ts";
import { cellsOf, percent } from "./rows.ts";

const names: Readonly<Record<number, string>> = {
  1: "a > 0",
  [-1]: "a < 0",
  2: "a > 0, rule wrong",
  [-2]: "a < 0, rule wrong",
};
const colours = ["#1f7f79", "#c08a3e", "#01312d", "#7f3b08"];

/** Fig. 7 as a map: every start by the sign that a ends with. */
export function plots(told: Told<Params>): Plot[] {
  const { deltas, readouts, angles, mostReadout } = told.params;
  const [ys, xs] = [centres(-mostReadout, mostReadout, readouts), centres(-180, 180, angles)];
  const concat = cellsOf(told).map(({ delta, condition, cell }) => {
    const half = { x: 180 / angles, y: mostReadout / readouts };
    const values = listOf(cell, "map").flatMap((code, k) => {
      if (code === 0) return [];
      const [a, angle] = [ys[Math.floor(k / angles)], xs[k % angles]];
      return [
        { a: a - half.y, a2: a + half.y, angle: angle - half.x, angle2: angle + half.x, end: names[code] },
      ];
    });
    return {
      title: {
        text: `δ = ${String(delta).replace("-", "−")}, condition ${condition}`,
        subtitle: `rule wrong in ${significant(percent(cell, "byTarget"), 2)} %`,
        fontSize: 11.5,
        color: ink,
      },
      width: 170,
      height: 170,
      data: { values },
      mark: { type: "rect" },
      encoding: {
        x: {
          field: "angle",
          type: "quantitative",
          title: "angle of w to β*, degrees",
          scale: { domain: [-180, 180] },
          axis: { values: [-180, -90, 0, 90, 180], grid: false },
        },
        x2: { field: "angle2" },
        y: {
          field: "a",
          type: "quantitative",
          title: "a at the start",
          scale: { domain: [-mostReadout, mostReadout] },
          axis: { tickCount: 5, grid: false },
        },
        y2: { field: "a2" },
        color: {
          field: "end",
          type: "nominal",
          title: "in the end",
          scale: { domain: [1, -1, 2, -2].map((code) => names[code]), range: colours },
        },
      },
    };
  });
  if (concat.length === 0) return [];
  return [
    {
      name: "basins",
      alt: "Maps of starts by readout and angle, coloured by the sign that the readout ends with, one for every imbalance and condition number",
      caption:
        "Fig. 7 as a map over the starts on each surface; white: not on the surface. Dark: the closed form for whitened inputs says the other sign.",
      spec: {
        title: {
          text: "Basins of attraction",
          subtitle: ["Every start on the surface a² − ‖w‖² = δ by the sign that a ends with."],
        },
        columns: deltas.length,
        spacing: 34,
        concat,
      },
    },
  ];
}
