// A1: against backpropagation; A3: which references; A4: renewal; A5: the monitor; A7: the linearisation; A9: preparation;
// A11: the set-up.
import { largest, smallest } from "@widthwise/measure";
import { bytes, count, exact, percent, significant, slopeInterval, time } from "../../../page/units.ts";
import { largestBy, middleOf, rankCorrelation } from "../../../telling/gaps.ts";
import { numberOrNaN } from "../../../telling/read-cells.ts";
import { medianValue, type Seeds } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import {
  accuracyOf,
  breakEven,
  derivedBreakEven,
  nsToAccuracy,
  type Racer,
  racerName,
  racers,
  totalNs,
} from "./racers.ts";
import { parametersOf, stepExponent, stepRows } from "./steps.ts";
import { choices, endAccuracy, monitored, renewals, ruleName, withAllDirections } from "./subspaces.ts";
import { memoryRows, preparations, stepWork } from "./work.ts";

const OUTPUTS = 10;
const two = (value: number) => significant(value, 2);
const share = (seeds: Seeds, measure: Parameters<typeof medianValue>[1]) =>
  percent(medianValue(seeds, measure));
const accuracy = (racer: Racer) => percent(accuracyOf(racer));
const total = (racer: Racer) => time(totalNs(racer));

const byTrainer = (all: readonly Racer[], name: string) => all.find(({ trainer }) => trainer === name);
/** Trained in coordinates, features by kernel. */
const byKernel = (all: readonly Racer[], k: number) =>
  all.find(({ rank, by }) => rank === k && by === "kernel");

export function againstBackprop(told: Told<Params>) {
  const all = racers(told);
  const [sgd, adam] = [byTrainer(all, "backprop-sgd"), byTrainer(all, "backprop-adam")];
  if (sgd === undefined) return undefined;
  const { n, epochs, references } = told.params;
  const low = all.filter(({ trainer }) => trainer === "low-rank");
  const best = largestBy(low, accuracyOf);
  if (best === undefined) return undefined;
  const scores = all.map((racer) => `${racerName(racer)} ${accuracy(racer)} in ${total(racer)}`);
  const even = low.map((racer) => {
    const needed = breakEven(sgd, racer);
    const derived = two(derivedBreakEven(racer.rank, references, OUTPUTS, n));
    return `${racerName(racer)}: ${needed === null ? "never" : `${two(needed)} epochs`}${racer.by === "jvp" ? ` (derived: ${derived})` : ""}`;
  });
  const reached = nsToAccuracy(sgd, accuracyOf(best));
  const [withAdam, bySgd, late] = [
    adam ? ` and ${accuracy(adam)} by Adam in ${total(adam)}` : "",
    reached === undefined ? "" : `, SGD ${accuracy(best)} in ${time(reached)}`,
    reached === undefined
      ? ` SGD does not reach the ${accuracy(best)} of ${racerName(best)} in all rounds.`
      : "",
  ];
  return {
    sentence: `The best low-rank training, ${racerName(best)}, reaches ${accuracy(best)} on unseen examples in ${total(best)}, preparation included; backpropagation reaches ${accuracy(sgd)} by SGD in ${total(sgd)}${withAdam}${bySgd}. Epochs after which preparation has paid for itself beside SGD: ${even.join("; ")}.`,
    details: `${count(parametersOf(sgd))} parameters, n = ${n}, ${epochs} epochs, accuracy on unseen examples and time with preparation: ${scores.join("; ")}.${late}${growthSentence(told)}${memorySentence(told)}`,
  };
}

function growthSentence(told: Told<Params>): string {
  const exponent = stepExponent(told, "lowRankStepNs");
  if (exponent === undefined) return "";
  const rows = stepRows(told);
  const [first, last] = [rows[0], rows[rows.length - 1]];
  const at = (row: Seeds, measure: string) => time(medianValue(row, measure));
  return ` Once prepared, a step costs ${at(first, "lowRankStepNs")} at ${count(parametersOf(first))} parameters and ${at(last, "lowRankStepNs")} at ${count(parametersOf(last))} (exponent ${slopeInterval(exponent)}); one of backpropagation ${at(first, "backpropStepNs")} and ${at(last, "backpropStepNs")}.`;
}

function memorySentence(told: Told<Params>): string {
  const row = stepWork(told).at(-1);
  const { width, n, memory } = told.params;
  const prepared = memoryRows(told).filter((one) => one.width === width && one.bound === memory);
  if (row === undefined || prepared.length === 0) return "";
  const beyond = largest(prepared.map((one) => one.beyond));
  const stepBytes = (name: string) => bytes(row.of(`${name}PeakBytes`) + row.of(`${name}ResidentBytes`));
  return ` Tensor memory beside examples and initial parameters: ${stepBytes("sgd")} for a step of SGD, ${stepBytes("adam")} of Adam, ${stepBytes("linearised")} of the linearisation; features of k = ${exact(row.rank)} for n = ${n} take ${bytes(4 * (row.rank + 1) * n * OUTPUTS)}, twice that while they are joined, and ${bytes(beyond)} at most beside.`;
}

export function whichReferences(told: Told<Params>) {
  const all = withAllDirections(told);
  if (all.length === 0) return undefined;
  const sizes = [...new Set(all.map(({ at }) => at))];
  const words = sizes.map((size) => {
    const each = all
      .filter(({ at }) => at === size)
      .map((one) => `${one.kind} ${share(one, "testAccuracy")} (energy ${share(one, "capturedEnergy")})`);
    return `|R| = ${size}: ${each.join(", ")}`;
  });
  const cut = choices(told)
    .filter(({ rank }) => rank !== "all")
    .map(
      (one) =>
        `k = ${exact(medianValue(one, "rank"))}: ${share(one, "testAccuracy")} (${share(one, "capturedEnergy")})`,
    );
  const runs = choices(told).flatMap(({ cells }) => cells);
  const trend = rankCorrelation(
    runs.map((cell) => numberOrNaN(cell, "capturedEnergy")),
    runs.map((cell) => numberOrNaN(cell, "testAccuracy")),
  );
  const most = largest(sizes);
  const kinds = all.filter(({ at }) => at === most);
  const found = (one: Seeds) => medianValue(one, "testAccuracy");
  const [best, worst] = [largestBy(kinds, found)!, largestBy(kinds, (one) => -found(one))!];
  return {
    sentence: `At |R| = ${most} the kinds of reference set differ by ${two(100 * (found(best) - found(worst)))} points (best: ${best.kind}, ${percent(found(best))}). Over all runs accuracy and the captured energy of held-out gradients rank alike (Spearman ${two(trend)}), so that energy can choose R and k before training.`,
    details: `Accuracy on unseen examples with all directions of R, and how much of held-out gradients' energy they hold: ${words.join("; ")}. Fewer directions of ${most} balanced references: ${cut.join(", ")}.`,
  };
}

export function renewal(told: Told<Params>) {
  const all = renewals(told);
  if (all.length === 0) return undefined;
  const { renewal: options, epochs } = told.params;
  const words = all.map(
    (one) => `${ruleName(one)} ${share(one, endAccuracy)} (${exact(medianValue(one, "refreshes"))} renewals)`,
  );
  const sgd = byTrainer(racers(told), "backprop-sgd");
  return `Accuracy of the real network after ${epochs} epochs with |R| = ${options.references}, k = ${options.rank}, the subspace renewed ${words.join("; ")}${sgd ? `; backpropagation ${accuracy(sgd)}` : ""}. Each renewal costs a whole preparation.`;
}

export function monitor(told: Told<Params>) {
  const pairs = monitored(told);
  if (pairs.length < 3) return undefined;
  const { width, n } = told.params;
  const trend = rankCorrelation(
    pairs.map(({ said }) => said),
    pairs.map((pair) => pair.true),
  );
  const ratios = pairs.map((pair) => pair.true / pair.said);
  const [work] = stepWork(told);
  const prepared = preparations(told).find((one) => one.width === width && one.by === "kernel");
  const cost =
    work === undefined || prepared === undefined
      ? ""
      : `A look takes ${count(work.of("driftMacs"))} multiply-adds, ${percent(work.of("driftMacs") / prepared.at("Macs", n))} of a preparation (k = ${exact(prepared.rank)}).`;
  const rules = renewals(told)
    .filter(({ drift }) => drift > 0)
    .map(
      (one) =>
        `${ruleName(one)}: ${exact(medianValue(one, "refreshes"))} renewals, ${share(one, endAccuracy)}`,
    );
  return {
    sentence: `Yes: ‖f(θ + U c) − F‖/‖F − f₀‖ on 32 training examples, one backward pass over R and one forward pass, follows the same on all unseen examples: Spearman ${two(trend)} over ${pairs.length} looks, true value ${two(middleOf(ratios))} times the look's (median; ${two(smallest(ratios))} to ${two(largest(ratios))}).`,
    details: `${cost} Renewal when it says so: ${rules.join("; ")}.`,
  };
}

export function linearisation(told: Told<Params>) {
  const all = racers(told);
  const [linear, sgd] = [byTrainer(all, "linearised-sgd"), byTrainer(all, "backprop-sgd")];
  if (linear === undefined || sgd === undefined) return undefined;
  const low = all
    .filter(({ by }) => by === "kernel")
    .map((racer) => `${racer.rank} directions ${accuracy(racer)}`);
  return `On ${count(parametersOf(sgd))} parameters the full linear dynamics reach ${accuracy(linear)} on unseen examples, backpropagation ${accuracy(sgd)}, the linear dynamics in ${low.join(", ")}: the difference between the first two is what linearising costs, the rest is what few directions cost.`;
}

export function preparation(told: Told<Params>) {
  const { width, n, work, references } = told.params;
  const all = preparations(told).filter(({ by }) => by === "kernel");
  const here = all.filter((one) => one.width === width);
  const there = all.filter((one) => one.width === work.extrapolate.width);
  if (here.length === 0 || there.length === 0) return undefined;
  const rows = racers(told);
  const words = here.map((one) => {
    const racer = byKernel(rows, one.rank);
    const big = there.find(({ rank }) => rank === one.rank);
    if (racer === undefined || big === undefined) return `k = ${exact(one.rank)}`;
    const prepareNs = medianValue(racer, "prepareNs");
    const macs = one.at("Macs", n);
    const far = big.at("Macs", work.extrapolate.n);
    const rate = macs / (prepareNs * 1e-9);
    return `k = ${exact(one.rank)}: ${count(macs)} multiply-adds of products and ${bytes(one.at("BytesMoved", n))} moved in ${time(prepareNs)} (${count(rate)} a second); extrapolated at that rate to ${count(big.parameters)} parameters and n = ${work.extrapolate.n}: ${count(far)} multiply-adds, ${time((far / rate) * 1e9)}, ${bytes(big.at("BytesMoved", work.extrapolate.n))} moved, features of ${bytes(4 * (one.rank + 1) * work.extrapolate.n * OUTPUTS)}`;
  });
  const kept = memoryRows(told);
  const used = largest(kept.map(({ beyond, bound }) => beyond / bound));
  const within = kept.filter(({ beyond, bound }) => beyond <= bound).length;
  const small = byKernel(rows, here[0].rank);
  const prepared = small && `${time(medianValue(small, "prepareNs"))} for k = ${exact(small.rank)} at `;
  return {
    sentence: `The eigendecomposition of ${references} references' ${references * OUTPUTS} gradients takes ${count(here[0].eigenMacs)} multiply-adds whatever the network and n; the preparation takes ${prepared ?? ""}${count(here[0].parameters)} parameters and n = ${n}, most of it products of gradients. J itself is never stored.`,
    details: `Preparation by kernel, n = ${n}, ${count(here[0].parameters)} parameters: ${words.join("; ")}. The memory bound was kept in ${within} of ${kept.length} counted preparations (at most ${percent(used)} of it used, beside the result and a second copy of the features).`,
  };
}

export function setUp({ result, params }: Told<Params>) {
  if (result.cells.length === 0) return undefined;
  const { dataset, n, unseen, width, depth, batch, epochs, momentum, adamRate, references, seeds } = params;
  return `Low rank: ${dataset}, ${n} training and ${unseen} unseen examples, class-balanced by the seed, rows of length √d; ReLU network of ${depth} weight layers, width ${width}, standard parametrisation; cross-entropy, minibatches of ${batch}, ${epochs} epochs, whole batches only; SGD with momentum ${momentum} at step size |R|/λ_max of the references' kernel for the network, its linearisation and the coordinates alike, Adam at ${adamRate}; ${references} class-balanced references where nothing else is said; ${seeds} seed${seeds === 1 ? "" : "s"}.`;
}
