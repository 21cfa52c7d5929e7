// The race, single steps, choices of references, renewals, and counted work: a table each.
import { leastForInterval } from "@widthwise/measure";
import { paragraph } from "../../../page/document.ts";
import { type Cells, section } from "../../../page/section.ts";
import {
  bytes,
  count,
  exact,
  orDash,
  percent,
  significant,
  slopeInterval,
  time,
} from "../../../page/units.ts";
import { medianOf, medianValue, type Seeds } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { accuracyOf, breakEven, type Racer, racerName, racers, totalNs } from "./racers.ts";
import { parametersOf, stepExponent, stepRows } from "./steps.ts";
import { type Choice, choices, endAccuracy, renewals, ruleName } from "./subspaces.ts";
import { memoryRows, type Preparation, preparations, stepWork } from "./work.ts";

export const sections = (told: Told<Params>) => [
  paragraph(
    `A smaller grid than the paper's: n = ${told.params.n} instead of 60 000, and about a million parameters instead of eleven. What is said of the paper's size is extrapolated from counts and says so. Medians over seeds; intervals from ${leastForInterval} seeds on.`,
  ),
  raceTable(told),
  stepTable(told),
  section({
    heading: "Which references, how many, how many directions",
    note: told.note("energy"),
    rows: choices(told),
    columns: [
      ["|R|>", ({ at }) => String(at)],
      ["kind", ({ kind }) => kind],
      ["directions>", median("rank", exact)],
      ["k₀.₉₉>", median("k99", exact)],
      ["captured energy>", median("capturedEnergy", percent)],
      ["accuracy, linear>", median("testAccuracy", percent)],
      ["real>", median("writtenAccuracy", percent)],
    ] satisfies Cells<Choice>[],
  }),
  section({
    heading: "The subspace renewed",
    rows: renewals(told),
    columns: [
      ["renewed", ruleName],
      ["renewals>", median("refreshes", exact)],
      ["accuracy of the real network>", (row) => percent(medianValue(row, endAccuracy))],
      [
        "least and most over seeds>",
        (row) => orDash(medianOf(row, endAccuracy), ({ lo, hi }) => `${percent(lo)} to ${percent(hi)}`),
      ],
    ],
  }),
  preparationTable(told),
  section({
    heading: "Memory of preparation, and its bound",
    note: told.note("memory"),
    rows: memoryRows(told),
    columns: [
      ["width>", ({ width }) => String(width)],
      ["n>", ({ n }) => String(n)],
      ["k>", ({ rank }) => exact(rank)],
      ["by", ({ by }) => by],
      ["bound>", ({ bound }) => bytes(bound)],
      ["result>", ({ result }) => bytes(result)],
      ["at most held>", ({ peak }) => bytes(peak)],
      ["beside result and copy>", ({ beyond }) => bytes(Math.max(0, beyond))],
    ],
  }),
  section({
    heading: "Steps, counted",
    rows: stepWork(told),
    columns: [
      ["k>", ({ rank }) => exact(rank)],
      ["in coordinates>", ({ of }) => count(of("lowRankMacs"))],
      ["look at the drift>", ({ of }) => count(of("driftMacs"))],
      ["SGD>", ({ of }) => count(of("sgdMacs"))],
      ["Adam>", ({ of }) => count(of("adamMacs"))],
      ["linearised>", ({ of }) => count(of("linearisedMacs"))],
    ],
  }),
];

function median(measure: string, show: (value: number) => string) {
  return (seeds: Seeds) => show(medianValue(seeds, measure));
}

function raceTable(told: Told<Params>) {
  const all = racers(told);
  const sgd = all.find(({ trainer }) => trainer === "backprop-sgd");
  const evenText = (racer: Racer) => {
    if (sgd === undefined || racer.trainer !== "low-rank") return "–";
    const epochs = breakEven(sgd, racer);
    return epochs === null ? "never" : `${significant(epochs, 2)} epochs`;
  };
  return section({
    heading: "Against backpropagation",
    note: `${told.params.epochs} epochs each. ${told.note("race")}`,
    rows: all,
    columns: [
      ["trainer", racerName],
      ["prepare>", median("prepareNs", (ns) => (ns > 0 ? time(ns) : "–"))],
      ["epoch>", median("epochNs", time)],
      ["all>", (racer) => time(totalNs(racer))],
      ["accuracy, linear>", (racer) => percent(accuracyOf(racer))],
      ["real>", median("writtenAccuracy", percent)],
      ["break-even with SGD>", evenText],
      ["seeds>", ({ cells }) => String(cells.length)],
    ],
  });
}

/** A row per size, and one with the exponents. */
function stepTable(told: Told<Params>) {
  const { steps, batch } = told.params;
  const rows = stepRows(told);
  const timed =
    (measure: string, last: string): Cells<Seeds | undefined>[1] =>
    (row) =>
      row === undefined ? last : time(medianValue(row, measure));
  const exponent = (measure: "lowRankStepNs" | "backpropStepNs") => {
    const found = stepExponent(told, measure);
    return timed(measure, found ? slopeInterval(found) : "five sizes needed");
  };
  return section({
    heading: "One step against the parameter count",
    note: `Minibatches of ${batch}, k = ${steps.rank}, |R| = ${steps.references}.`,
    rows: rows.length > 0 ? [...rows, undefined] : [],
    columns: [
      ["parameters>", (row) => (row === undefined ? "exponent" : count(parametersOf(row)))],
      ["step in coordinates>", exponent("lowRankStepNs")],
      ["step of backpropagation>", exponent("backpropStepNs")],
      ["prepare>", timed("prepareNs", "–")],
    ],
  });
}

function preparationTable(told: Told<Params>) {
  const { n, work } = told.params;
  const far = work.extrapolate.n;
  const macs = (examples: number): Cells<Preparation> => [
    `multiply-adds, n = ${examples}>`,
    (one) => count(one.at("Macs", examples)),
  ];
  const moved = (examples: number): Cells<Preparation> => [
    "bytes moved>",
    (one) => bytes(one.at("BytesMoved", examples)),
  ];
  return section({
    heading: "Preparation, counted",
    note: `Counted on ${work.n.join(" and ")} examples, of which any number follows exactly, since the work is linear in them. The right columns are such an extrapolation to the paper's n = ${far}.`,
    rows: preparations(told),
    columns: [
      ["parameters>", ({ parameters }) => count(parameters)],
      ["k>", ({ rank }) => exact(rank)],
      ["by", ({ by }) => by],
      macs(n),
      moved(n),
      ["eigenvectors>", ({ eigenMacs }) => count(eigenMacs)],
      macs(far),
      moved(far),
    ],
  });
}
