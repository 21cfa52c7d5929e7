import { parametrisations } from "@widthwise/linearize";
import { endsOf, panelsSpec, xsOf } from "../../../page/plots/panels.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale } from "../../../page/plots/scales.ts";
import { seriesLook } from "../../../page/plots/theme.ts";
import { tick } from "../../../page/plots/ticks.ts";
import { kindOf, type Measured } from "../../../telling/networks/networks-measured.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { curve, paramsOf, series, trainedNetworks } from "./rows.ts";

const parametrisationNames = Object.keys(parametrisations);
/** Where the start stands on a logarithmic axis of steps. */
const START = 0.5;
const stepTick = (step: number) => (step === START ? "0" : tick(step));

export function plots(result: StudyResult): Plot[] {
  return [coursePlot(result), architecturePlot(result)].filter((plot) => plot !== undefined);
}

function lineOf(label: string, index: number, network: Measured, measure: string) {
  const points = curve(network, measure).map(({ step, value: { value, lo, hi } }) => ({
    x: Math.max(step, START),
    y: value,
    lo,
    hi,
  }));
  return { label, ...seriesLook(index), points };
}

const measured = [
  ["featureK99", "k₀.₉₉ of features"],
  ["featureParticipation", "participation ratio of features"],
  ["gradientK99", "k₀.₉₉ of loss gradients"],
  ["gradientParticipation", "participation ratio of loss gradients"],
] as const;

function panelsOf(lines: (measure: string) => ReturnType<typeof lineOf>[]) {
  return measured.map(([measure, title]) => {
    const own = lines(measure);
    const heights = endsOf([{ lines: own }]);
    return { title, lines: own, y: decadeScale(heights, tick), yTitle: "" };
  });
}

function plotOf(
  name: string,
  words: { title: string; subtitle: string; alt: string; caption: string },
  panels: ReturnType<typeof panelsOf>,
): Plot {
  const x = decadeScale(xsOf(panels), stepTick);
  return {
    name,
    alt: words.alt,
    caption: words.caption,
    spec: panelsSpec({
      title: words.title,
      subtitle: [words.subtitle],
      x: { ...x, ticks: [START, ...x.ticks], labels: ["0", ...x.labels] },
      y: panels[0].y,
      xTitle: "step",
      yTitle: "",
      panels,
      columns: 2,
      width: 280,
      height: 230,
      room: 150,
    }),
  };
}

/** Every parametrisation at the largest width. */
function coursePlot(result: StudyResult): Plot | undefined {
  const all = series(result);
  if (all.length === 0) return undefined;
  const width = Math.max(...all.map((network) => network.width));
  const networks = all.filter((network) => network.width === width);
  const panels = panelsOf((measure) =>
    networks.map((network) =>
      lineOf(
        network.parametrisation,
        parametrisationNames.indexOf(network.parametrisation),
        network,
        measure,
      ),
    ),
  );
  const { references } = paramsOf(result);
  return plotOf(
    "rank",
    {
      title: "Effective rank while training",
      subtitle: `${kindOf(networks[0])}, width ${width}, ${networks[0].task}, ${references[references.length - 1]} reference examples. Medians over seeds; bars: interval.`,
      alt: "Effective ranks of features and of loss gradients over training steps, one line a parametrisation",
      caption: "Does the rank grow? All parametrisations at the largest width.",
    },
    panels,
  );
}

/** Every architecture and task, standard parametrisation, its largest width. */
function architecturePlot(result: StudyResult): Plot | undefined {
  const standard = trainedNetworks(result).filter(({ parametrisation }) => parametrisation === "standard");
  const kinds = [...Map.groupBy(standard, (network) => `${network.architecture} · ${network.task}`)];
  if (kinds.length < 2) return undefined;
  const panels = panelsOf((measure) =>
    kinds.map(([kind, networks], i) => lineOf(kind, i, networks[networks.length - 1], measure)),
  );
  return plotOf(
    "architectures",
    {
      title: "Effective rank while training, other architectures",
      subtitle: "Standard parametrisation, largest width of each. Medians over seeds; bars: interval.",
      alt: "Effective ranks of features and of loss gradients over training steps, one line an architecture and task",
      caption: "Beyond dense layers and MNIST.",
    },
    panels,
  );
}
