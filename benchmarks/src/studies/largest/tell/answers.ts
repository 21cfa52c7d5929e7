// B15: does it scale to problems of the size of ImageNet?
import { largest, smallest } from "@widthwise/measure";
import { lastOf } from "../../../page/lists.ts";
import {
  bytes,
  count,
  percent,
  significant,
  tolerance as toleranceLabel,
  widthLabel,
} from "../../../page/units.ts";
import type { Told } from "../../../telling/tell-study.ts";
import { BYTES_OF_ENTRY, bytesOfRow, imageNet, largestInputs, widestWeights } from "../law.ts";
import type { Params } from "../params.ts";
import { byInputs, frontier, limitWidth, overLaw, type Size, sizesOf } from "./sizes.ts";
import { grouped, work } from "./words.ts";

export function scales({ result, params }: Told<Params>): string | undefined {
  const sizes = sizesOf(result);
  const trained = frontier(sizes);
  if (trained.length === 0) return undefined;
  return [
    `Not as it stands. The largest problems that were trained: ${trained.map((size) => reached(size, params)).join("; ")}.`,
    memory(sizes),
    inputs(sizes),
    limit(limitWidth(sizes), result.machine.memory),
    batches(sizes),
  ]
    .filter((part) => part !== undefined)
    .join(" ");
}

function reached({ n, d, width, live, epochs, residuals, peakBytes }: Size, { tolerance }: Params): string {
  const end =
    epochs === null
      ? `‖f−y‖ ${significant(lastOf(residuals), 2)} after ${residuals.length - 1} steps`
      : `‖f−y‖ ≤ ${toleranceLabel(tolerance)} in ${epochs} steps`;
  return `n = ${n} at width ${widthLabel(width)}, ${count(width * d)} weights of which none is formed (${count(live)} live neurons, ${end}, peak memory ${bytes(peakBytes)})`;
}

function memory(sizes: readonly Size[]): string | undefined {
  const ratios = overLaw(sizes);
  if (ratios.length === 0) return undefined;
  const [least, most] = [smallest(ratios), largest(ratios)];
  return `Memory is ${significant(bytesOfRow(1e6) / 1e6, 3)}·n bytes a live neuron and ${BYTES_OF_ENTRY}·n² for the matrices: measured over law ${significant(least, 3)} to ${significant(most, 3)} in ${ratios.length} runs of 128 MiB and more.`;
}

function inputs(sizes: readonly Size[]): string | undefined {
  const own = byInputs(sizes);
  if (own.length < 2) return undefined;
  const [first, last] = [own[0], lastOf(own)];
  const live = ({ live: neurons, width }: Size) => percent(neurons / width);
  return `What bounds it is n, not the width: at width ${widthLabel(first.width)} ${live(first)} of neurons are live at n = ${first.n}, ${live(last)} at n = ${last.n}, and in the end all are.`;
}

/** What ImageNet would ask for at a width, and what `total` bytes hold. */
function limit(width: number, total: number): string {
  const { n, d } = imageNet;
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
      ? `${name} ‖f−y‖ ${significant(lastOf(residuals), 2)} after ${residuals.length - 1}`
      : `${name} ${epochs}`;
  });
  const [{ n, width }] = own;
  return `Mini-batches shorten the solve, not the rows, which hold z at all n inputs: at n = ${n}, width ${widthLabel(width)}, passes over the inputs to the tolerance: ${words.join(", ")}.`;
}
