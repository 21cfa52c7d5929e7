// What is measured; ranks of features and of loss gradients; whether the reference set is large enough; single layers.
import { heading, paragraph } from "../../../page/document.ts";
import { type Cells, section } from "../../../page/section.ts";
import { exact, percent, significant } from "../../../page/units.ts";
import { kindOf, type Measured, smallerThanThePaper } from "../../../telling/networks/networks-measured.ts";
import { entryOf } from "../../../telling/read-cells.ts";
import { medianValue } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import {
  endOf,
  type Kind,
  type LayerRow,
  layerRows,
  names,
  referencesOf,
  startOf,
  trainedNetworks,
} from "./rows.ts";

const two = (value: number) => significant(value, 2);

export function sections(told: Told<Params>) {
  const networks = trainedNetworks(told);
  const { references } = told.params;
  return [
    networks.length > 0 ? paragraph(smallerThanThePaper(networks)) : [],
    heading(2, "What is measured"),
    paragraph(
      `${told.note("ranks")} Features are the gradients of every output at ${referencesOf(told)} training examples; loss gradients are one an example. All in coordinates where descent at the parametrisation's own rates is plain descent. Medians over seeds.`,
    ),
    kindTable(networks, "feature", "Rank of the tangent features, from the start to the end of training"),
    kindTable(networks, "gradient", "Rank of the examples' loss gradients"),
    section({
      heading: "Is the reference set large enough?",
      note: `k₀.₉₉ of the first ${references.join(", ")} reference examples, and its exponent in |R| over the last two: near 1, the rank is that of the set and not of the network.`,
      rows: networks,
      columns: [
        ...identity,
        ...references.map((size, k): Cells<Measured> => {
          const rank = (when: string) => (network: Measured) =>
            entryOf(network.cells[0], `saturation${when}`, k);
          return [`|R| = ${size}>`, fromTo(rank("Start"), rank("End"), exact)];
        }),
        ["exponent, start>", (network) => two(medianValue(network, "growthStart"))],
        ["exponent, end>", (network) => two(medianValue(network, "growthEnd"))],
      ],
    }),
    section({
      heading: "Layer by layer",
      note: told.note("layers"),
      rows: layerRows(told).filter(({ network }) => network.parametrisation === "standard"),
      columns: [
        ["network", ({ network }) => kindOf(network)],
        ["task", ({ network }) => network.task],
        ["width>", ({ network }) => String(network.width)],
        ["weight", ({ name }) => name],
        ["energy>", ofLayer("shareStart", "shareEnd", percent)],
        ["k₀.₉₉>", ofLayer("startK99", "endK99")],
        ["stable>", ofLayer("startStable", "endStable")],
        ["participation>", ofLayer("startParticipation", "endParticipation")],
      ],
    }),
  ];
}

const identity: readonly Cells<Measured>[] = [
  ["network", kindOf],
  ["task", ({ task }) => task],
  ["parametrisation", ({ parametrisation }) => parametrisation],
  ["width>", ({ width }) => String(width)],
];

const kindTable = (networks: readonly Measured[], kind: Kind, title: string) =>
  section({
    heading: title,
    rows: networks,
    columns: [
      ...identity,
      ...names.map(([definition, name]): Cells<Measured> => {
        const measure = `${kind}${definition}`;
        return [
          `${name}>`,
          fromTo(
            (network) => startOf(network, measure),
            (network) => endOf(network, measure),
          ),
        ];
      }),
      ["kernel moved>", (network) => two(endOf(network, "kernelDistance"))],
      ["train loss>", (network) => two(endOf(network, "trainLoss"))],
      ["test>", (network) => percent(endOf(network, "testAccuracy"))],
    ],
  });

/** "12 → 15" */
const fromTo =
  <Row>(from: (row: Row) => number, to: (row: Row) => number, show: (value: number) => string = two) =>
  (row: Row) =>
    `${show(from(row))} → ${show(to(row))}`;

const ofLayer = (from: string, to: string, show?: (value: number) => string) =>
  fromTo<LayerRow>(
    (row) => medianValue(row, from),
    (row) => medianValue(row, to),
    show,
  );
