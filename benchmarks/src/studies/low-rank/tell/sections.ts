import { leastForInterval } from "@widthwise/measure";
import { type Block, heading, list, paragraph, table } from "../../../page/document.ts";
import { sourceOf } from "../../../page/source.ts";
import { bytes, count, percent, significant, slopeInterval, time } from "../../../page/units.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import {
  breakEven,
  choices,
  memoryRows,
  paramsOf,
  preparations,
  racerName,
  racers,
  renewals,
  ruleName,
  stepExponent,
  stepRows,
  stepWork,
} from "./rows.ts";

export function report(result: StudyResult): Block[] {
  const { n } = paramsOf(result);
  return [
    paragraph(
      `A smaller grid than the paper's: n = ${n} instead of 60 000, and about a million parameters instead of eleven. What is said of the paper's size is extrapolated from counts and says so. Medians over seeds; intervals from ${leastForInterval} seeds on.`,
    ),
    ...raceTable(result),
    ...stepTable(result),
    ...choiceTable(result),
    ...renewalTable(result),
    ...workTables(result),
    heading(2, "What these numbers do not say"),
    list([
      "Features of new inputs cost what those of training examples cost: an answer of the linear model at one input is a kernel with R. The real network at the trained parameters needs none.",
      "The step size of the linear dynamics is that of backpropagation; in coordinates a larger one, or a solver, would be cheap to try.",
      "Times of preparation include the kernel of R, its eigenvectors, features and outputs of all training examples; the features of unseen examples are beside the clock.",
      "Multiply-adds are those of matrix products that tfjs ran; the eigendecomposition runs in float64 outside tfjs.",
    ]),
  ];
}

function raceTable(result: StudyResult): Block[] {
  const all = racers(result);
  if (all.length === 0) return [];
  const sgd = all.find(({ trainer }) => trainer === "backprop-sgd");
  const { epochs } = paramsOf(result);
  return [
    heading(2, "Against backpropagation"),
    paragraph(
      `${epochs} epochs each. Linear: accuracy on unseen examples of what was trained, the linear model where there is one; real: of the network at the trained parameters.`,
    ),
    table(
      [
        "trainer",
        "prepare>",
        "epoch>",
        "all>",
        "accuracy, linear>",
        "real>",
        "break-even with SGD>",
        "seeds>",
      ],
      all.map((racer) => {
        const even = sgd && racer.trainer === "low-rank" ? breakEven(sgd, racer) : undefined;
        return [
          racerName(racer),
          racer.prepareNs.value > 0 ? time(racer.prepareNs.value) : "–",
          time(racer.epochNs.value),
          time(racer.totalNs.value),
          percent(racer.accuracy.value),
          percent(racer.written.value),
          even === undefined ? "–" : even === null ? "never" : `${significant(even, 2)} epochs`,
          String(racer.cells.length),
        ];
      }),
      sourceOf(result),
    ),
  ];
}

function stepTable(result: StudyResult): Block[] {
  const rows = stepRows(result);
  if (rows.length === 0) return [];
  const { steps, batch } = paramsOf(result);
  const fits = (["lowRank", "backprop"] as const).map((which) => {
    const fit = stepExponent(result, which);
    return fit ? slopeInterval(fit) : "five sizes needed";
  });
  return [
    heading(2, "One step against the parameter count"),
    paragraph(`Minibatches of ${batch}, k = ${steps.rank}, |R| = ${steps.references}.`),
    table(
      ["parameters>", "step in coordinates>", "step of backpropagation>", "prepare>"],
      [
        ...rows.map((row) => [
          count(row.parameters),
          time(row.lowRank.value),
          time(row.backprop.value),
          time(row.prepare.value),
        ]),
        ["exponent", ...fits, "–"],
      ],
      sourceOf(result),
    ),
  ];
}

function choiceTable(result: StudyResult): Block[] {
  const rows = choices(result);
  if (rows.length === 0) return [];
  return [
    heading(2, "Which references, how many, how many directions"),
    paragraph(
      "Captured energy: the share of held-out examples' squared gradients that lies in the span. k₀.₉₉ of the reference gradients themselves.",
    ),
    table(
      ["|R|>", "kind", "directions>", "k₀.₉₉>", "captured energy>", "accuracy, linear>", "real>"],
      rows.map(({ references, kind, directions, k99, energy, accuracy, written }) => [
        String(references),
        kind,
        String(directions.value),
        String(k99.value),
        percent(energy.value),
        percent(accuracy.value),
        percent(written.value),
      ]),
      sourceOf(result),
    ),
  ];
}

function renewalTable(result: StudyResult): Block[] {
  const rows = renewals(result);
  if (rows.length === 0) return [];
  return [
    heading(2, "The subspace renewed"),
    table(
      ["renewed", "renewals>", "accuracy of the real network>", "least and most over seeds>"],
      rows.map((row) => [
        ruleName(row),
        String(row.refreshes.value),
        percent(row.accuracy.value),
        `${percent(row.accuracy.lo)} to ${percent(row.accuracy.hi)}`,
      ]),
      sourceOf(result),
    ),
  ];
}

function workTables(result: StudyResult): Block[] {
  const { n, work } = paramsOf(result);
  const prepared = preparations(result);
  const memory = memoryRows(result);
  const steps = stepWork(result);
  if (prepared.length === 0) return [];
  return [
    heading(2, "Preparation, counted"),
    paragraph(
      `Counted on ${work.n.join(" and ")} examples, of which any number follows exactly, since the work is linear in them. The right columns are such an extrapolation to the paper's n = ${work.extrapolate.n}.`,
    ),
    table(
      [
        "parameters>",
        "k>",
        "by",
        `multiply-adds, n = ${n}>`,
        "bytes moved>",
        "eigenvectors>",
        `multiply-adds, n = ${work.extrapolate.n}>`,
        "bytes moved>",
      ],
      prepared.map((one) => [
        count(one.parameters),
        String(one.rank),
        one.by,
        count(one.at("Macs", n)),
        bytes(one.at("BytesMoved", n)),
        count(one.eigenMacs),
        count(one.at("Macs", work.extrapolate.n)),
        bytes(one.at("BytesMoved", work.extrapolate.n)),
      ]),
      sourceOf(result),
    ),
    heading(2, "Memory of preparation, and its bound"),
    paragraph(
      "Bytes of tensors beyond those at the start. The bound is on what is held beside the result, which is the features and a copy of the parameters, and a second copy of the features.",
    ),
    table(
      ["width>", "n>", "k>", "by", "bound>", "result>", "at most held>", "beside result and copy>"],
      memory.map((row) => [
        String(row.width),
        String(row.n),
        String(row.rank),
        row.by,
        bytes(row.bound),
        bytes(row.result),
        bytes(row.peak),
        bytes(Math.max(0, row.beyond)),
      ]),
      sourceOf(result),
    ),
    heading(2, "Steps, counted"),
    table(
      ["k>", "in coordinates>", "look at the drift>", "SGD>", "Adam>", "linearised>"],
      steps.map(({ rank, of }) => [
        String(rank),
        ...["lowRank", "drift", "sgd", "adam", "linearised"].map((name) => count(of(`${name}Macs`))),
      ]),
      sourceOf(result),
    ),
  ];
}
