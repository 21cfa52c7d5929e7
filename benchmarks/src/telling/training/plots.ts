// The plots of training steps that a result has numbers for, most important first.
import type { Result } from "@widthwise/measure";
import { lastOf } from "../../page/lists.ts";
import type { Plot } from "../../page/plots/plot.ts";
import { sizesOf } from "../rounds/series.ts";
import { bestCostPlot, costPlot } from "./plots/cost.ts";
import { crossoversPlot } from "./plots/crossovers.ts";
import { rooflinePlot, slopesPlot } from "./plots/efficiency.ts";
import { firingPlot } from "./plots/firing.ts";

/** Costs for every n; the closer looks for the largest only. */
export function trainingPlots(result: Result): Plot[] {
  const ns = sizesOf(result);
  return [
    ...ns.flatMap((n) => {
      const closer = n === lastOf(ns) ? [rooflinePlot(result, n), slopesPlot(result, n)] : [];
      const costs = [
        bestCostPlot(result, n),
        costPlot(result, n, "algorithm"),
        costPlot(result, n, "backend"),
      ];
      return [...costs, ...closer].map(
        (plot) => plot && { ...plot, name: `${plot.name}${ns.length > 1 ? `-n${n}` : ""}` },
      );
    }),
    crossoversPlot(result),
    firingPlot(result),
  ].filter((plot) => plot !== undefined);
}
