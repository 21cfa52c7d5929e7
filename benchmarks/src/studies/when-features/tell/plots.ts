import { type Line, type Panel, panelsSpec } from "../../../page/plots/panels.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, linearScale } from "../../../page/plots/scales.ts";
import { seriesLook, softInk } from "../../../page/plots/theme.ts";
import { percentTick, powerTick, tick } from "../../../page/plots/ticks.ts";
import { medianAt, medianOf } from "../../../telling/seeds.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { type OptimiserRuns, paramsOf, runsOf } from "./rows.ts";

/** Accuracy in the end and at τ, and the kernel's way, against τ; a row a task and optimiser. */
export function plots(result: StudyResult): Plot[] {
  const runs = runsOf(result);
  if (runs.length === 0) return [];
  const { steps } = paramsOf(result);
  return [
    {
      name: "linearised-after",
      alt: "Accuracy when the network is linearised after τ ordinary steps, beside its accuracy at τ, and how far the kernel had moved by then",
      caption:
        "Is all feature learning early? What the features of step τ are good for, against what the network can do at τ.",
      spec: panelsSpec({
        title: `Linearised once after τ ordinary steps, ${steps} steps in all`,
        subtitle: [
          "Median over seeds, bars their interval. Leftmost: τ = 0, the tangent kernel of the start.",
        ],
        x: {
          ...decadeScale([1, steps + 1], powerTick),
        },
        y: linearScale(0, 1, percentTick),
        xTitle: "τ + 1 (steps)",
        yTitle: "",
        panels: runs.flatMap((one) => [accuracyPanel(one), kernelPanel(one)]),
        columns: 2,
        width: 300,
        height: 220,
        room: 80,
      }),
    },
  ];
}

function accuracyPanel({ task, optimiser, after }: OptimiserRuns): Panel {
  const lines: Line[] = [
    {
      label: "in the end",
      ...seriesLook(0),
      points: after.flatMap((one) => {
        const found = medianOf(one, "accuracy");
        return found ? [{ x: one.at + 1, y: found.value, lo: found.lo, hi: found.hi }] : [];
      }),
    },
    {
      label: "at τ",
      colour: softInk,
      look: { shape: "circle", dash: [4, 3] },
      points: after.flatMap((one) => {
        const y = one.at === 0 ? undefined : medianAt(one, "curveAccuracy", one.at);
        return y === undefined ? [] : [{ x: one.at + 1, y }];
      }),
    },
  ];
  const ys = lines.flatMap((line) => line.points.flatMap(({ y, lo = y, hi = y }) => [lo, hi]));
  return {
    title: `${task.name}, ${optimiser}`,
    lines,
    y: linearScale(Math.min(...ys) - 0.01, Math.max(...ys), percentTick),
    yTitle: "accuracy",
  };
}

function kernelPanel({ task, optimiser, after }: OptimiserRuns): Panel {
  const points = after.flatMap((one) => {
    const found = medianOf(one, "kernelDistance");
    return found ? [{ x: one.at + 1, y: Math.max(0, found.value) }] : [];
  });
  return {
    title: `${task.name}, ${optimiser}`,
    lines: [{ label: "", ...seriesLook(1), points }],
    y: linearScale(0, Math.max(0.01, ...points.map(({ y }) => y)), tick),
    yTitle: "kernel distance at τ",
  };
}
