// What is said of search structures: queries and updates against the width, or against the number of inputs.
import { count, time, widthLabel } from "../../page/units.ts";
import { error, notes, timeWords } from "../rounds/every-cell.ts";
import { oneMachine, tellRounds } from "../rounds/tell-rounds.ts";
import { lowerBoundAnswer, lowerBoundBlocks } from "./lower-bound.ts";
import { searchPlots } from "./plots.ts";
import { axisOf, measured } from "./searches.ts";
import { structureAnswer, structureBlocks } from "./structures.ts";

export const tellSearches = tellRounds({
  headline(result) {
    const answer = axisOf(result) === "n" ? lowerBoundAnswer(result) : (structureAnswer(result)[0] ?? "");
    // the entry of a list: its first sentence
    return answer.split(/(?<=[a-z)])\. /)[0];
  },
  opening: (result) => (axisOf(result) === "n" ? lowerBoundBlocks(result) : structureBlocks(result)),
  plots: searchPlots,
  cells: {
    what: "operation",
    note: "Visits are entries looked at, counted.",
    columns: [
      ["n>", (cell) => String(cell.n)],
      ["width>", (cell) => widthLabel(cell.width)],
      ["time [95 %]>", timeWords],
      ["min>", (cell) => time(cell.timing.min)],
      ["visits>", (cell) => count(measured(cell, "visits"))],
      ["compares>", (cell) => count(cell.counters?.compares)],
      ["words>", (cell) => count(cell.counters?.words)],
      ["multiply-adds>", (cell) => count(cell.counters?.macs)],
      ["fired pairs>", (cell) => count(measured(cell, "fired"))],
      ["neurons moved>", (cell) => count(measured(cell, "neurons"))],
      ["error>", error],
      ["notes", notes],
    ],
  },
  limits: (result) => [
    "An exponent holds over the sizes listed beside it and not beyond: logarithms, constant costs and caches bend every line.",
    "z is drawn from its exact law at initialisation, N(0, X Xᵀ); later in training fewer neurons fire and fewer move.",
    "Update by a step has the differences given: computing them costs the same for every structure and is not in the time.",
    "All structures are float64 in one thread of JavaScript: constants, not exponents, would change in WebAssembly.",
    "A structure that is rebuilt or restored between samples finds a cold cache more often than in a training loop.",
    oneMachine(result),
  ],
});
