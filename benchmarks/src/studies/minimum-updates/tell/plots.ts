import { heatMapSpec } from "../../../page/plots/heat-map.ts";
import { type Panel, panelsSpec, xsOf, ysOf } from "../../../page/plots/panels.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, linearScale } from "../../../page/plots/scales.ts";
import { seriesLook } from "../../../page/plots/theme.ts";
import { percentTick, powerTick } from "../../../page/plots/ticks.ts";
import { significant, tolerance } from "../../../page/units.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { after, FOUND, longest, paramsOf, runsOf, type TaskRuns } from "./rows.ts";

/** Lines of a panel. */
const MOST = 5;

export function plots(result: StudyResult): Plot[] {
  const runs = runsOf(result);
  if (runs.length === 0) return [];
  return [mapPlot(runs, paramsOf(result).mostUpdates), curvePlot(runs)];
}

/** Columns of a map: 0, 1, 2, 3 and then ever fewer. */
function updatesUpTo(most: number): number[] {
  const shown: number[] = [];
  for (let update = 0; update <= most; update = Math.max(update + 1, Math.round(update * 1.3)))
    shown.push(update);
  return shown;
}

function mapPlot(runs: readonly TaskRuns[], most: number): Plot {
  const maps = (curve: string, title: string) =>
    runs.map(({ task, times }) => ({
      title: `${task.name}: ${title}`,
      cells: times.flatMap((one) =>
        updatesUpTo(most).map((update) => ({
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

function curvePlot(runs: readonly TaskRuns[]): Plot {
  const panelOf = ({ task, times }: TaskRuns, curve: string, log: boolean): Panel => {
    const picked = times.filter((_, k) => (times.length - 1 - k) % Math.ceil(times.length / MOST) === 0);
    const lines = picked.map((one, i) => ({
      label: `ηK = ${tolerance(one.at)}`,
      ...seriesLook(i),
      points: Array.from({ length: longest(one) + 1 }, (_, update) => ({
        x: update + 1,
        y: Math.max(log ? 1e-4 : 0, after(one, curve, update)),
      })),
    }));
    const ys = ysOf([{ lines }]);
    return {
      title: task.name,
      lines,
      ...(log ? { rules: [FOUND] } : {}),
      y: log ? decadeScale([...ys, FOUND], powerTick) : linearScale(0, Math.max(...ys), percentTick),
      yTitle: log ? "loss on unseen examples" : "relevant share of first weights",
    };
  };
  const panels = runs.flatMap((one) => [panelOf(one, "curveTest", true), panelOf(one, "curveShare", false)]);
  return {
    name: "by-update",
    alt: "Loss on unseen examples and share of the first weights on the label's inputs after each update, a line a length of training between updates",
    caption:
      "After each update: the loss on unseen examples, and how far the first weights have turned to what matters.",
    spec: panelsSpec({
      title: "What each feature update brings",
      subtitle: [`Median over seeds. Dashed: ${significant(FOUND, 1)}, where the features count as found.`],
      x: decadeScale(xsOf(panels), powerTick),
      y: linearScale(0, 1),
      xTitle: "updates + 1",
      yTitle: "",
      panels,
      columns: 2,
      width: 300,
      height: 220,
      room: 90,
    }),
  };
}
