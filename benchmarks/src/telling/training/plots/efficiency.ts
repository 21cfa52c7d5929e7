// Fraction of the machine's own limit that an iteration reaches, and how the exponent changes along the range.
import { largest, type Result, smallest } from "@widthwise/measure";
import { distinct } from "../../../page/lists.ts";
import { linesPlot, type Named } from "../../../page/plots/lines-plot.ts";
import type { Point } from "../../../page/plots/panels.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { linearScale, widthScale } from "../../../page/plots/scales.ts";
import { algorithmLook, backendColour } from "../../../page/plots/theme.ts";
import { trimmed } from "../../../page/plots/ticks.ts";
import { slope } from "../../../page/units.ts";
import { fitOf, type Series, seriesOf } from "../../rounds/series.ts";

const common = { xTitle: "width m (neurons)", columns: 2, width: 240, height: 190, room: 92 };

/** A panel for every algorithm, a line for every backend that has points. */
function panelsOf(all: readonly Series[], pointsOf: (series: Series) => Point[]) {
  return distinct(all.map(({ algorithm }) => algorithm))
    .map((algorithm) => ({
      algorithm,
      title: algorithm,
      lines: all
        .filter((series) => series.algorithm === algorithm)
        .map(
          (series): Named => ({
            label: series.backend,
            colour: backendColour(series.backend),
            look: algorithmLook(algorithm),
            points: pointsOf(series),
          }),
        )
        .filter(({ points }) => points.length > 0),
    }))
    .filter(({ lines }) => lines.length > 0);
}

/** Share of the roofline min(FMA peak, intensity × bandwidth) × threads, measured in the same run. */
export function rooflinePlot(result: Result, n: number): Plot | undefined {
  const all = seriesOf(result).filter((series) => series.n === n);
  return linesPlot({
    ...common,
    name: "roofline",
    alt: `Share of the roofline reached against width, a panel for every algorithm, n = ${n}`,
    caption: "How much of what the machine can do is used.",
    title: `Share of the roofline reached, n = ${n}`,
    subtitle: [
      "The roofline: the lower of the multiply-add peak and of intensity times bandwidth, measured in the same run.",
    ],
    x: widthScale,
    y: (shares) => linearScale(0, largest(shares), (value) => `${Math.round(1000 * value) / 10} %`),
    yTitle: "of the roofline",
    panels: panelsOf(all, ({ cells }) =>
      cells.flatMap(({ width, rate }) => (rate?.ofPeak === undefined ? [] : [{ x: width, y: rate.ofPeak }])),
    ),
  });
}

/** Slope between neighbouring widths: a power law shows as a level line. */
export function slopesPlot(result: Result, n: number): Plot | undefined {
  const all = seriesOf(result).filter((series) => series.n === n);
  const panels = panelsOf(all, (series) => localExponents(result, series)).map((panel) => {
    const work = countExponent(result, n, panel.algorithm);
    if (work === undefined) return { ...panel, rules: [] };
    return { ...panel, title: `${panel.title}  (dashed: multiply-adds, ${slope(work)})`, rules: [work] };
  });
  const rules = panels.flatMap((panel) => panel.rules);
  return linesPlot({
    ...common,
    name: "slopes",
    alt: `Exponent between neighbouring widths, a panel for every algorithm, n = ${n}`,
    caption: "Is it a power law? Exponents between neighbouring widths.",
    title: `Local exponents, n = ${n}`,
    subtitle: [
      "Slope of the time between neighbouring widths. Level: a power law.",
      "Rising: the exponent of the whole range is too low for wider networks.",
    ],
    x: widthScale(all.flatMap(({ cells }) => cells.map(({ width }) => width))),
    y: (slopes) => {
      const heights = [...slopes, ...rules];
      return linearScale(Math.min(0, smallest(heights)), Math.max(1, largest(heights)), (value) =>
        trimmed(slope(value)),
      );
    },
    yTitle: "local exponent",
    panels,
  });
}

function localExponents(result: Result, series: Series): Point[] {
  const fit = fitOf(result, series);
  if (!fit || fit.localSlopes.length !== fit.widths.length - 1) return [];
  return fit.localSlopes.map((y, i) => ({ x: Math.sqrt(fit.widths[i] * fit.widths[i + 1]), y }));
}

/** The exponent of the counted multiply-adds, where the backends of an algorithm agree on it. */
function countExponent(result: Result, n: number, algorithm: string): number | undefined {
  const exponents = result.fits
    .filter((fit) => fit.algorithm === algorithm && fit.n === n && fit.metric === "iteration")
    .flatMap((fit) => (fit.countExponent === null ? [] : [fit.countExponent]));
  if (exponents.length === 0 || largest(exponents) - smallest(exponents) > 0.01) return undefined;
  return exponents[0];
}
