// B9: what a sketch asks to be chosen. B13: whether anything lowers the power of n.
import { smallest } from "@widthwise/measure";
import { distinct, lastOf } from "../../../page/lists.ts";
import { exact, isThere, percent, ratio, significant, span, time } from "../../../page/units.ts";
import { middleOf } from "../../../telling/gaps.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import {
  type EmbeddingRow,
  embeddingFailuresOf,
  embeddingRows,
  failuresOf,
  mainShape,
  medianSteps,
  plainRows,
  stepWords,
} from "./embeddings.ts";
import { exactFor, isSketched, overtakes, type TimeRow, timeRows, waysOf } from "./times.ts";

const short = (value: number) => significant(value, 2);

/** Size, failure probability, tolerance, and when there is nothing to choose. */
export function burden({ result }: Told<Params>): string | undefined {
  const rows = mainShape(embeddingRows(result));
  if (rows.length === 0) return undefined;
  const [{ n, width }] = rows;
  const plain = plainRows(result).filter((row) => row.n === n && row.width === width);
  if (plain.length === 0) return undefined;
  const ratios = distinct(rows.map((row) => row.ratio));
  const at = (size: number) => rows.filter((row) => row.ratio === size);
  const failed = ratios.map((size) => {
    const { count, trials, interval } = failuresOf(at(size));
    return `${count} of ${trials} at ${size}n (at most ${percent(interval.hi)})`;
  });
  const missed = ratios.map((size) => {
    const { count, trials } = embeddingFailuresOf(at(size));
    return `${count} of ${trials} at ${size}n`;
  });
  const practical = ratios.includes(4) ? 4 : lastOf(ratios);
  const own = at(practical);
  const stepsTo = (own: readonly EmbeddingRow[], which: 0 | 1) => own.map((row) => medianSteps(row, which));
  const stepSpan = (which: 0 | 1) => span(stepsTo(own, which), stepWords);
  const conditions = span(
    plain.map(({ condition }) => condition),
    short,
  );
  return `Small: with ${practical}n rows every kind of sketch and every data set takes ${stepSpan(0)} steps to a residual of 1e-3 and ${stepSpan(1)} to 1e-8 (medians over keys, n = ${n}), whatever the condition of G (${conditions}); the tolerance costs a fixed number of steps a digit. Keys that need over twice the promised steps: ${failed.join(", ")}; such a failure costs steps, not correctness. The distortion ½ that theory asks for is missed by ${missed.join(", ")}, and is not needed. ${whereItPays(plain, own)}, and where n allows an exact solve none of the three has to be chosen.`;
}

/** From which condition number plain conjugate gradients take more steps than sketched ones. */
function whereItPays(plain: ReturnType<typeof plainRows>, rows: readonly EmbeddingRow[]): string {
  const compared = plain.flatMap(({ data, condition, steps }) => {
    const sketched = rows.filter((row) => row.data === data).map((row) => medianSteps(row, 1));
    const beside = middleOf(sketched);
    if (!isThere(steps[1]) || !isThere(beside)) return [];
    return [{ condition, pays: steps[1] < 0 || steps[1] > beside }];
  });
  const [pays, idle] = [true, false].map((which) =>
    compared.filter((one) => one.pays === which).map(({ condition }) => condition),
  );
  if (pays.length === 0) return "On none of the data does that save steps over plain conjugate gradients";
  const not = idle.length > 0 ? ` (not at ${span(idle, short)})` : "";
  return `It saves steps over plain conjugate gradients from a condition number of ${short(smallest(pays))} on${not}`;
}

/** On the clock: the exact solve against iterations, with and without a sketch. */
export function lowerPower({ result }: Told<Params>): string | undefined {
  const rows = timeRows(result);
  const sentences = [...Map.groupBy(rows, ({ data }) => data)].flatMap(([data, own]) => {
    const pairs = own
      .filter(({ algorithm }) => algorithm === "cg")
      .flatMap((plain) => {
        const exact = exactFor(own, plain);
        return exact === undefined ? [] : [{ plain: plain.medians, exact: exact.medians, n: plain.n }];
      });
    return pairs.length < 2 ? [] : [`${data}: ${plainAgainstExact(pairs)}`];
  });
  if (sentences.length === 0) return undefined;
  return `Yes, by plain conjugate gradients, n² multiply-adds a step and few steps where G is well conditioned. ${sentences.join("; ")}.${sketchAgainstExact(rows)}`;
}

type Medians = TimeRow["medians"];

function plainAgainstExact(pairs: readonly { n: number; plain: Medians; exact: Medians }[]): string {
  const found = overtakes(
    pairs.map(({ n }) => n),
    pairs.map(({ exact }) => exact.solveNs),
    pairs.map(({ plain }) => plain.nsTo1e8),
  );
  const { n, plain, exact: solve } = lastOf(pairs);
  const from = found
    ? `from n = ${exact(Math.round(found.n))}${found.always ? " on, the smallest measured," : " on"} plain conjugate gradients to 1e-8 beat the exact n³/6 solve`
    : "plain conjugate gradients to 1e-8 do not beat the exact solve in the range measured";
  return `${from} (at n = ${n}: ${time(plain.nsTo1e8)} in ${exact(plain.stepsTo1e8)} steps against ${time(solve.solveNs)})`;
}

/** Of the last sketch at the largest n that has one. */
function sketchAgainstExact(rows: readonly TimeRow[]): string {
  const largest = rows.findLast(isSketched);
  const exact = largest && exactFor(rows, largest);
  if (!largest || !exact) return "";
  return ` A sketch does not lower it: its QR is of order n³ as well, and at n = ${largest.n} \`${largest.algorithm}\` takes ${ratio(waysOf(largest)[1].ns / exact.medians.solveNs)} the exact solve's time.`;
}
