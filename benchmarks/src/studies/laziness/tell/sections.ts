import { leastForInterval } from "@widthwise/measure";
import { type Block, heading, list, paragraph, table } from "../../../page/document.ts";
import { sourceOf } from "../../../page/source.ts";
import { percent, significant, slopeInterval } from "../../../page/units.ts";
import {
  type Measured,
  networksOf,
  smallerThanThePaper,
} from "../../../telling/networks/networks-measured.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import {
  byDepth,
  byParametrisation,
  kindOf,
  type Measure,
  measures,
  medianOf,
  otherKinds,
  paramsOf,
  widthExponent,
} from "./rows.ts";

const names = Object.entries(measures) as [Measure, string][];

export function report(result: StudyResult): Block[] {
  const { target, mostSteps } = paramsOf(result);
  const networks = networksOf(result);
  return [
    ...(networks.length > 0 ? [paragraph(smallerThanThePaper(networks))] : []),
    heading(2, "What is measured"),
    paragraph(
      `κ = ‖∇²f‖/‖∇f‖² says how much the gradient changes while f changes by one, the size of what is to be learnt: before training, by power iteration and along the gradient alone. During training (until ${percent(1 - target)} of the loss is gone, ${mostSteps} steps at most): ‖J − J₀‖/‖J₀‖, one minus the cosine of the tangent kernels, and how much the network's and its linearisation's outputs on unseen inputs differ as a share of what the linearisation learnt. All in coordinates where descent at the parametrisation's own rates is plain descent. Medians over seeds, intervals from ${leastForInterval} seeds on.`,
    ),
    ...exponentTable(result),
    ...widthTable(result),
    ...depthTable(result),
    ...otherTable(result),
    heading(2, "What these numbers do not say"),
    list([
      "More examples would ask for more movement.",
      "Mean field beyond two layers is the naive one, whose signal vanishes with depth: its training is slow, and its kernel is not that of a limit.",
      "The second derivative of a ReLU within one layer is left out by every automatic differentiation: for ReLU networks κ counts the products of layers only.",
      "The linearisation is stopped after as many steps as the network, wherever its own training loss stands.",
    ]),
  ];
}

function exponentTable(result: StudyResult): Block[] {
  const series = byParametrisation(result).filter(({ networks }) => networks.length > 1);
  if (series.length === 0) return [];
  const { networks } = series[0];
  return [
    heading(2, "Exponents in the width"),
    paragraph(
      `${kindOf(networks[0])}, ${networks[0].task}, widths ${networks[0].width} to ${networks[networks.length - 1].width}. Theory for κ beyond two layers: −1/2 in the tangent-kernel and the standard parametrisation (in two layers −1 in the latter); 0 where features are learnt at any width.`,
    ),
    table(
      ["parametrisation", ...names.map(([, name]) => `${name}>`)],
      series.map(({ parametrisation, networks: own }) => [
        parametrisation,
        ...names.map(([measure]) => {
          const fit = widthExponent(own, measure);
          return fit ? slopeInterval(fit) : "five points needed";
        }),
      ]),
      sourceOf(result),
    ),
  ];
}

const columns = [...names.map(([, name]) => `${name}>`), "steps>", "loss left>", "test>", "test, linear>"];

function row(network: Measured): string[] {
  const show = (measure: string, digits = 3) => {
    const found = medianOf(network, measure);
    return found === undefined ? "–" : significant(found.value, digits);
  };
  const share = (measure: string) => percent(medianOf(network, measure)?.value ?? Number.NaN);
  return [
    ...names.map(([measure]) => show(measure)),
    show("steps"),
    show("trainLoss", 2),
    share("testAccuracy"),
    share("linearTestAccuracy"),
  ];
}

function widthTable(result: StudyResult): Block[] {
  const series = byParametrisation(result);
  if (series.length === 0) return [];
  return [
    heading(2, "Against the width"),
    table(
      ["parametrisation", "width>", ...columns],
      series.flatMap(({ parametrisation, networks }) =>
        networks.map((network) => [parametrisation, String(network.width), ...row(network)]),
      ),
      sourceOf(result),
    ),
  ];
}

function depthTable(result: StudyResult): Block[] {
  const networks = byDepth(result);
  if (networks.length === 0) return [];
  return [
    heading(2, "Against the depth"),
    paragraph(`${networks[0].architecture}, ${networks[0].activation}, width ${networks[0].width}.`),
    table(
      ["parametrisation", "layers>", ...columns],
      networks
        .toSorted((a, b) => a.parametrisation.localeCompare(b.parametrisation) || a.depth - b.depth)
        .map((network) => [network.parametrisation, String(network.depth), ...row(network)]),
      sourceOf(result),
    ),
  ];
}

function otherTable(result: StudyResult): Block[] {
  const depths = byDepth(result);
  const others = otherKinds(result).filter(
    (network) => !depths.some((one) => one.cells[0] === network.cells[0]),
  );
  if (others.length === 0) return [];
  return [
    heading(2, "Other architectures"),
    table(
      ["network", "task", "parametrisation", "width>", ...columns],
      others.map((network) => [
        kindOf(network),
        network.task,
        network.parametrisation,
        String(network.width),
        ...row(network),
      ]),
      sourceOf(result),
    ),
  ];
}
