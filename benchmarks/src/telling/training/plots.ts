// The plots of training steps that a result has numbers for, most important first.
import type { Result } from "@widthwise/measure";
import { distinct } from "../../page/lists.ts";
import type { Plot } from "../../page/plots/plot.ts";
import { isTimed } from "../series.ts";
import { bestCostSpec, costSpec } from "./plots/cost.ts";
import { crossoverSpec } from "./plots/crossover.ts";
import { rooflineSpec, slopesSpec } from "./plots/efficiency.ts";
import { firingSpec } from "./plots/firing.ts";

export function trainingPlots(result: Result): Plot[] {
  const ns = distinct(result.cells.filter(isTimed).map((cell) => cell.n));
  const plots = ns.flatMap((n) => plotsAt(result, n, ns.length > 1 ? `-n${n}` : "", n === ns[ns.length - 1]));
  const crossover = crossoverSpec(result);
  if (crossover)
    plots.push({
      name: "crossover",
      alt: "Crossover width against the number of inputs n",
      caption: "The width from which one side wins, as the number of inputs grows.",
      spec: crossover,
    });
  const firing = firingSpec(result);
  if (firing)
    plots.push({
      name: "firing",
      alt: "Firing fraction, measured and in theory, against width",
      caption: "A check on the whole set-up: how many neurons fire is known in advance.",
      spec: firing,
    });
  return plots;
}

/** Costs for every n; the closer looks for the largest only. */
function plotsAt(result: Result, n: number, suffix: string, closer: boolean): Plot[] {
  const roofline = closer ? rooflineSpec(result, n) : undefined;
  const slopes = closer ? slopesSpec(result, n) : undefined;
  const plots: (Plot | undefined)[] = [
    {
      name: `cost${suffix}`,
      alt: `Log-log plot of the time of one iteration against width, one line an algorithm, n = ${n}`,
      caption: "Every algorithm on the backend that is fastest for it at its largest width.",
      spec: bestCostSpec(result, n),
    },
    {
      name: `cost-by-algorithm${suffix}`,
      alt: `Time of one iteration against width, a panel for every algorithm, a line for every backend, n = ${n}`,
      caption: "Which backend for this algorithm? A panel for every algorithm.",
      spec: costSpec(result, n, "algorithm"),
    },
    {
      name: `cost-by-backend${suffix}`,
      alt: `Time of one iteration against width, a panel for every backend, a line for every algorithm, n = ${n}`,
      caption: "Which algorithm on this backend? A panel for every backend.",
      spec: costSpec(result, n, "backend"),
    },
    roofline && {
      name: `roofline${suffix}`,
      alt: `Share of the roofline reached against width, a panel for every algorithm, n = ${n}`,
      caption: "How much of what the machine can do is used.",
      spec: roofline,
    },
    slopes && {
      name: `slopes${suffix}`,
      alt: `Exponent between neighbouring widths, a panel for every algorithm, n = ${n}`,
      caption: "Is it a power law? Exponents between neighbouring widths.",
      spec: slopes,
    },
  ];
  return plots.filter((plot) => plot !== undefined);
}
