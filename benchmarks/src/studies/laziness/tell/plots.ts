import { parametrisations } from "@widthwise/linearize";
import { endsOf, type Line, panelsSpec } from "../../../page/plots/panels.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, linearScale, widthScale } from "../../../page/plots/scales.ts";
import { seriesLook } from "../../../page/plots/theme.ts";
import { percentTick, tick } from "../../../page/plots/ticks.ts";
import { percent } from "../../../page/units.ts";
import type { Measured } from "../../../telling/networks/networks-measured.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { byDepth, byParametrisation, kindOf, type Measure, measures, medianOf, paramsOf } from "./rows.ts";

export function plots(result: StudyResult): Plot[] {
  return [widthPlot(result), depthPlot(result), accuracyPlot(result)].filter((plot) => plot !== undefined);
}

const names = Object.entries(measures) as [Measure, string][];
const parametrisationNames = Object.keys(parametrisations);

function lineOf(
  label: string,
  index: number,
  networks: readonly Measured[],
  x: (network: Measured) => number,
  measure: string,
): Line {
  const points = networks.flatMap((network) => {
    const found = medianOf(network, measure);
    return found !== undefined && found.value > 0
      ? [{ x: x(network), y: found.value, lo: found.lo, hi: found.hi }]
      : [];
  });
  return { label, ...seriesLook(index), points };
}

const size = { columns: 2, width: 270, height: 220, room: 110 };

/** A panel a measure, each with a scale of its own. */
function measurePanels(
  series: readonly { parametrisation: string; networks: readonly Measured[] }[],
  x: (network: Measured) => number,
) {
  return names.map(([measure, name]) => {
    const lines = series
      .map(({ parametrisation, networks }) =>
        lineOf(parametrisation, parametrisationNames.indexOf(parametrisation), networks, x, measure),
      )
      .filter(({ points }) => points.length > 0);
    return { title: name, lines, y: decadeScale(endsOf([{ lines }]), tick), yTitle: "" };
  });
}

function widthPlot(result: StudyResult): Plot | undefined {
  const series = byParametrisation(result).filter(({ networks }) => networks.length > 1);
  if (series.length === 0) return undefined;
  const panels = measurePanels(series, ({ width }) => width);
  const { target } = paramsOf(result);
  return {
    name: "width",
    alt: "Laziness ratios, change of the Jacobian, kernel distance and linearisation error against width, one line a parametrisation",
    caption: "Lower is lazier. The upper two are known before training.",
    spec: panelsSpec({
      title: "Laziness against the width",
      subtitle: [
        `${kindOf(series[0].networks[0])}; trained until ${percent(1 - target)} of the loss is gone. Medians over seeds; bars: interval.`,
      ],
      x: widthScale(series.flatMap(({ networks }) => networks.map(({ width }) => width))),
      y: panels[0].y,
      xTitle: "width (neurons)",
      yTitle: "",
      panels,
      ...size,
    }),
  };
}

function depthPlot(result: StudyResult): Plot | undefined {
  const networks = byDepth(result);
  if (networks.length === 0) return undefined;
  const series = [...Map.groupBy(networks, ({ parametrisation }) => parametrisation)].map(
    ([parametrisation, own]) => ({ parametrisation, networks: own }),
  );
  const panels = measurePanels(series, ({ depth }) => depth);
  const depths = networks.map(({ depth }) => depth);
  return {
    name: "depth",
    alt: "The same measures against depth, one line a parametrisation",
    caption: "Deeper networks of one width.",
    spec: panelsSpec({
      title: "Laziness against the depth",
      subtitle: [
        `${networks[0].activation}, width ${networks[0].width}. Medians over seeds; bars: interval.`,
      ],
      x: linearScale(Math.min(...depths), Math.max(...depths), String),
      y: panels[0].y,
      xTitle: "weight layers",
      yTitle: "",
      panels,
      ...size,
    }),
  };
}

/** Network and linearisation, a panel a parametrisation. */
function accuracyPlot(result: StudyResult): Plot | undefined {
  const series = byParametrisation(result).filter(({ networks }) => networks.length > 1);
  if (series.length === 0) return undefined;
  const panels = series.map(({ parametrisation, networks }) => ({
    title: parametrisation,
    lines: [
      lineOf("network", 0, networks, ({ width }) => width, "testAccuracy"),
      lineOf("linearisation", 1, networks, ({ width }) => width, "linearTestAccuracy"),
    ].filter(({ points }) => points.length > 0),
  }));
  const values = endsOf(panels);
  return {
    name: "accuracy",
    alt: "Accuracy on unseen examples of the network and of its linearisation against width, a panel a parametrisation",
    caption: "Is being lazy worse? Same start, optimiser and number of steps.",
    spec: panelsSpec({
      title: "Accuracy of the network and of its linearisation",
      subtitle: [
        `${kindOf(series[0].networks[0])}, ${series[0].networks[0].task}, unseen examples. Medians over seeds; bars: interval.`,
      ],
      x: widthScale(series.flatMap(({ networks }) => networks.map(({ width }) => width))),
      y: linearScale(Math.min(...values) - 0.01, Math.max(...values) + 0.01, percentTick),
      xTitle: "width (neurons)",
      yTitle: "accuracy",
      panels,
      ...size,
    }),
  };
}
