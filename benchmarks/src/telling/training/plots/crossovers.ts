// Crossover width as n grows: at which n, not only at which width?
import { type Crossover, largest, type Result, smallest } from "@widthwise/measure";
import { distinct } from "../../../page/lists.ts";
import { linesPlot, type Named } from "../../../page/plots/lines-plot.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { widthScale } from "../../../page/plots/scales.ts";
import { algorithmLook, backendColour } from "../../../page/plots/theme.ts";

/** The pairs worth a plot: the same algorithm on two backends, or two algorithms on one backend. */
const isPlainPair = ({ faster, slower }: Crossover) =>
  faster.algorithm === slower.algorithm || faster.backend === slower.backend;

/** Undefined where fewer than two n have a crossing of one pair. */
export function crossoversPlot(result: Result): Plot | undefined {
  const crossed = result.crossovers.filter(
    (c) => c.status === "crossed" && c.width !== null && isPlainPair(c),
  );
  const pairs = Map.groupBy(crossed, ({ faster, slower }) => JSON.stringify([faster, slower]));
  const kept = [...pairs.values()].filter((group) => new Set(group.map(({ n }) => n)).size > 1);
  if (kept.length === 0) return undefined;
  const heights = kept.flat().flatMap(({ width, lo, hi }) => [width!, lo ?? width!, hi ?? width!]);
  return linesPlot({
    name: "crossover",
    alt: "Crossover width against the number of inputs n",
    caption: "The width from which one side wins, as the number of inputs grows.",
    title: "Width from which the first is faster than the second",
    subtitle: ["Bars: 95 % interval. Only pairs that cross within the widths measured, at two n or more."],
    x: widthScale(
      result.cells.map(({ n }) => n),
      7,
      String,
    ),
    y: widthScale([...heights, smallest(heights) / 2, largest(heights) * 2], 6),
    xTitle: "n (inputs)",
    yTitle: "crossover width",
    panels: distinct(kept.map(groupName)).map((title) => ({
      title,
      lines: kept.filter((group) => groupName(group) === title).map(lineOf),
    })),
    columns: 2,
    width: 210,
    height: 200,
    room: 120,
  });
}

/** Two algorithms on one backend stand together; so do two backends under one algorithm. */
function groupName([{ faster, slower }]: readonly Crossover[]): string {
  return faster.backend === slower.backend ? `on ${faster.backend}` : faster.algorithm;
}

function lineOf(group: readonly Crossover[]): Named {
  const { faster, slower } = group[0];
  const told = faster.backend === slower.backend ? "algorithm" : "backend";
  return {
    label: `${faster[told]} < ${slower[told]}`,
    colour: backendColour(faster.backend),
    look: algorithmLook(faster.algorithm),
    points: [...group]
      .sort((a, b) => a.n - b.n)
      .map(({ n, width, lo, hi }) => ({ x: n, y: width!, ...(lo && hi ? { lo, hi } : {}) })),
  };
}
