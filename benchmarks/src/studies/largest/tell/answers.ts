// B15: does it scale to problems of the size of ImageNet?

import {
  bytes,
  count,
  percent,
  significant,
  tolerance as toleranceLabel,
  widthLabel,
} from "../../../page/units.ts";
import type { Answer } from "../../../telling/tell.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { BYTES_OF_ENTRY, bytesOfRow, imageNet, largestInputs, widestWeights } from "../law.ts";
import { agreement, frontier, paramsOf, type Size, sizesOf, wholeOf } from "./rows.ts";

export function answers(result: StudyResult): Answer[] {
  const sizes = sizesOf(result);
  const largest = frontier(sizes);
  if (largest.length === 0) return [];
  const sentence = [
    `Not as it stands. The largest problems that were trained: ${largest.map((size) => reached(result, size)).join("; ")}.`,
    memory(sizes),
    inputs(sizes),
    limit(result, sizes),
    batches(sizes),
  ].filter((part) => part !== undefined);
  return [{ question: "B15", sentence: sentence.join(" ") }];
}

/** Counted work, with an exponent where units have no names any more. */
export const work = (value: number) => (value < 1e15 ? count(value) : significant(value, 2));

/** "1 281 167" */
export const grouped = (value: number) => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, " ");

function reached(result: StudyResult, { n, d, width, live, epochs, residuals, peakBytes }: Size): string {
  const { tolerance } = paramsOf(result);
  const end =
    epochs === null
      ? `‖f−y‖ ${significant(residuals[residuals.length - 1], 2)} after ${residuals.length - 1} steps`
      : `‖f−y‖ ≤ ${toleranceLabel(tolerance)} in ${epochs} steps`;
  return `n = ${n} at width ${widthLabel(width)}, ${count(width * d)} weights of which none is formed (${count(live)} live neurons, ${end}, peak memory ${bytes(peakBytes)})`;
}

function memory(sizes: readonly Size[]): string | undefined {
  const found = agreement(sizes);
  if (found === undefined) return undefined;
  const { least, most, count: runs } = found;
  return `Memory is ${significant(bytesOfRow(1e6) / 1e6, 3)}·n bytes a live neuron and ${BYTES_OF_ENTRY}·n² for the matrices: measured over law ${significant(least, 3)} to ${significant(most, 3)} in ${runs} runs of 128 MiB and more.`;
}

/** The live share against n, at the width that has most values of n. */
export function byInputs(sizes: readonly Size[]): Size[] {
  const groups = [...Map.groupBy(wholeOf(sizes), ({ width }) => width).values()];
  return groups.sort((a, b) => b.length - a.length)[0] ?? [];
}

function inputs(sizes: readonly Size[]): string | undefined {
  const own = byInputs(sizes);
  if (own.length < 2) return undefined;
  const [first, last] = [own[0], own[own.length - 1]];
  const live = ({ live: neurons, width }: Size) => percent(neurons / width);
  return `What bounds it is n, not the width: at width ${widthLabel(first.width)} ${live(first)} of neurons are live at n = ${first.n}, ${live(last)} at n = ${last.n}, and in the end all are.`;
}

/** The width that the limits are told for: the one with most values of n. */
export const limitWidth = (sizes: readonly Size[]) => byInputs(sizes)[0]?.width ?? 2 ** 20;

function limit(result: StudyResult, sizes: readonly Size[]): string {
  const { n, d } = imageNet;
  const width = limitWidth(sizes);
  const total = result.machine.memory;
  const state = width * bytesOfRow(n);
  const weights = 4 * width * d;
  const fits = largestInputs(total, width);
  const held = widestWeights(total, d);
  return `For ImageNet (n = ${grouped(n)}, d = ${grouped(d)}) at width ${widthLabel(width)} with every neuron live, the law asks for ${bytes(state)} for the neurons, ${significant(state / weights, 2)} times the weights that Gram space avoids since n exceeds d, and ${bytes(BYTES_OF_ENTRY * n * n)} for the n×n matrices, whose factor takes ${work(n ** 3 / 6)} multiply-adds a step; a dense gradient step takes ${work(2 * width * n * d)}. The ${bytes(total)} of this machine hold n = ${grouped(fits)} at this width. With weights instead, which fit up to width ${widthLabel(held.width)}, batches of up to ${grouped(held.batch)} inputs are feasible; a pass over ImageNet then takes ${work(2 * held.width * n * d)} multiply-adds, linear in the width: no exact method here answers for inputs that it has not prepared without forming every neuron's product.`;
}

function batches(sizes: readonly Size[]): string | undefined {
  const groups = [...Map.groupBy(sizes, ({ n, width }) => `${n} ${width}`).values()];
  const own = groups.find((group) => group.length > 1);
  if (own === undefined) return undefined;
  const words = own.map(({ n, batch, epochs, residuals }) => {
    const name = batch === n ? "all inputs" : `${batch} inputs a step`;
    return epochs === null
      ? `${name} ‖f−y‖ ${significant(residuals[residuals.length - 1], 2)} after ${residuals.length - 1}`
      : `${name} ${epochs}`;
  });
  const [{ n, width }] = own;
  return `Mini-batches shorten the solve, not the rows, which hold z at all n inputs: at n = ${n}, width ${widthLabel(width)}, passes over the inputs to the tolerance: ${words.join(", ")}.`;
}
