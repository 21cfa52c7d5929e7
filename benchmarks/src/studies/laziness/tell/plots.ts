// Laziness against the width and the depth, a panel per measure; accuracy of network and linearisation.
import { parametrisations } from "@widthwise/linearize";
import { largest, smallest } from "@widthwise/measure";
import { intervalAt, type LinesPanel, linesPlot } from "../../../page/plots/lines-plot.ts";
import { decadeScale, linearScale, shareScale, widthScale } from "../../../page/plots/scales.ts";
import { seriesLook } from "../../../page/plots/theme.ts";
import { tick } from "../../../page/plots/ticks.ts";
import { percent } from "../../../page/units.ts";
import { kindOf, type Measured } from "../../../telling/networks/networks-measured.ts";
import { medianOf } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { byDepth, names, overWidths, type Series, seriesOf } from "./rows.ts";

export const plots = (told: Told<Params>) => [widthPlot(told), depthPlot(told), accuracyPlot(told)];

const size = { columns: 2, width: 270, height: 220, room: 110 };
const parametrisationNames = Object.keys(parametrisations);

const pointsOf = (
  networks: readonly Measured[],
  measure: string,
  x: (network: Measured) => number = ({ width }) => width,
) =>
  networks.flatMap((network) => {
    const found = medianOf(network, measure);
    return found !== undefined && found.value > 0 ? [intervalAt(x(network), found)] : [];
  });

/** A panel per measure, each with a scale of its own; a parametrisation looks the same in all plots. */
const measurePanels = (series: readonly Series[], x?: (network: Measured) => number) =>
  names.map(
    ([measure, name]): LinesPanel => ({
      title: name,
      lines: series
        .map(({ parametrisation, networks }) => ({
          label: parametrisation,
          ...seriesLook(parametrisationNames.indexOf(parametrisation)),
          points: pointsOf(networks, measure, x),
        }))
        .filter(({ points }) => points.length > 0),
      y: (ys) => decadeScale(ys, tick),
      yTitle: "",
    }),
  );

function widthPlot(told: Told<Params>) {
  const series = overWidths(told);
  if (series.length === 0) return undefined;
  return linesPlot({
    name: "width",
    alt: "Laziness ratios, change of the Jacobian, kernel distance and linearisation error against width, one line per parametrisation",
    caption: "Lower is lazier. The upper two are known before training.",
    title: "Laziness against the width",
    subtitle: [
      `${kindOf(series[0].networks[0])}; trained until ${percent(1 - told.params.target)} of the loss is gone. Medians over seeds; bars: interval.`,
    ],
    x: (xs) => widthScale(xs),
    xTitle: "width (neurons)",
    yTitle: "",
    panels: measurePanels(series),
    ...size,
  });
}

function depthPlot(told: Told<Params>) {
  const networks = byDepth(told);
  if (networks.length === 0) return undefined;
  return linesPlot({
    name: "depth",
    alt: "The same measures against depth, one line per parametrisation",
    caption: "Deeper networks of one width.",
    title: "Laziness against the depth",
    subtitle: [`${networks[0].activation}, width ${networks[0].width}. Medians over seeds; bars: interval.`],
    x: (xs) => linearScale(smallest(xs), largest(xs), String),
    xTitle: "weight layers",
    yTitle: "",
    panels: measurePanels(seriesOf(networks), ({ depth }) => depth),
    ...size,
  });
}

/** Network and linearisation, a panel per parametrisation. */
function accuracyPlot(told: Told<Params>) {
  const series = overWidths(told);
  if (series.length === 0) return undefined;
  const [{ networks: own }] = series;
  return linesPlot({
    name: "accuracy",
    alt: "Accuracy on unseen examples of the network and of its linearisation against width, one panel per parametrisation",
    caption: "Is being lazy worse? Same start, optimiser and number of steps.",
    title: "Accuracy of the network and of its linearisation",
    subtitle: [`${kindOf(own[0])}, ${own[0].task}, unseen examples. Medians over seeds; bars: interval.`],
    x: (xs) => widthScale(xs),
    y: shareScale,
    xTitle: "width (neurons)",
    yTitle: "accuracy",
    panels: series.map(({ parametrisation, networks }) => ({
      title: parametrisation,
      lines: [
        { label: "network", points: pointsOf(networks, "testAccuracy") },
        { label: "linearisation", points: pointsOf(networks, "linearTestAccuracy") },
      ],
    })),
    ...size,
  });
}
