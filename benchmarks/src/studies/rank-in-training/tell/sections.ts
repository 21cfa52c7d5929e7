import { type Block, heading, list, paragraph, table } from "../../../page/document.ts";
import { sourceOf } from "../../../page/source.ts";
import { percent, significant } from "../../../page/units.ts";
import { kindOf, type Measured, smallerThanThePaper } from "../../../telling/networks/networks-measured.ts";
import { medianOf } from "../../../telling/seeds.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { course, type Definition, definitions, layerRows, paramsOf, trainedNetworks } from "./rows.ts";

const names = Object.entries(definitions) as [Definition, string][];
const two = (value: number) => significant(value, 2);

export function report(result: StudyResult): Block[] {
  const { references } = paramsOf(result);
  const networks = trainedNetworks(result);
  return [
    ...(networks.length > 0 ? [paragraph(smallerThanThePaper(networks))] : []),
    heading(2, "What is measured"),
    paragraph(
      `Four definitions of the effective rank of a set of gradients, from the eigenvalues of their kernel: k_ρ, the fewest that hold the share ρ of the sum; the sum over the largest (stable rank); the squared sum over the sum of squares (participation ratio); how many are above float32's rounding of the largest (numerical). Features are the gradients of every output at ${references[references.length - 1]} training examples; loss gradients are one an example. All in coordinates where descent at the parametrisation's own rates is plain descent. Medians over seeds.`,
    ),
    ...kindTable(result, "feature", "Rank of the tangent features, from the start to the end of training"),
    ...kindTable(result, "gradient", "Rank of the examples' loss gradients"),
    ...saturationTable(result),
    ...layerTable(result),
    heading(2, "What these numbers do not say"),
    list([
      "Ranks are of a reference set of tens of examples: no rank can be larger than the number of its outputs.",
      "Loss gradients of examples that are fitted vanish, which lowers the number that count whatever the features do.",
      "Biases and gains have no row of their own among the layers.",
    ]),
  ];
}

const nameColumns = ["network", "task", "parametrisation", "width>"];
const nameOf = (network: Measured) => [
  kindOf(network),
  network.task,
  network.parametrisation,
  String(network.width),
];

function kindTable(result: StudyResult, kind: "feature" | "gradient", title: string): Block[] {
  const networks = trainedNetworks(result);
  if (networks.length === 0) return [];
  return [
    heading(2, title),
    table(
      [...nameColumns, ...names.map(([, name]) => `${name}>`), "kernel moved>", "train loss>", "test>"],
      networks.map((network) => [
        ...nameOf(network),
        ...names.map(([definition]) => {
          const { start, end } = course(network, `${kind}${definition}`);
          return `${two(start.value)} → ${two(end.value)}`;
        }),
        two(course(network, "kernelDistance").end.value),
        two(course(network, "trainLoss").end.value),
        percent(course(network, "testAccuracy").end.value),
      ]),
      sourceOf(result),
    ),
  ];
}

function saturationTable(result: StudyResult): Block[] {
  const networks = trainedNetworks(result);
  if (networks.length === 0) return [];
  const { references } = paramsOf(result);
  return [
    heading(2, "Is the reference set large enough?"),
    paragraph(
      `k₀.₉₉ of the first ${references.join(", ")} reference examples, and its exponent in |R| over the last two: near 1, the rank is that of the set and not of the network.`,
    ),
    table(
      [...nameColumns, ...references.map((r) => `|R| = ${r}>`), "exponent, start>", "exponent, end>"],
      networks.map((network) => [
        ...nameOf(network),
        ...references.map((_, k) => {
          const [start, end] = ["saturationStart", "saturationEnd"].map((name) => {
            const [{ measures = {} }] = network.cells;
            return String((measures[name] as number[])[k]);
          });
          return `${start} → ${end}`;
        }),
        two(medianOf(network, "growthStart")?.value ?? Number.NaN),
        two(medianOf(network, "growthEnd")?.value ?? Number.NaN),
      ]),
      sourceOf(result),
    ),
  ];
}

function layerTable(result: StudyResult): Block[] {
  const rows = layerRows(result).filter(({ network }) => network.parametrisation === "standard");
  if (rows.length === 0) return [];
  const pair = (value: (measure: string) => number, name: string, show = two) =>
    `${show(value(`start${name}`))} → ${show(value(`end${name}`))}`;
  return [
    heading(2, "Layer by layer"),
    paragraph("Standard parametrisation, weights only. Energy: the layer's share of the kernel's trace."),
    table(
      ["network", "task", "width>", "weight", "energy>", "k₀.₉₉>", "stable>", "participation>"],
      rows.map(({ network, name, value }) => [
        kindOf(network),
        network.task,
        String(network.width),
        name,
        `${percent(value("shareStart"))} → ${percent(value("shareEnd"))}`,
        pair(value, "K99"),
        pair(value, "Stable"),
        pair(value, "Participation"),
      ]),
      sourceOf(result),
    ),
  ];
}
