// Fraction of the machine's own limit that an iteration reaches, and how the exponent changes along the range.

import type { Result } from "@widthwise/measure";
import { distinct } from "../../../page/lists.ts";
import { type Line, type Panel, type Point, panelsSpec, xsOf, ysOf } from "../../../page/plots/panels.ts";
import { linearScale, widthScale } from "../../../page/plots/scales.ts";
import { algorithmLook, backendColour } from "../../../page/plots/theme.ts";
import { trimmed } from "../../../page/plots/ticks.ts";
import { slope } from "../../../page/units.ts";
import { fitOf, type Series, seriesOf } from "../../series.ts";

const size = { columns: 2, width: 240, height: 190, room: 92 };

function linesOf(all: readonly Series[], points: (series: Series) => Point[]): Line[] {
  return all
    .map((series) => ({
      label: series.backend,
      colour: backendColour(series.backend),
      look: algorithmLook(series.algorithm),
      points: points(series),
    }))
    .filter((line) => line.points.length > 0);
}

function panelsOf(all: readonly Series[], points: (series: Series) => Point[]): Panel[] {
  return distinct(all.map((series) => series.algorithm))
    .map((algorithm) => {
      const own = all.filter((series) => series.algorithm === algorithm);
      return { title: algorithm, lines: linesOf(own, points) };
    })
    .filter((panel) => panel.lines.length > 0);
}

/** Share of the roofline min(FMA peak, intensity × bandwidth) × threads, measured in the same run. */
export function rooflineSpec(result: Result, n: number): object | undefined {
  const all = seriesOf(result).filter((series) => series.n === n);
  const panels = panelsOf(all, ({ cells }) =>
    cells.flatMap(({ width, rate }) => (rate?.ofPeak === undefined ? [] : [{ x: width, y: rate.ofPeak }])),
  );
  if (panels.length === 0) return undefined;
  return panelsSpec({
    title: `Share of the roofline reached, n = ${n}`,
    subtitle: [
      "The roofline: the lower of the multiply-add peak and of intensity times bandwidth, measured in the same run.",
    ],
    x: widthScale(xsOf(panels)),
    y: linearScale(0, Math.max(...ysOf(panels)), (value) => `${Math.round(1000 * value) / 10} %`),
    xTitle: "width m (neurons)",
    yTitle: "of the roofline",
    panels,
    ...size,
  });
}

/** Slope between neighbouring widths: a power law shows as a level line. */
export function slopesSpec(result: Result, n: number): object | undefined {
  const all = seriesOf(result).filter((series) => series.n === n);
  const panels = panelsOf(all, (series) => {
    const fit = fitOf(result, series);
    if (!fit || fit.localSlopes.length !== fit.widths.length - 1) return [];
    return fit.localSlopes.map((y, i) => ({ x: Math.sqrt(fit.widths[i] * fit.widths[i + 1]), y }));
  }).map((panel) => {
    const work = countExponent(result, n, panel.title!);
    if (work === undefined) return { ...panel, rules: [] };
    return { ...panel, title: `${panel.title}  (dashed: multiply-adds, ${slope(work)})`, rules: [work] };
  });
  if (panels.length === 0) return undefined;
  const rules = panels.flatMap((panel) => panel.rules);
  const heights = [...ysOf(panels), ...rules];
  return panelsSpec({
    title: `Local exponents, n = ${n}`,
    subtitle: [
      "Slope of the time between neighbouring widths. Level: a power law.",
      "Rising: the exponent of the whole range is too low for wider networks.",
    ],
    x: widthScale(all.flatMap(({ cells }) => cells.map(({ width }) => width))),
    y: linearScale(Math.min(0, ...heights), Math.max(1, ...heights), (value) => trimmed(slope(value))),
    xTitle: "width m (neurons)",
    yTitle: "local exponent",
    panels,
    ...size,
  });
}

/** The exponent of the counted multiply-adds, where the backends of an algorithm agree on it. */
function countExponent(result: Result, n: number, algorithm: string): number | undefined {
  const exponents = result.fits
    .filter((fit) => fit.algorithm === algorithm && fit.n === n && fit.metric === "iteration")
    .flatMap((fit) => (fit.countExponent === null ? [] : [fit.countExponent]));
  if (exponents.length === 0 || Math.max(...exponents) - Math.min(...exponents) > 0.01) return undefined;
  return exponents[0];
}
