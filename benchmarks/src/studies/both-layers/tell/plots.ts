import { lastOf } from "../../../page/lists.ts";
import { type Line, type Panel, panelsSpec, xsOf, ysOf } from "../../../page/plots/panels.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, linearScale, type Scale, widthScale } from "../../../page/plots/scales.ts";
import { seriesLook } from "../../../page/plots/theme.ts";
import { countTick, percentTick, powerTick } from "../../../page/plots/ticks.ts";
import { widthLabel } from "../../../page/units.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import type { Layers } from "../params.ts";
import { middle, type Pair, type Point, pairsOf, paramsOf, pointsOf } from "./rows.ts";

export function plots(result: StudyResult): Plot[] {
  return [
    convergencePlot(result, "tree-gn", "Gauss–Newton"),
    convergencePlot(result, "tree-gd", "gradient descent"),
    flipsPlot(result),
    workPlot(result),
  ].filter((plot) => plot !== undefined);
}

const layers: readonly Layers[] = ["first", "both"];
const names: Record<Layers, string> = { first: "first layer", both: "both layers" };
const size = { columns: 2, width: 260, height: 220, room: 78 };

function lineOf(train: Layers, points: Line["points"], dashed = false): Line {
  const { colour, look } = seriesLook(layers.indexOf(train));
  return {
    label: dashed ? `${names[train]}, nodes` : names[train],
    colour,
    look: dashed ? { ...look, dash: [4, 3] } : look,
    points,
  };
}

/** Every algorithm and shift that has both. */
function seriesOf(result: StudyResult): { algorithm: string; shift: string; pairs: Pair[] }[] {
  const { shifts, grids } = paramsOf(result);
  const points = pointsOf(result);
  return [...new Set(grids.map(({ algorithm }) => algorithm))]
    .flatMap((algorithm) =>
      shifts.map((shift) => ({ algorithm, shift, pairs: pairsOf(points, algorithm, shift) })),
    )
    .filter(({ pairs }) => pairs.length > 0);
}

const sentenceCase = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Whole steps from 0 on. */
function stepScale(most: number): Scale {
  const step = Math.max(1, Math.ceil(most / 6));
  const ticks = Array.from({ length: Math.floor(most / step) + 1 }, (_, k) => k * step);
  return { ...linearScale(0, most), domain: [0, most], ticks, labels: ticks.map(String) };
}

const firstNetwork = ({ runs }: Point) => [...runs.values()][0];

/** Steps are few or many, so each rule has a plot of its own. */
function convergencePlot(result: StudyResult, name: string, rule: string): Plot | undefined {
  const series = seriesOf(result).filter(({ algorithm }) => algorithm === name);
  if (series.length === 0) return undefined;
  const panels = series.map(({ algorithm, shift, pairs }): Panel => {
    const end = lastOf(pairs);
    return {
      title: `${algorithm}, ${shift}, m = ${widthLabel(end.width)}`,
      lines: layers.map((train) =>
        lineOf(
          train,
          firstNetwork(end[train]).curve.map(({ x, y }) => ({ x, y: Math.max(y, 1e-9) })),
        ),
      ),
    };
  });
  const { dataset, n } = paramsOf(result);
  return {
    name: `convergence-${name}`,
    alt: `Residual against step of ${rule} with both layers and with the first alone, a panel for every shift`,
    caption: `${sentenceCase(rule)}: the loss along training, at the largest width; the first of the networks.`,
    spec: panelsSpec({
      title: `‖f−y‖ along ${rule}, ${dataset}, n = ${n}`,
      subtitle: [name === "tree-gd" ? "Each at its own rate 1/λ_max(G₀)." : "Full steps."],
      x: stepScale(Math.max(1, ...xsOf(panels))),
      y: decadeScale(ysOf(panels), powerTick),
      xTitle: "step",
      yTitle: "‖f−y‖",
      panels,
      ...size,
    }),
  };
}

function flipsPlot(result: StudyResult): Plot | undefined {
  const series = seriesOf(result).filter(({ algorithm }) => algorithm.endsWith("-gn"));
  if (series.length === 0) return undefined;
  const over = (pairs: readonly Pair[], y: (point: Point) => number) =>
    layers.map((train) =>
      lineOf(
        train,
        pairs.flatMap((pair) => {
          const value = y(pair[train]);
          return value > 0 ? [{ x: pair.width, y: value }] : [];
        }),
      ),
    );
  const panels = series.flatMap(({ shift, pairs }): Panel[] => [
    {
      title: `flips of the first step, ${shift}`,
      lines: over(pairs, (point) => middle(point, ({ flips }) => flips[0] ?? 0)),
    },
    {
      title: `pairs that fire at the end, ${shift}`,
      lines: over(pairs, (point) => middle(point, ({ firingAtEnd }) => firingAtEnd)),
      yTitle: "",
    },
  ]);
  return {
    name: "flips",
    alt: "Flips of the first Gauss–Newton step and firing fraction at the end against width, with both layers and with the first alone",
    caption: "How much of the sparsity pattern changes, and how sparse it stays.",
    spec: panelsSpec({
      title: "The sparsity pattern along Gauss–Newton",
      subtitle: ["Flips: pairs that change in the first step, over those that fired. Medians over networks."],
      x: widthScale(xsOf(panels)),
      y: decadeScale(ysOf(panels), percentTick),
      xTitle: "width m (neurons)",
      yTitle: "share",
      panels,
      ...size,
    }),
  };
}

function workPlot(result: StudyResult): Plot | undefined {
  const series = seriesOf(result);
  if (series.length === 0) return undefined;
  const panels = series.map(
    ({ algorithm, shift, pairs }): Panel => ({
      title: `${algorithm}, ${shift}`,
      lines: (["macs", "compares"] as const).flatMap((work) =>
        layers.map((train) =>
          lineOf(
            train,
            pairs.map((pair) => ({ x: pair.width, y: middle(pair[train], (run) => run[work]) })),
            work === "compares",
          ),
        ),
      ),
    }),
  );
  return {
    name: "work",
    alt: "Counted multiply-adds and tree nodes of the first step against width, with both layers and with the first alone",
    caption: "What the second layer adds to a step: exact counts.",
    spec: panelsSpec({
      title: "Work of the first step",
      subtitle: ["Lines: multiply-adds. Dashed: tree nodes looked at or recomputed. Medians over networks."],
      x: widthScale(xsOf(panels)),
      y: decadeScale(ysOf(panels), countTick),
      xTitle: "width m (neurons)",
      yTitle: "counted",
      panels,
      ...size,
      room: 120,
    }),
  };
}
