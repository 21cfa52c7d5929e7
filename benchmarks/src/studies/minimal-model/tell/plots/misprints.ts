// Two slips of the released material beside what is meant, at τ = 1: δ² printed for δ, and a variable alpha that is 1/α.
import { linesPlot } from "../../../../page/plots/lines-plot.ts";
import { decadeScale } from "../../../../page/plots/scales.ts";
import type { Told } from "../../../../telling/tell-study.ts";
import type { Params } from "../../params.ts";
import { brown, curve, grey, plain, range, teal, zip } from "../curves.ts";
import { cellsOf } from "../rows.ts";

/** Drawn beside measured trajectories only. */
export function misprintPlot(told: Told<Params>) {
  if (cellsOf(told, "flow").length === 0) return undefined;
  const alphas = Array.from({ length: 61 }, (_, k) => 10 ** ((k - 30) / 60));
  const delta = (alpha: number) => alpha ** 2 - alpha ** -2;
  const deltas = alphas.map(delta);
  // nothing below α = 1, where it would be the root of a negative number
  const printed = alphas.filter((alpha) => alpha >= 1).map((x) => ({ x, y: Math.sqrt(delta(x)) }));
  return linesPlot({
    name: "misprints",
    alt: "The imbalance of a start against α, as meant, as printed and with the alpha of the released code",
    caption: "App. D.1 prints δ² for δ, and the code's alpha is 1/α. Upstream is α > 1 and δ > 0.",
    title: "δ of a start with |a| = ατ and ‖w‖ = τ/α",
    subtitle: ["τ = 1: δ = α² − α⁻² is meant."],
    x: decadeScale(alphas, plain),
    y: range,
    xTitle: "what is called α",
    yTitle: "δ",
    panels: [
      {
        title: null,
        lines: [
          curve("meant", grey, zip(alphas, deltas)),
          curve("printed", teal[1], printed, [4, 3]),
          curve("alpha of the code", brown[1], zip(alphas, deltas.toReversed()), [2, 2]),
        ],
      },
    ],
    columns: 1,
    width: 340,
    height: 240,
    room: 120,
  });
}
