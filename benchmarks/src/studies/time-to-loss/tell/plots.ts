import { distinct } from "../../../page/lists.ts";
import { endsOf, panelsSpec, xsOf, ysOf } from "../../../page/plots/panels.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, widthScale } from "../../../page/plots/scales.ts";
import { algorithmLook, backendColour } from "../../../page/plots/theme.ts";
import { timeTick } from "../../../page/plots/ticks.ts";
import { tolerance, widthLabel } from "../../../page/units.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { bestOfEach, curveOf, paramsOf, type Repeated, repeatedRuns, sizesOf, timeTo } from "./rows.ts";

const lookOf = ({ algorithm, backend, rate }: Repeated) => ({
  label: `${algorithm}${rate === undefined ? "" : ` ${rate}`} · ${backend}`,
  colour: backendColour(backend),
  look: algorithmLook(algorithm),
});

export function plots(result: StudyResult): Plot[] {
  return [widthPlot(result), curvePlot(result)].filter((plot) => plot !== undefined);
}

/** Time to the smallest tolerance against width, a panel for every n. */
function widthPlot(result: StudyResult): Plot | undefined {
  const { tolerances, dataset, shift } = paramsOf(result);
  const target = Math.min(...tolerances);
  const runs = repeatedRuns(result).filter((run) => timeTo(run, target));
  if (runs.length === 0) return undefined;
  const panels = distinct(runs.map(({ n }) => n)).map((n) => {
    const own = runs.filter((run) => run.n === n);
    const series = [
      ...Map.groupBy(own, ({ algorithm, backend, rate }) => `${algorithm} ${backend} ${rate}`).values(),
    ];
    return {
      title: `n = ${n}`,
      lines: series.map((each) => ({
        ...lookOf(each[0]),
        points: each
          .sort((a, b) => a.width - b.width)
          .map((run) => {
            const { value, lo, hi } = timeTo(run, target)!;
            return { x: run.width, y: value, lo, hi };
          }),
      })),
    };
  });
  return {
    name: "time-to-loss",
    alt: `Time to a residual of ${tolerance(target)} against width, one line an algorithm and backend, a panel for every n`,
    caption: "From nothing to the trained network: initialisation and all steps.",
    spec: panelsSpec({
      title: `Time to ‖f−y‖ ≤ ${tolerance(target)}, initialisation included`,
      subtitle: [
        `${dataset}, ${shift}. Medians over rounds; bars: interval. Runs that did not get there are left out.`,
      ],
      x: widthScale(xsOf(panels)),
      y: decadeScale(endsOf(panels), timeTick),
      xTitle: "width m (neurons)",
      yTitle: "time",
      panels,
      columns: 2,
      width: 300,
      height: 340,
      room: 150,
    }),
  };
}

/** The residual over time at the largest width of every n, each algorithm on its fastest backend. */
function curvePlot(result: StudyResult): Plot | undefined {
  const { tolerances } = paramsOf(result);
  const target = Math.min(...tolerances);
  const sizes = sizesOf(repeatedRuns(result));
  const largest = sizes.filter(
    ({ n, width }) => !sizes.some((other) => other.n === n && other.width > width),
  );
  if (largest.length === 0) return undefined;
  const panels = largest.map(({ n, width, runs }) => ({
    title: `n = ${n}, m = ${widthLabel(width)}`,
    lines: bestOfEach(runs, target).map((run) => ({ ...lookOf(run), points: curveOf(run) })),
    rules: [...tolerances],
  }));
  const power = (value: number) => value.toExponential(0).replace("e-", "e−").replace("e+", "e");
  return {
    name: "residual-over-time",
    alt: "Residual against time, one line an algorithm on its fastest backend, a panel for every n",
    caption: "The first point of a line is the end of the initialisation.",
    spec: panelsSpec({
      title: "Residual ‖f−y‖ over time",
      subtitle: ["Each algorithm on the backend where it is fastest; the middle round. Dashed: targets."],
      x: decadeScale(xsOf(panels), timeTick),
      y: decadeScale(
        ysOf(panels).map((y) => Math.max(y, target / 100)),
        power,
      ),
      xTitle: "time since the start",
      yTitle: "‖f−y‖",
      panels: panels.map((panel) => ({
        ...panel,
        lines: panel.lines.map((line) => ({
          ...line,
          points: line.points.map(({ x, y }) => ({ x, y: Math.max(y, target / 100) })),
        })),
      })),
      columns: 2,
      width: 300,
      height: 300,
      room: 150,
    }),
  };
}
