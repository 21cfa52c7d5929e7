// Convergence, the sparsity pattern and the work of a step: both layers beside the first alone, a panel per algorithm and shift.
import { largest } from "@widthwise/measure";
import { lastOf } from "../../../page/lists.ts";
import { linesPlot } from "../../../page/plots/lines-plot.ts";
import type { Line, Point } from "../../../page/plots/panels.ts";
import { decadeScale, linearScale, type Scale, widthScale } from "../../../page/plots/scales.ts";
import { seriesLook } from "../../../page/plots/theme.ts";
import { countTick, percentTick, powerTick } from "../../../page/plots/ticks.ts";
import { widthLabel } from "../../../page/units.ts";
import { listOf } from "../../../telling/read-cells.ts";
import type { Seeds } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Layers, Params } from "../params.ts";
import { flips, layers, middle, type Pair, seriesOf, work } from "./rows.ts";

export const plots = (told: Told<Params>) => [
  convergencePlot(told, "tree-gn", "Gauss–Newton", "Full steps."),
  convergencePlot(told, "tree-gd", "gradient descent", "Each at its own rate 1/λ_max(G₀)."),
  flipsPlot(told),
  workPlot(told),
];

const names: Record<Layers, string> = { first: "first layer", both: "both layers" };
const size = { columns: 2, width: 260, height: 220, room: 78 };

/** One line per choice of layers. */
const linesOf = (pointsOf: (train: Layers) => Point[]) =>
  layers.map((train, i): Line => ({ label: names[train], ...seriesLook(i), points: pointsOf(train) }));

const overWidth = (pairs: readonly Pair[], y: (seeds: Seeds) => number) =>
  linesOf((train) => pairs.map((pair) => ({ x: pair.width, y: y(pair[train]) })).filter(({ y }) => y > 0));

const sentenceCase = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Whole steps from 0 on. */
function stepScale(steps: readonly number[]): Scale {
  const most = Math.max(1, largest(steps));
  const step = Math.max(1, Math.ceil(most / 6));
  const ticks = Array.from({ length: Math.floor(most / step) + 1 }, (_, k) => k * step);
  return { ...linearScale(0, most), domain: [0, most], ticks, labels: ticks.map(String) };
}

/** Steps are few or many, so each rule has a plot of its own. */
function convergencePlot(told: Told<Params>, name: string, rule: string, subtitle: string) {
  const { dataset, n } = told.params;
  const curveOf = ({ cells: [network] }: Seeds) => {
    const residuals = listOf(network, "curveResiduals");
    return listOf(network, "curveSteps").map((x, k) => ({ x, y: Math.max(residuals[k], 1e-9) }));
  };
  return linesPlot({
    name: `convergence-${name}`,
    alt: `Residual against step of ${rule} with both layers and with the first alone, a panel for every shift`,
    caption: `${sentenceCase(rule)}: the loss along training, at the largest width; the first of the networks.`,
    title: `‖f−y‖ along ${rule}, ${dataset}, n = ${n}`,
    subtitle: [subtitle],
    x: stepScale,
    y: (ys) => decadeScale(ys, powerTick),
    xTitle: "step",
    yTitle: "‖f−y‖",
    panels: seriesOf(told)
      .filter(({ algorithm }) => algorithm === name)
      .map(({ algorithm, shift, pairs }) => {
        const end = lastOf(pairs);
        return {
          title: `${algorithm}, ${shift}, m = ${widthLabel(end.width)}`,
          lines: linesOf((train) => curveOf(end[train])),
        };
      }),
    ...size,
  });
}

const flipsPlot = (told: Told<Params>) =>
  linesPlot({
    name: "flips",
    alt: "Flips of the first Gauss–Newton step and firing fraction at the end against width, with both layers and with the first alone",
    caption: "How much of the sparsity pattern changes, and how sparse it stays.",
    title: "The sparsity pattern along Gauss–Newton",
    subtitle: ["Flips: pairs that change in the first step, over those that fired. Medians over networks."],
    x: (xs) => widthScale(xs),
    y: (ys) => decadeScale(ys, percentTick),
    xTitle: "width m (neurons)",
    yTitle: "share",
    panels: seriesOf(told)
      .filter(({ algorithm }) => algorithm.endsWith("-gn"))
      .flatMap(({ shift, pairs }) => [
        {
          title: `flips of the first step, ${shift}`,
          lines: overWidth(pairs, (seeds) => middle(seeds, flips(0))),
        },
        {
          title: `pairs that fire at the end, ${shift}`,
          lines: overWidth(pairs, (seeds) => middle(seeds, "firingAtEnd")),
          yTitle: "",
        },
      ]),
    ...size,
  });

function workPlot(told: Told<Params>) {
  const dashed = ({ label, look, ...line }: Line): Line => ({
    ...line,
    label: `${label}, nodes`,
    look: { ...look, dash: [4, 3] },
  });
  return linesPlot({
    name: "work",
    alt: "Counted multiply-adds and tree nodes of the first step against width, with both layers and with the first alone",
    caption: "What the second layer adds to a step: exact counts.",
    title: "Work of the first step",
    subtitle: ["Lines: multiply-adds. Dashed: tree nodes looked at or recomputed. Medians over networks."],
    x: (xs) => widthScale(xs),
    y: (ys) => decadeScale(ys, countTick),
    xTitle: "width m (neurons)",
    yTitle: "counted",
    panels: seriesOf(told).map(({ algorithm, shift, pairs }) => ({
      title: `${algorithm}, ${shift}`,
      lines: [
        ...overWidth(pairs, (seeds) => middle(seeds, work("macs"))),
        ...overWidth(pairs, (seeds) => middle(seeds, work("compares"))).map(dashed),
      ],
    })),
    ...size,
    room: 120,
  });
}
