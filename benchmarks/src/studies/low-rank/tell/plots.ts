import { endsOf, type Line, panelsSpec } from "../../../page/plots/panels.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, linearScale } from "../../../page/plots/scales.ts";
import { seriesLook } from "../../../page/plots/theme.ts";
import { countTick, percentTick, tick, timeTick } from "../../../page/plots/ticks.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { choices, monitored, paramsOf, raceCurve, racerName, racers, stepRows } from "./rows.ts";

/** A little more than the shares, which may all be equal. */
const shareScale = (shares: readonly number[]) =>
  linearScale(Math.min(...shares) - 0.01, Math.max(...shares) + 0.01, percentTick);
const size = { columns: 1, width: 520, height: 320, room: 170 };

export function plots(result: StudyResult): Plot[] {
  return [racePlot(result), stepPlot(result), choicePlot(result), monitorPlot(result)].filter(
    (plot) => plot !== undefined,
  );
}

function racePlot(result: StudyResult): Plot | undefined {
  const all = racers(result);
  if (all.length === 0) return undefined;
  const lines = all.map(
    (racer, i): Line => ({ label: racerName(racer), ...seriesLook(i), points: raceCurve(racer).slice(1) }),
  );
  const points = lines.flatMap((line) => line.points);
  const { dataset, n } = paramsOf(result);
  return {
    name: "race",
    alt: "Accuracy on unseen examples against seconds, one line a trainer",
    caption: "A point an epoch, preparation included; the middle round.",
    spec: panelsSpec({
      title: "Accuracy against time",
      subtitle: [`${dataset}, n = ${n}; the linear model's accuracy where there is one.`],
      x: decadeScale(
        points.map(({ x }) => x),
        timeTick,
      ),
      y: shareScale(points.map(({ y }) => y)),
      xTitle: "time, preparation included",
      yTitle: "accuracy on unseen examples",
      panels: [{ title: null, lines }],
      ...size,
    }),
  };
}

function stepPlot(result: StudyResult): Plot | undefined {
  const rows = stepRows(result);
  if (rows.length < 2) return undefined;
  const lines = (
    [
      ["step in coordinates", "lowRank"],
      ["step of backpropagation", "backprop"],
      ["preparation", "prepare"],
    ] as const
  ).map(
    ([label, which], i): Line => ({
      label,
      ...seriesLook(i),
      points: rows.map((row) => ({
        x: row.parameters,
        y: row[which].value,
        lo: row[which].lo,
        hi: row[which].hi,
      })),
    }),
  );
  return {
    name: "step",
    alt: "Time of a step in coordinates, of a step of backpropagation and of preparation against the parameter count",
    caption: "Once prepared, a step does not know how large the network is.",
    spec: panelsSpec({
      title: "One step against the parameter count",
      subtitle: ["Medians over rounds; bars: interval."],
      x: decadeScale(
        rows.map(({ parameters }) => parameters),
        countTick,
      ),
      y: decadeScale(endsOf([{ lines }]), timeTick),
      xTitle: "parameters",
      yTitle: "time",
      panels: [{ title: null, lines }],
      ...size,
    }),
  };
}

function choicePlot(result: StudyResult): Plot | undefined {
  const all = choices(result).filter(({ rank }) => rank === "all");
  const kinds = [...Map.groupBy(all, ({ kind }) => kind)];
  if (kinds.length === 0) return undefined;
  const panels = (
    [
      ["captured energy of held-out gradients", "energy"],
      ["accuracy on unseen examples", "accuracy"],
    ] as const
  ).map(([title, measure]) => ({
    title,
    lines: kinds.map(
      ([kind, own], i): Line => ({
        label: kind,
        ...seriesLook(i),
        points: own.map((one) => ({
          x: one.references,
          y: one[measure].value,
          lo: one[measure].lo,
          hi: one[measure].hi,
        })),
      }),
    ),
  }));
  return {
    name: "references",
    alt: "Captured energy and accuracy against the number of references, one line a way to choose them",
    caption: "Which references, and how many: all directions of each set.",
    spec: panelsSpec({
      title: "The reference set",
      subtitle: ["Medians over seeds; bars: interval."],
      x: decadeScale(
        all.map(({ references }) => references),
        tick,
      ),
      y: shareScale(endsOf(panels)),
      xTitle: "|R|",
      yTitle: "share",
      panels,
      ...size,
      columns: 2,
      width: 270,
      room: 90,
    }),
  };
}

function monitorPlot(result: StudyResult): Plot | undefined {
  const pairs = monitored(result).filter((pair) => pair.said > 0 && pair.true > 0);
  if (pairs.length === 0) return undefined;
  const values = pairs.flatMap((pair) => [pair.said, pair.true]);
  const scale = decadeScale(values, tick);
  const [lo, hi] = scale.domain;
  const equal = [lo, hi].map((value) => ({ x: value, y: value }));
  return {
    name: "monitor",
    alt: "Error of the linear model on unseen examples against the monitor's look at 32 training examples, a point an epoch",
    caption: "Can the monitor be believed? On the line, it says exactly what is true of unseen examples.",
    spec: panelsSpec({
      title: "The monitor against the truth",
      subtitle: ["‖f(θ + U c) − F‖/‖F − f₀‖, every epoch of every seed, nothing renewed."],
      x: scale,
      y: scale,
      xTitle: "on 32 training examples",
      yTitle: "on all unseen examples",
      panels: [
        {
          title: null,
          lines: [
            {
              label: "",
              ...seriesLook(0),
              points: pairs.map((pair) => ({ x: pair.said, y: pair.true })),
              joined: false,
            },
            { label: "equal", ...seriesLook(1), points: equal },
          ],
        },
      ],
      ...size,
    }),
  };
}
