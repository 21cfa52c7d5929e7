// Losses over updates and the training between them as maps, and along the updates as lines.
import { largest } from "@widthwise/measure";
import { thinned } from "../../../page/lists.ts";
import { heatMapSpec } from "../../../page/plots/heat-map.ts";
import { type LinesPanel, linesPlot } from "../../../page/plots/lines-plot.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, linearScale } from "../../../page/plots/scales.ts";
import { percentTick, powerTick } from "../../../page/plots/ticks.ts";
import { significant, tolerance } from "../../../page/units.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { after, FOUND, runsOf, type TaskRuns, updatesOf } from "./rows.ts";

/** Lines of a panel. */
const MOST = 5;

export function plots(told: Told<Params>) {
  const runs = runsOf(told);
  return [mapPlot(runs, told.params.mostUpdates), curvePlot(runs)];
}

/** Columns of a map: 0, 1, 2, 3 and then ever fewer. */
function columnsUpTo(most: number): number[] {
  const columns: number[] = [];
  for (let update = 0; update <= most; update = Math.max(update + 1, Math.round(update * 1.3)))
    columns.push(update);
  return columns;
}

function mapPlot(runs: readonly TaskRuns[], most: number): Plot | undefined {
  if (runs.length === 0) return undefined;
  const maps = (curve: string, title: string) =>
    runs.map(({ task, times }) => ({
      title: `${task}: ${title}`,
      cells: times.flatMap((one) =>
        columnsUpTo(most).map((update) => ({
          x: update,
          y: one.at,
          value: Math.max(1e-3, Math.min(1, after(one, curve, update))),
        })),
      ),
    }));
  return {
    name: "updates-and-time",
    alt: "Maps of the loss on unseen examples and of the training loss over updates and ηK, a column a task",
    caption:
      "Where few updates are enough, and where the training loss (below) is gone before the features are found (above).",
    spec: heatMapSpec({
      title: "Losses of the network over updates and ηK between them",
      subtitle: "Median over seeds, logarithmic colours from 0.001 (dark) to 1 (light).",
      columns: runs.length,
      width: 200,
      xTitle: "updates",
      yTitle: "ηK",
      yLabel: tolerance,
      colours: { log: [1e-3, 1] },
      maps: [...maps("curveTest", "unseen examples"), ...maps("curveTrain", "training")],
    }),
  };
}

function curvePlot(runs: readonly TaskRuns[]) {
  const linesOf = ({ times }: TaskRuns, curve: string, least: number) =>
    thinned(times, MOST).map((one) => ({
      label: `ηK = ${tolerance(one.at)}`,
      points: updatesOf(one).map((update) => ({
        x: update + 1,
        y: Math.max(least, after(one, curve, update)),
      })),
    }));
  const panelsOf = (one: TaskRuns): LinesPanel[] => [
    {
      title: one.task,
      lines: linesOf(one, "curveTest", 1e-4),
      rules: [FOUND],
      y: (ys) => decadeScale([...ys, FOUND], powerTick),
      yTitle: "loss on unseen examples",
    },
    {
      title: one.task,
      lines: linesOf(one, "curveShare", 0),
      y: (ys) => linearScale(0, largest(ys), percentTick),
      yTitle: "relevant share of first weights",
    },
  ];
  return linesPlot({
    name: "by-update",
    alt: "Loss on unseen examples and share of the first weights on the label's inputs after each update, one line per length of training between updates",
    caption:
      "After each update: the loss on unseen examples, and how far the first weights have turned to what matters.",
    title: "What each feature update brings",
    subtitle: [`Median over seeds. Dashed: ${significant(FOUND, 1)}, where the features count as found.`],
    x: (xs) => decadeScale(xs, powerTick),
    xTitle: "updates + 1",
    yTitle: "",
    panels: runs.flatMap(panelsOf),
    columns: 2,
    width: 300,
    height: 220,
    room: 90,
  });
}
