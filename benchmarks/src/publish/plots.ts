// Every plot of a result, as SVG text by file name.
import type { Result } from "@widthwise/measure";
import { isStudy } from "../measuring/jobs/study.ts";
import { renderSvg } from "../page/plots/render.ts";
import { studies } from "../studies/index.ts";
import { kernelsSpec } from "../telling/products/rates-plot.ts";
import { structureTimesSpec, tradeoffSpec, visitsSpec } from "../telling/searches/plots.ts";
import { axisOf, distinct, isKernels, isStructures, isTimed } from "../telling/series.ts";
import { bestCostSpec, costSpec } from "../telling/training/plots/cost.ts";
import { crossoverSpec } from "../telling/training/plots/crossover.ts";
import { rooflineSpec, slopesSpec } from "../telling/training/plots/efficiency.ts";
import { firingSpec } from "../telling/training/plots/firing.ts";

export interface Plot {
  /** file name without extension */
  readonly name: string;
  /** what a reader who cannot see it should know */
  readonly alt: string;
  readonly caption: string;
  readonly spec: object;
}

/** The plots that a result has numbers for, most important first. */
export function plotsOf(result: Result): Plot[] {
  if (isStudy(result)) return studies[result.study.name].plots(result);
  if (isKernels(result)) {
    const spec = kernelsSpec(result);
    const caption = "Each backend's rate as a share of the limit measured in the same run.";
    return spec
      ? [
          {
            name: "kernels",
            alt: "Share of the roofline of matrix products by backend and shape",
            caption,
            spec,
          },
        ]
      : [];
  }
  if (isStructures(result)) return structurePlots(result);
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

function structurePlots(result: Result): Plot[] {
  if (!result.cells.some(isTimed)) return [];
  if (axisOf(result) === "n") {
    const spec = tradeoffSpec(result);
    const plot = {
      name: "tradeoff",
      alt: "Log-log plots of update time, query time and their sum against the number of inputs, a line a structure",
      caption: "Update against query: what one neuron's change and one question cost as the inputs grow.",
    };
    return spec ? [{ ...plot, spec }] : [];
  }
  const visits = visitsSpec(result);
  return [
    {
      name: "operations",
      alt: "Log-log plots of the times of query, update and build against width, a panel an operation, a line a structure",
      caption: "Every operation of every structure: queries of the trees are short, their updates are not.",
      spec: structureTimesSpec(result),
    },
    ...(visits
      ? [
          {
            name: "visits",
            alt: "Entries that a query looks at for each neuron that fires, against width, a line a structure",
            caption: "Counted, not timed: how far each query is from looking only at what it finds.",
            spec: visits,
          },
        ]
      : []),
  ];
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

/** SVG text of every plot, by file name without extension. */
export async function reportSvgs(result: Result): Promise<Map<string, string>> {
  const svgs = new Map<string, string>();
  for (const { name, spec } of plotsOf(result)) svgs.set(name, await renderSvg(name, spec));
  return svgs;
}
