// Fig. 3, alignment, magnitude and kernel distance over time, and Fig. 2, the same trajectories on the conserved surfaces.
import { linesPlot } from "../../../../page/plots/lines-plot.ts";
import { decadeScale, linearScale } from "../../../../page/plots/scales.ts";
import type { Told } from "../../../../telling/tell-study.ts";
import type { Params } from "../../params.ts";
import { curvesOf, plain, range } from "../curves.ts";
import { cellsOf } from "../rows.ts";

export function flowPlot(told: Told<Params>) {
  const cells = cellsOf(told, "flow");
  return linesPlot({
    name: "alignment-magnitude-kernel",
    alt: "Alignment, magnitude and kernel distance over time, one line per imbalance δ",
    caption:
      "Fig. 3 of the paper, from the exact solution; the last panel shows the error of the released notebook.",
    title: "Lazy, rich and delayed rich: the minimal model from β₀ = (−1, 0) to β* = (0, 1)",
    subtitle: ["XᵀX = I, unit rates. Upstream δ > 0, balanced δ = 0, downstream δ < 0."],
    x: (times) => decadeScale(times, plain),
    y: linearScale(0, 1, plain),
    xTitle: "time t",
    yTitle: "",
    panels: [
      { title: "alignment φ", lines: curvesOf(cells, "times", "phi") },
      { title: "magnitude μ = a‖w‖", lines: curvesOf(cells, "times", "mu") },
      { title: "kernel distance S(0, t)", lines: curvesOf(cells, "times", "distance") },
      { title: "S as the released notebook has it", lines: curvesOf(cells, "times", "notebookDistance") },
    ],
    columns: 2,
    width: 320,
    height: 240,
    room: 70,
  });
}

/** The surfaces seen from the side. */
export function surfacePlot(told: Told<Params>) {
  return linesPlot({
    name: "conserved-surfaces",
    alt: "Trajectories in the plane of readout a and the part of w along the target, one line per imbalance δ",
    caption:
      "The trajectories of Fig. 2, projected: each stays on its surface η_w a² − η_a‖w‖² = δ and ends where a⟨w, β̂*⟩ = 1.",
    title: "Trajectories on the conserved surfaces",
    subtitle: ["From β₀ = (−1, 0) to β* = (0, 1)."],
    x: range,
    y: range,
    xTitle: "⟨w, β̂*⟩",
    yTitle: "a",
    panels: [{ title: null, lines: curvesOf(cellsOf(told, "flow"), "along", "readout") }],
    columns: 1,
    width: 420,
    height: 320,
    room: 80,
  });
}
