// Generalisation against the damping, and which damping a period stands for: a column per task.
import { thinned } from "../../../page/lists.ts";
import { type LinesPanel, linesPlot } from "../../../page/plots/lines-plot.ts";
import { decadeScale, type Scale, shareScale } from "../../../page/plots/scales.ts";
import { powerTick } from "../../../page/plots/ticks.ts";
import { medianOf, medianPoints } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import { factors } from "../match.ts";
import type { Params } from "../params.ts";
import { distancesOf, runsOf, type TaskRuns } from "./rows.ts";

/** Lines of a panel of distances. */
const MOST = 5;

const size = { width: 300, height: 240, room: 110 };

export function plots(told: Told<Params>) {
  const runs = runsOf(told);
  return [dampingPlot(runs), matchPlot(runs)];
}

function dampingPlot(runs: readonly TaskRuns[]) {
  const panelsOf = (measure: string, yTitle: string, scale: (ys: number[]) => Scale) =>
    runs.map(({ task, ordinary, newton, descent }): LinesPanel => {
      const plain = ordinary && medianOf(ordinary, measure);
      const rules = plain === undefined ? [] : [plain.value];
      return {
        title: task,
        lines: [
          { label: "Gauss–Newton", points: medianPoints(newton, measure) },
          { label: "K = 1/(ηλ) steps", points: medianPoints(descent, measure) },
        ],
        rules,
        y: (ys) => scale([...ys, ...rules]),
        yTitle,
      };
    });
  return linesPlot({
    name: "damping",
    alt: "Accuracy and loss on unseen examples against the damping, for Gauss–Newton and for the matched period of descent",
    caption: "Generalisation against damping; descent of K = 1/(ηλ) steps an update beside it.",
    title: "Damped Gauss–Newton, trained out",
    subtitle: ["Median over seeds, bars their interval. Dashed: ordinary training."],
    x: (xs) => decadeScale(xs, powerTick),
    xTitle: "damping λ",
    yTitle: "",
    panels: [
      ...panelsOf("accuracy", "accuracy on unseen examples", shareScale),
      ...panelsOf("testLoss", "loss on unseen examples", (ys) => decadeScale(ys, powerTick)),
    ],
    columns: runs.length,
    ...size,
  });
}

/** One update from the start, damping against period. */
function matchPlot(runs: readonly TaskRuns[]) {
  return linesPlot({
    name: "match",
    alt: "Distance between one damped update and K steps of descent against damping times ηK, one line per period",
    caption: "Which damping does a period stand for? The theory's match is at 1.",
    title: "One damped update against K steps of descent, from the start",
    subtitle: ["‖F_GN − F_K‖/‖f − y‖ of the linear model on training examples, median over seeds."],
    x: decadeScale(factors, powerTick),
    y: (ys) => decadeScale(ys, powerTick),
    xTitle: "λ η K",
    yTitle: "share of the residual",
    panels: runs.map((one) => ({
      title: one.task,
      lines: thinned(distancesOf(one), MOST).map(({ at, distances }) => ({
        label: `1/(ηK) = ${powerTick(at)}`,
        points: distances.map((y, k) => ({ x: factors[k], y })),
      })),
    })),
    columns: runs.length,
    ...size,
  });
}
