// Answers to B9 and B13, from the numbers of a result.
import { median } from "@widthwise/measure";
import { distinct } from "../../../page/lists.ts";
import { percent, significant, span, time, ratio as times } from "../../../page/units.ts";
import type { Answer } from "../../../telling/tell.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import {
  type EmbeddingRow,
  embeddingFailuresOf,
  embeddingRows,
  failuresOf,
  mainShape,
  medianSteps,
  overtakes,
  plainRows,
  timeRows,
} from "./rows.ts";
import { stepWords, waysOf } from "./sections.ts";

export function answers(result: StudyResult): Answer[] {
  return [
    { question: "B9", sentence: burden(result) },
    { question: "B13", sentence: lowerPower(result) },
  ].filter((answer): answer is Answer => answer.sentence !== undefined);
}

/** Size, failure probability, tolerance, and when there is nothing to choose. */
function burden(result: StudyResult): string | undefined {
  const rows = mainShape(embeddingRows(result));
  if (rows.length === 0) return undefined;
  const [{ n, width }] = rows;
  const plain = plainRows(result).filter((row) => row.n === n && row.width === width);
  const ratios = distinct(rows.map(({ ratio }) => ratio));
  const at = (ratio: number) => rows.filter((row) => row.ratio === ratio);
  const stepsOf = (own: readonly EmbeddingRow[], which: 0 | 1) =>
    own.map(({ steps }) => medianSteps(steps[which]));
  const failed = ratios.map((ratio) => {
    const { count, trials, interval } = failuresOf(at(ratio));
    return `${count} of ${trials} at ${ratio}n (at most ${percent(interval.hi)})`;
  });
  const missed = ratios
    .map((ratio) => {
      const { count, trials } = embeddingFailuresOf(at(ratio));
      return `${count} of ${trials} at ${ratio}n`;
    })
    .join(", ");
  const practical = ratios.includes(4) ? 4 : ratios[ratios.length - 1];
  const own = at(practical);
  const pays = plain
    .filter(({ data, steps }) => {
      const sketched = median(
        stepsOf(
          own.filter((row) => row.data === data),
          1,
        ),
      );
      return steps[1] < 0 || steps[1] > sketched;
    })
    .map(({ condition }) => condition);
  const idle = plain.map(({ condition }) => condition).filter((condition) => !pays.includes(condition));
  const when =
    pays.length === 0
      ? "On none of the data does that save steps over plain conjugate gradients"
      : `It saves steps over plain conjugate gradients from a condition number of ${significant(Math.min(...pays), 2)} on${idle.length > 0 ? ` (not at ${span(idle, (value) => significant(value, 2))})` : ""}`;
  return `Small: with ${practical}n rows every kind of sketch and every data set takes ${span(stepsOf(own, 0), stepWords)} steps to a residual of 1e-3 and ${span(stepsOf(own, 1), stepWords)} to 1e-8 (medians over keys, n = ${n}), whatever the condition of G (${span(
    plain.map(({ condition }) => condition),
    (value) => significant(value, 2),
  )}); the tolerance costs a fixed number of steps a digit. Keys that need over twice the promised steps: ${failed.join(", ")}; such a failure costs steps, not correctness. The distortion ½ that theory asks for is missed by ${missed}, and is not needed. ${when}, and where n allows an exact solve none of the three has to be chosen.`;
}

/** On the clock: the exact solve against iterations, with and without a sketch. */
function lowerPower(result: StudyResult): string | undefined {
  const rows = timeRows(result);
  const sentences = [...Map.groupBy(rows, ({ data }) => data)].flatMap(([data, own]) => {
    const exact = own.filter(({ algorithm }) => algorithm === "cholesky");
    const plain = own.filter(({ algorithm }) => algorithm === "cg");
    const ns = exact.map(({ n }) => n).filter((n) => plain.some((row) => row.n === n));
    if (ns.length < 2) return [];
    const solve = ns.map((n) => exact.find((row) => row.n === n)!.kinds.solveNs);
    const iterate = ns.map((n) => plain.find((row) => row.n === n)!.kinds.nsTo1e8);
    const found = overtakes(ns, solve, iterate);
    const [n, a, b] = [ns, solve, iterate].map((values) => values[values.length - 1]);
    const steps = plain[plain.length - 1].kinds.stepsTo1e8;
    const from = found
      ? `from n = ${Math.round(found.n)}${found.always ? " on, the smallest measured," : " on"} plain conjugate gradients to 1e-8 beat the exact n³/6 solve`
      : "plain conjugate gradients to 1e-8 do not beat the exact solve in the range measured";
    return [`${data}: ${from} (at n = ${n}: ${time(b)} in ${steps} steps against ${time(a)})`];
  });
  if (sentences.length === 0) return undefined;
  const sketched = rows.filter(({ kinds }) => kinds.qrNs !== undefined);
  const largest = sketched[sketched.length - 1];
  const base =
    largest &&
    rows.find((row) => row.algorithm === "cholesky" && row.data === largest.data && row.n === largest.n);
  const qr = base
    ? ` A sketch does not lower it: its QR is of order n³ as well, and at n = ${largest.n} \`${largest.algorithm}\` takes ${times(waysOf(largest)[1].ns / base.kinds.solveNs)} the exact solve's time.`
    : "";
  return `Yes, by plain conjugate gradients, n² multiply-adds a step and few steps where G is well conditioned. ${sentences.join("; ")}.${qr}`;
}
