// Time to a residual against the width, and the residual over time.
import { smallest } from "@widthwise/measure";
import { distinct } from "../../../page/lists.ts";
import { intervalAt, linesPlot } from "../../../page/plots/lines-plot.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, widthScale } from "../../../page/plots/scales.ts";
import { algorithmLook, backendColour } from "../../../page/plots/theme.ts";
import { exponentTick, timeTick } from "../../../page/plots/ticks.ts";
import { tolerance, widthLabel } from "../../../page/units.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { bestOfEach, curveOf, type Repeated, repeatedRuns, sizesOf, timeTo } from "./runs.ts";

const lookOf = ({ algorithm, backend, rate }: Repeated) => ({
  label: `${algorithm}${rate === undefined ? "" : ` ${rate}`} · ${backend}`,
  colour: backendColour(backend),
  look: algorithmLook(algorithm),
});

export const plots = (told: Told<Params>) => [widthPlot(told), curvePlot(told)];

/** Time to the smallest tolerance against width, a panel for every n. */
function widthPlot({ result, params }: Told<Params>): Plot | undefined {
  const { tolerances, dataset, shift } = params;
  const target = smallest(tolerances);
  const reached = repeatedRuns(result).flatMap((run) => {
    const interval = timeTo(run, target);
    return interval === undefined ? [] : [{ ...run, point: intervalAt(run.width, interval) }];
  });
  const panels = distinct(reached.map(({ n }) => n)).map((n) => {
    const series = Map.groupBy(
      reached.filter((run) => run.n === n),
      ({ algorithm, backend, rate }) => `${algorithm} ${backend} ${rate}`,
    );
    return {
      title: `n = ${n}`,
      lines: [...series.values()].map((own) => ({
        ...lookOf(own[0]),
        points: own.map(({ point }) => point).sort((a, b) => a.x - b.x),
      })),
    };
  });
  return linesPlot({
    name: "time-to-loss",
    alt: `Time to a residual of ${tolerance(target)} against width, one line per algorithm and backend, a panel for every n`,
    caption: "From nothing to the trained network: initialisation and all steps.",
    title: `Time to ‖f−y‖ ≤ ${tolerance(target)}, initialisation included`,
    subtitle: [
      `${dataset}, ${shift}. Medians over rounds; bars: interval. Runs that did not get there are left out.`,
    ],
    x: widthScale,
    y: (ends) => decadeScale(ends, timeTick),
    xTitle: "width m (neurons)",
    yTitle: "time",
    panels,
    columns: 2,
    width: 300,
    height: 340,
    room: 150,
  });
}

/** The residual over time at the largest width of every n, each algorithm on its fastest backend. */
function curvePlot({ result, params: { tolerances } }: Told<Params>): Plot | undefined {
  const target = smallest(tolerances);
  const sizes = sizesOf(repeatedRuns(result));
  const largest = sizes.filter(
    ({ n, width }) => !sizes.some((other) => other.n === n && other.width > width),
  );
  return linesPlot({
    name: "residual-over-time",
    alt: "Residual against time, one line per algorithm on its fastest backend, a panel for every n",
    caption: "The first point of a line is the end of the initialisation.",
    title: "Residual ‖f−y‖ over time",
    subtitle: ["Each algorithm on the backend where it is fastest; the middle round. Dashed: targets."],
    x: (times) => decadeScale(times, timeTick),
    y: (residuals) => decadeScale(residuals, exponentTick),
    xTitle: "time since the start",
    yTitle: "‖f−y‖",
    panels: largest.map(({ n, width, runs }) => ({
      title: `n = ${n}, m = ${widthLabel(width)}`,
      lines: bestOfEach(runs, target).map((run) => ({
        ...lookOf(run),
        points: curveOf(run).map(({ x, y }) => ({ x, y: Math.max(y, target / 100) })),
      })),
      rules: tolerances,
    })),
    columns: 2,
    width: 300,
    height: 300,
    room: 150,
  });
}
