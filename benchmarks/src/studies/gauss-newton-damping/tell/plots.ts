import { endsOf, type Line, type Panel, panelsSpec, xsOf } from "../../../page/plots/panels.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, linearScale } from "../../../page/plots/scales.ts";
import { seriesLook } from "../../../page/plots/theme.ts";
import { percentTick, powerTick } from "../../../page/plots/ticks.ts";
import { medianOf, type Runs } from "../../../telling/seeds.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { factors } from "../match.ts";
import { distancesOf, runsOf, type TaskRuns } from "./rows.ts";

const size = { width: 300, height: 240, room: 110 };

export function plots(result: StudyResult): Plot[] {
  const runs = runsOf(result);
  if (runs.length === 0) return [];
  return [dampingPlot(runs), ...matchPlot(runs)];
}

function dampingPlot(runs: readonly TaskRuns[]): Plot {
  const panelsOf = (measure: string, log: boolean): Panel[] =>
    runs.map(({ task, ordinary, newton, descent }) => {
      const line = (label: string, index: number, own: readonly Runs[]): Line => ({
        label,
        ...seriesLook(index),
        points: own.flatMap((one) => {
          const found = medianOf(one, measure);
          return found ? [{ x: one.at, y: found.value, lo: found.lo, hi: found.hi }] : [];
        }),
      });
      const lines = [line("Gauss–Newton", 0, newton), line("K = 1/(ηλ) steps", 1, descent)];
      const plain = ordinary && medianOf(ordinary, measure)?.value;
      const values = [...endsOf([{ lines }]), ...(plain === undefined ? [] : [plain])];
      return {
        title: task.name,
        lines,
        rules: plain === undefined ? [] : [plain],
        y: log
          ? decadeScale(values, powerTick)
          : linearScale(Math.min(...values) - 0.01, Math.max(...values), percentTick),
        yTitle: log ? "loss on unseen examples" : "accuracy on unseen examples",
      };
    });
  const panels = [...panelsOf("accuracy", false), ...panelsOf("testLoss", true)];
  return {
    name: "damping",
    alt: "Accuracy and loss on unseen examples against the damping, for Gauss–Newton and for the matched period of descent",
    caption: "Generalisation against damping; descent of K = 1/(ηλ) steps an update beside it.",
    spec: panelsSpec({
      title: "Damped Gauss–Newton, trained out",
      subtitle: ["Median over seeds, bars their interval. Dashed: ordinary training."],
      x: decadeScale(xsOf(panels), powerTick),
      y: linearScale(0, 1),
      xTitle: "damping λ",
      yTitle: "",
      panels,
      columns: runs.length,
      ...size,
    }),
  };
}

/** One update from the start, damping against period. */
function matchPlot(runs: readonly TaskRuns[]): Plot[] {
  const panels = runs.map(({ task, newton }): Panel => {
    const known = newton.flatMap((one) => {
      const distances = distancesOf(one);
      return distances.length > 0 ? [{ at: one.at, distances }] : [];
    });
    const picked = known.filter((_, k) => (known.length - 1 - k) % Math.ceil(known.length / 5) === 0);
    return {
      title: task.name,
      lines: picked.map(({ at, distances }, i) => ({
        label: `1/(ηK) = ${powerTick(at)}`,
        ...seriesLook(i),
        points: distances.map((y, k) => ({ x: factors[k], y })),
      })),
    };
  });
  const values = endsOf(panels).filter((value) => value > 0);
  if (values.length === 0) return [];
  return [
    {
      name: "match",
      alt: "Distance between one damped update and K steps of descent against damping times ηK, a line a period",
      caption: "Which damping does a period stand for? The theory's match is at 1.",
      spec: panelsSpec({
        title: "One damped update against K steps of descent, from the start",
        subtitle: ["‖F_GN − F_K‖/‖f − y‖ of the linear model on training examples, median over seeds."],
        x: decadeScale(factors, powerTick),
        y: decadeScale(values, powerTick),
        xTitle: "λ η K",
        yTitle: "share of the residual",
        panels,
        columns: runs.length,
        ...size,
      }),
    },
  ];
}
