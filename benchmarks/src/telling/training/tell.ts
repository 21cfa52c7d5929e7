// What is said of training steps: exponents, crossovers, which backend to take.
import { heading } from "../../page/document.ts";
import { bytes, count, percent, time, widthLabel } from "../../page/units.ts";
import { error, notes, timeWords } from "../rounds/every-cell.ts";
import { oneMachine, tellRounds } from "../rounds/tell-rounds.ts";
import { aimBlocks } from "./aim.ts";
import { trainingAnswers } from "./answers.ts";
import { crossoverBlocks } from "./crossovers.ts";
import { fastestBlocks } from "./fastest.ts";
import { growthTable } from "./growth-table.ts";
import { headline } from "./headline.ts";
import { trainingPlots } from "./plots.ts";

export const tellTraining = tellRounds({
  answers: trainingAnswers,
  headline,
  opening: (result, options) => [
    ...aimBlocks(result),
    heading(2, "How fast does the cost of an iteration grow?"),
    ...growthTable(result, options),
    ...crossoverBlocks(result),
    ...fastestBlocks(result),
  ],
  plots: trainingPlots,
  cells: {
    what: "iteration",
    note: "“of roofline” is the share of what the machine can do for this work.",
    columns: [
      ["backend", (cell) => cell.backend],
      ["n>", (cell) => String(cell.n)],
      ["width>", (cell) => widthLabel(cell.width)],
      ["time [95 %]>", timeWords],
      ["min>", (cell) => time(cell.timing.min)],
      ["multiply-adds>", (cell) => (cell.counters?.macs === undefined ? "–" : count(cell.counters.macs))],
      ["of roofline>", (cell) => (cell.rate?.ofPeak === undefined ? "–" : percent(cell.rate.ofPeak))],
      ["init>", (cell) => (cell.initNs === undefined ? "–" : time(cell.initNs))],
      ["peak memory>", (cell) => (cell.peakBytes === undefined ? "–" : bytes(cell.peakBytes))],
      ["error>", error],
      ["notes", notes],
    ],
  },
  limits: (result) => [
    "An exponent holds over the widths listed beside it and not beyond: logarithms and constant costs bend every line.",
    "Its interval covers what varies from width to width, not the error of calling a bent line straight: look at the local exponents.",
    "Exponents hide constant factors, and times hide growth: read both.",
    "Every sample is the first step from the initial state. Later steps fire other neurons; `npx widthwise train` shows whole runs.",
    "An iteration of Gauss–Newton does more than one of gradient descent: compare time to a loss with `npx widthwise train`.",
    "The roofline counts every access as if caches did not exist, so work that fits a cache may pass 100 %.",
    "A right answer is a condition for a time; speed is not a statement about accuracy after training.",
    oneMachine(result),
  ],
});
