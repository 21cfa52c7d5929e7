// Effective ranks against the step, a panel per definition: by parametrisation, and by architecture.
import { parametrisations } from "@widthwise/linearize";
import { largest } from "@widthwise/measure";
import { intervalAt, type LinesPlot, linesPlot } from "../../../page/plots/lines-plot.ts";
import { decadeScale } from "../../../page/plots/scales.ts";
import { seriesLook } from "../../../page/plots/theme.ts";
import { tick } from "../../../page/plots/ticks.ts";
import { kindOf, type Measured } from "../../../telling/networks/networks-measured.ts";
import { listOf } from "../../../telling/read-cells.ts";
import { medianOf } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { referencesOf, series, trainedNetworks } from "./rows.ts";

export const plots = (told: Told<Params>) => [coursePlot(told), architecturePlot(told)];

const parametrisationNames = Object.keys(parametrisations);
/** Where the start stands on a logarithmic axis of steps. */
const START = 0.5;
const stepTick = (step: number) => (step === START ? "0" : tick(step));

/** Steps of all points, and the start. */
function stepScale(steps: readonly number[]) {
  const scale = decadeScale(steps, stepTick);
  return { ...scale, ticks: [START, ...scale.ticks], labels: ["0", ...scale.labels] };
}

const measured = [
  ["featureK99", "k₀.₉₉ of features"],
  ["featureParticipation", "participation ratio of features"],
  ["gradientK99", "k₀.₉₉ of loss gradients"],
  ["gradientParticipation", "participation ratio of loss gradients"],
] as const;

interface NamedNetwork {
  readonly label: string;
  /** its place among the looks of lines */
  readonly look: number;
  readonly network: Measured;
}

/** A panel per measure, a line per network: medians over seeds at every look. */
const coursesPlot = (
  words: Pick<LinesPlot, "name" | "alt" | "caption" | "title" | "subtitle">,
  networks: readonly NamedNetwork[],
) =>
  linesPlot({
    ...words,
    x: stepScale,
    xTitle: "step",
    yTitle: "",
    panels: measured.map(([measure, title]) => ({
      title,
      lines: networks.map(({ label, look, network }) => ({
        label,
        ...seriesLook(look),
        points: listOf(network.cells[0], "step").flatMap((step, k) => {
          const found = medianOf(network, (cell) => listOf(cell, measure)[k]);
          return found === undefined ? [] : [intervalAt(Math.max(step, START), found)];
        }),
      })),
      y: (ys) => decadeScale(ys, tick),
      yTitle: "",
    })),
    columns: 2,
    width: 280,
    height: 230,
    room: 150,
  });

/** Every parametrisation at the largest width. */
function coursePlot(told: Told<Params>) {
  const all = series(told);
  if (all.length === 0) return undefined;
  const width = largest(all.map((network) => network.width));
  const networks = all.filter((network) => network.width === width);
  const named = networks.map((network) => ({
    label: network.parametrisation,
    look: parametrisationNames.indexOf(network.parametrisation),
    network,
  }));
  const subtitle = `${kindOf(networks[0])}, width ${width}, ${networks[0].task}, ${referencesOf(told)} reference examples. Medians over seeds; bars: interval.`;
  return coursesPlot(
    {
      name: "rank",
      title: "Effective rank while training",
      subtitle: [subtitle],
      alt: "Effective ranks of features and of loss gradients over training steps, one line per parametrisation",
      caption: "Does the rank grow? All parametrisations at the largest width.",
    },
    named,
  );
}

/** Every architecture and task, standard parametrisation, its largest width. */
function architecturePlot(told: Told<Params>) {
  const standard = trainedNetworks(told).filter(({ parametrisation }) => parametrisation === "standard");
  const kinds = [...Map.groupBy(standard, (network) => `${network.architecture} · ${network.task}`)];
  if (kinds.length < 2) return undefined;
  return coursesPlot(
    {
      name: "architectures",
      title: "Effective rank while training, other architectures",
      subtitle: ["Standard parametrisation, largest width of each. Medians over seeds; bars: interval."],
      alt: "Effective ranks of features and of loss gradients over training steps, one line per architecture and task",
      caption: "Beyond dense layers and MNIST.",
    },
    kinds.map(([label, networks], look) => ({ label, look, network: networks[networks.length - 1] })),
  );
}
