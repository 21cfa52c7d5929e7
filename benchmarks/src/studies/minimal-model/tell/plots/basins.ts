// Fig. 7: the readout over time from two sides of the surface between the basins.
import { linesPlot } from "../../../../page/plots/lines-plot.ts";
import { decadeScale } from "../../../../page/plots/scales.ts";
import { listOf, paramOf } from "../../../../telling/read-cells.ts";
import type { Told } from "../../../../telling/tell-study.ts";
import type { Params } from "../../params.ts";
import { brown, curve, deltasOf, named, plain, range, teal, zip } from "../curves.ts";
import { cellsOf, deltaOf } from "../rows.ts";

export function basinPlot(told: Told<Params>) {
  const cells = cellsOf(told, "basin");
  return linesPlot({
    name: "basins",
    alt: "Readout a over time from two sides of the surface between the basins of attraction, a panel for every δ",
    caption:
      "Fig. 7: from a = −4 on the separating surface, a thousandth above and below it; the paths part at the saddle a = 0.",
    title: "Basins of attraction",
    subtitle: ["Xᵀy = (1, 0.25), a₀ = −4 ± 0.001."],
    x: (times) => decadeScale(times, plain),
    y: range,
    xTitle: "time t",
    yTitle: "a",
    panels: deltasOf(cells).map((delta) => ({
      title: named(delta),
      lines: cells
        .filter((cell) => deltaOf(cell) === delta)
        .map((cell) => {
          const [label, colour] =
            Number(paramOf(cell, "offset")) > 0 ? ["a above", teal[1]] : ["a below", brown[1]];
          return curve(label, colour, zip(listOf(cell, "times"), listOf(cell, "readout")));
        }),
    })),
    columns: 3,
    width: 220,
    height: 240,
    room: 60,
  });
}
