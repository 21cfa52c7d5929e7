import { leastForInterval } from "@widthwise/measure";
import { sourceOf } from "../../report/content/source.ts";
import { type Block, heading, list, paragraph, table } from "../../report/document.ts";
import { significant } from "../../report/units.ts";
import { listOf } from "../../run-study/measures.ts";
import type { StudyResult } from "../../run-study/study.ts";
import { periodName } from "./answers.ts";
import { lossAfter, medianOf, type Period, paramsOf, ratesOf } from "./select.ts";

/** Columns of the diagram of steps and periods. */
const COLUMNS = 6;

export function report(result: StudyResult): Block[] {
  const { steps } = paramsOf(result);
  const interval = (period: Period, measure: string) => {
    const found = medianOf(period, measure);
    if (found === null) return "diverged";
    const [value, lo, hi] = [found.value, found.lo, found.hi].map((x) => significant(x, 2));
    return `${value} [${lo}, ${hi}]`;
  };
  const plain = (period: Period, measure: string) =>
    significant(medianOf(period, measure)?.value ?? Number.NaN, 2);
  const tables = ratesOf(result).flatMap(({ rate, periods }): Block[] => {
    const looks = listOf(periods[0].cells[0], "curveSteps");
    const shown = looks.filter((_, k) => (looks.length - 1 - k) % Math.ceil(looks.length / COLUMNS) === 0);
    return [
      heading(3, `Rate ${rate}`),
      table(
        ["K>", "updates>", "test loss>", "train loss>", "kernel moved>", "alignment>", "parameters moved>"],
        periods.map((period) => [
          periodName(period.period, steps),
          plain(period, "updates"),
          interval(period, "testLoss"),
          plain(period, "trainLoss"),
          plain(period, "kernelDistance"),
          `${plain(period, "alignmentBefore")} to ${plain(period, "alignment")}`,
          plain(period, "parameterDistance"),
        ]),
        sourceOf(result),
      ),
      paragraph("Median test loss when training is ended after so many steps, by period:"),
      table(
        ["K>", ...shown.map((step) => `${step} steps>`)],
        periods.map((period) => [
          periodName(period.period, steps),
          ...shown.map((step) => significant(lossAfter(period, step), 2)),
        ]),
        sourceOf(result),
      ),
    ];
  });
  return [
    heading(2, "Training with features renewed every K steps"),
    paragraph(
      `The network is trained on its linearisation, which is renewed every K steps; K = 1 is gradient descent, K = ∞ the fixed tangent kernel. Same optimiser, data and start for all K. Medians over seeds with intervals: order statistics at 95 % from ${leastForInterval} seeds on, least and most below. Kernel moved: 1 − cosine of the tangent kernels before and after. Alignment: yᵀKy/(‖K‖‖y‖²).`,
    ),
    ...tables,
    heading(2, "What these numbers do not say"),
    list([
      "A made task of signs and a two-layer network, not the CIFAR-10 and the convolutional network of the paper.",
      "Full batches and one optimiser: nothing is said about mini-batches or Adam.",
      "All periods get the same number of steps; a linearised step costs up to twice an ordinary one.",
    ]),
  ];
}
