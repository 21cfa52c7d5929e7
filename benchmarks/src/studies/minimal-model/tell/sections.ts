// Tables of every part, and where the released material differs.
import type { Cell } from "@widthwise/measure";
import { heading, list, paragraph } from "../../../page/document.ts";
import { section } from "../../../page/section.ts";
import { exact, fixed, type Maybe, significant } from "../../../page/units.ts";
import { listOf, numberOf, numberOrNaN, paramOf } from "../../../telling/read-cells.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { cellsOf, deltaOf, randomOf } from "./rows.ts";

const delta = (cell: Cell) => String(deltaOf(cell));
const four = (value: Maybe) => fixed(value, 4);

export const sections = (told: Told<Params>) => [
  figure3(told),
  randomStates(told),
  interpolators(told),
  alignment(told),
  notWhitened(told),
  differences(told),
];

function figure3(told: Told<Params>) {
  const of = (name: string) => (cell: Cell) => four(numberOrNaN(cell, name));
  return section({
    heading: "Fig. 3 in numbers",
    note: told.note("figure 3"),
    rows: cellsOf(told, "flow"),
    columns: [
      ["δ>", delta],
      ["S(∞)>", of("finalDistance")],
      ["S(1)>", of("distanceAt1")],
      ["S(1) as in the notebook>", of("notebookDistanceAt1")],
      ["S(5)>", of("distanceAt5")],
      ["μ(1)>", of("muAt1")],
      ["φ(1)>", of("phiAt1")],
      ["φ(5)>", of("phiAt5")],
    ],
  });
}

function randomStates(told: Told<Params>) {
  const random = randomOf(told);
  if (random === undefined) return [];
  const { cases, worst, crossings } = random;
  return [
    heading(2, "Exact against integrated"),
    paragraph(
      `${exact(cases)} random initial states of one to four dimensions, generic, balanced, a₀ = 0, small and large a₀ in turn, rates from ¼ to 4, three times each: the largest difference of (a, w) is ${significant(worst, 2)}. In ${exact(crossings)} of them a changes its sign.`,
    ),
  ];
}

function interpolators(told: Told<Params>) {
  return section({
    heading: "Which interpolator (Fig. 4b)",
    rows: cellsOf(told, "interpolator"),
    columns: [
      ["δ>", delta],
      ["β₁(∞)>", (cell) => four(listOf(cell, "end")[0])],
      ["β₂(∞)>", (cell) => four(listOf(cell, "end")[1])],
    ],
  });
}

function alignment(told: Told<Params>) {
  const of = (name: string) => (cell: Cell) => significant(numberOrNaN(cell, name), 4);
  return section({
    heading: "Time to align",
    rows: cellsOf(told, "alignment"),
    columns: [
      ["δ>", delta],
      ["time from φ = 0.1 to 0.9>", of("time")],
      ["S by then>", of("distance")],
      ["μ by then>", of("mu")],
    ],
  });
}

function notWhitened(told: Told<Params>) {
  const of = (name: string) => (cell: Cell) => significant(numberOf(cell, name), 3);
  return section({
    heading: "Inputs that are not whitened",
    rows: cellsOf(told, "condition"),
    columns: [
      ["condition of XᵀX>", (cell) => paramOf(cell, "condition")],
      ["δ>", delta],
      ["farthest from the whitened path>", of("deviation")],
      ["distance of the end from X⁺y>", of("endError")],
    ],
  });
}

const DIFFERENCES = [
  "the notebook's kernel distance",
  "App. D.1",
  "Thm B.6",
  "Thm 3.1",
  "the notebook's artanh",
  "basins",
];

const differences = (told: Told<Params>) => [
  heading(2, "Where the released material differs"),
  list(DIFFERENCES.map((name) => told.note(name))),
];
