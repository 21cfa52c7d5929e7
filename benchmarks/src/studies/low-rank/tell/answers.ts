// A1: against backpropagation; A3: which references; A4: renewal; A5: the monitor; A7: the linearisation; A9: preparation;
// A11: the set-up.
import { median, spearman } from "@widthwise/measure";
import { bytes, count, percent, significant, slopeInterval, time } from "../../../page/units.ts";
import type { Answer } from "../../../telling/tell.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import {
  breakEven,
  choices,
  derivedBreakEven,
  memoryRows,
  monitored,
  nsToAccuracy,
  paramsOf,
  preparations,
  type Racer,
  racerName,
  racers,
  renewals,
  ruleName,
  stepExponent,
  stepRows,
  stepWork,
} from "./rows.ts";

const OUTPUTS = 10;
const two = (value: number) => significant(value, 2);

export function answers(result: StudyResult): Answer[] {
  const found: [string, Said | undefined][] = [
    ["A1", againstBackprop(result)],
    ["A3", whichReferences(result)],
    ["A4", renewal(result)],
    ["A5", monitor(result)],
    ["A7", linearisation(result)],
    ["A9", preparation(result)],
    ["A11", setUp(result)],
  ];
  return found.flatMap(([question, said]) => (said === undefined ? [] : [{ question, ...said }]));
}

type Said = Omit<Answer, "question">;

const sgdOf = (all: readonly Racer[]) => all.find(({ trainer }) => trainer === "backprop-sgd");

function againstBackprop(result: StudyResult): Said | undefined {
  const all = racers(result);
  const sgd = sgdOf(all);
  if (sgd === undefined) return undefined;
  const { n, epochs, references } = paramsOf(result);
  const parameters = sgd.cells[0].measures?.parameters as number;
  const scores = all.map(
    (racer) => `${racerName(racer)} ${percent(racer.accuracy.value)} in ${time(racer.totalNs.value)}`,
  );
  const even = all
    .filter(({ trainer }) => trainer === "low-rank")
    .map((racer) => {
      const epochsNeeded = breakEven(sgd, racer);
      const found = epochsNeeded === null ? "never" : `${two(epochsNeeded)} epochs`;
      const derived = two(derivedBreakEven(racer.rank, references, OUTPUTS, n));
      return `${racerName(racer)}: ${found}${racer.by === "jvp" ? ` (derived: ${derived})` : ""}`;
    });
  const best = all
    .filter(({ trainer }) => trainer === "low-rank")
    .toSorted((a, b) => b.accuracy.value - a.accuracy.value)[0];
  const reached = nsToAccuracy(sgd, best.accuracy.value);
  const exponent = stepExponent(result, "lowRank");
  const steps = stepRows(result);
  const growth =
    exponent === undefined
      ? ""
      : ` Once prepared, a step costs ${time(steps[0].lowRank.value)} at ${count(steps[0].parameters)} parameters and ${time(steps[steps.length - 1].lowRank.value)} at ${count(steps[steps.length - 1].parameters)} (exponent ${slopeInterval(exponent)}); one of backpropagation ${time(steps[0].backprop.value)} and ${time(steps[steps.length - 1].backprop.value)}.`;
  const accuracy = (racer: Racer) => percent(racer.accuracy.value);
  const adam = all.find(({ trainer }) => trainer === "backprop-adam");
  return {
    sentence: `The best low-rank training, ${racerName(best)}, reaches ${accuracy(best)} on unseen examples in ${time(best.totalNs.value)}, preparation included; backpropagation reaches ${accuracy(sgd)} by SGD in ${time(sgd.totalNs.value)}${adam ? ` and ${accuracy(adam)} by Adam in ${time(adam.totalNs.value)}` : ""}${reached === null ? "" : `, SGD ${accuracy(best)} in ${time(reached)}`}. Epochs after which preparation has paid for itself beside SGD: ${even.join("; ")}.`,
    details: `${count(parameters)} parameters, n = ${n}, ${epochs} epochs, accuracy on unseen examples and time with preparation: ${scores.join("; ")}.${reached === null ? ` SGD does not reach the ${accuracy(best)} of ${racerName(best)} in all rounds.` : ""}${growth}${memorySentence(result)}`,
  };
}

function memorySentence(result: StudyResult): string {
  const [row] = stepWork(result).slice(-1);
  const { width, n, memory } = paramsOf(result);
  const prepared = memoryRows(result).filter((one) => one.width === width && one.bound === memory);
  if (row === undefined || prepared.length === 0) return "";
  const beyond = Math.max(...prepared.map((one) => one.beyond));
  const stepBytes = (name: string) => bytes(row.of(`${name}PeakBytes`) + row.of(`${name}ResidentBytes`));
  return ` Tensor memory beside examples and initial parameters: ${stepBytes("sgd")} for a step of SGD, ${stepBytes("adam")} of Adam, ${stepBytes("linearised")} of the linearisation; features of k = ${row.rank} for n = ${n} take ${bytes(4 * (row.rank + 1) * n * OUTPUTS)}, twice that while they are joined, and ${bytes(beyond)} at most beside.`;
}

function whichReferences(result: StudyResult): Said | undefined {
  const all = choices(result).filter(({ rank }) => rank === "all");
  if (all.length === 0) return undefined;
  const sizes = [...new Set(all.map(({ references }) => references))];
  const words = sizes.map((size) => {
    const own = all.filter(({ references }) => references === size);
    const each = own.map(
      ({ kind, energy, accuracy }) => `${kind} ${percent(accuracy.value)} (energy ${percent(energy.value)})`,
    );
    return `|R| = ${size}: ${each.join(", ")}`;
  });
  const cut = choices(result)
    .filter(({ rank }) => rank !== "all")
    .map(
      ({ directions, accuracy, energy }) =>
        `k = ${directions.value}: ${percent(accuracy.value)} (${percent(energy.value)})`,
    );
  const runs = choices(result).flatMap(({ cells }) => cells);
  const trend = spearman(
    runs.map(({ measures }) => measures?.capturedEnergy as number),
    runs.map(({ measures }) => measures?.testAccuracy as number),
  );
  const largest = Math.max(...sizes);
  const kinds = all.filter(({ references }) => references === largest);
  const [best] = kinds.toSorted((a, b) => b.accuracy.value - a.accuracy.value);
  const [worst] = kinds.toSorted((a, b) => a.accuracy.value - b.accuracy.value);
  return {
    sentence: `At |R| = ${largest} the kinds of reference set differ by ${two(100 * (best.accuracy.value - worst.accuracy.value))} points (best: ${best.kind}, ${percent(best.accuracy.value)}). Over all runs accuracy and the captured energy of held-out gradients rank alike (Spearman ${two(trend)}), so that energy can choose R and k before training.`,
    details: `Accuracy on unseen examples with all directions of R, and how much of held-out gradients' energy they hold: ${words.join("; ")}. Fewer directions of ${largest} balanced references: ${cut.join(", ")}.`,
  };
}

function renewal(result: StudyResult): Said | undefined {
  const all = renewals(result);
  const sgd = sgdOf(racers(result));
  if (all.length === 0) return undefined;
  const { renewal: options, epochs } = paramsOf(result);
  const words = all.map(
    (one) => `${ruleName(one)} ${percent(one.accuracy.value)} (${one.refreshes.value} renewals)`,
  );
  const reference = sgd === undefined ? "" : `; backpropagation ${percent(sgd.accuracy.value)}`;
  return {
    sentence: `Accuracy of the real network after ${epochs} epochs with |R| = ${options.references}, k = ${options.rank}, the subspace renewed ${words.join("; ")}${reference}. Each renewal costs a whole preparation.`,
  };
}

function monitor(result: StudyResult): Said | undefined {
  const pairs = monitored(result);
  if (pairs.length < 3) return undefined;
  const trend = spearman(
    pairs.map(({ said }) => said),
    pairs.map((pair) => pair.true),
  );
  const ratios = pairs.map((pair) => pair.true / pair.said);
  const [work] = stepWork(result);
  const { width } = paramsOf(result);
  const prepared = preparations(result).find((one) => one.width === width && one.by === "kernel");
  const cost =
    work === undefined || prepared === undefined
      ? ""
      : ` A look takes ${count(work.of("driftMacs"))} multiply-adds, ${percent(work.of("driftMacs") / prepared.at("Macs", paramsOf(result).n))} of a preparation (k = ${prepared.rank}).`;
  const rules = renewals(result)
    .filter(({ drift }) => drift > 0)
    .map((one) => `${ruleName(one)}: ${one.refreshes.value} renewals, ${percent(one.accuracy.value)}`);
  return {
    sentence: `Yes: ‖f(θ + U c) − F‖/‖F − f₀‖ on 32 training examples, one backward pass over R and one forward pass, follows the same on all unseen examples: Spearman ${two(trend)} over ${pairs.length} looks, true value ${two(median(ratios))} times the look's (median; ${two(Math.min(...ratios))} to ${two(Math.max(...ratios))}).`,
    details: `${cost.trim()} Renewal when it says so: ${rules.join("; ")}.`,
  };
}

function linearisation(result: StudyResult): Said | undefined {
  const all = racers(result);
  const linear = all.find(({ trainer }) => trainer === "linearised-sgd");
  const sgd = sgdOf(all);
  if (linear === undefined || sgd === undefined) return undefined;
  const low = all.filter(({ trainer, by }) => trainer === "low-rank" && by === "kernel");
  return {
    sentence: `On ${count(sgd.cells[0].measures?.parameters as number)} parameters the full linear dynamics reach ${percent(linear.accuracy.value)} on unseen examples, backpropagation ${percent(sgd.accuracy.value)}, the linear dynamics in ${low.map(({ rank, accuracy }) => `${rank} directions ${percent(accuracy.value)}`).join(", ")}: the difference between the first two is what linearising costs, the rest is what few directions cost.`,
  };
}

function preparation(result: StudyResult): Said | undefined {
  const { width, n, work, references } = paramsOf(result);
  const all = preparations(result);
  const here = all.filter((one) => one.width === width && one.by === "kernel");
  const there = all.filter((one) => one.width === work.extrapolate.width && one.by === "kernel");
  if (here.length === 0 || there.length === 0) return undefined;
  const rows = racers(result);
  const words = here.map((one) => {
    const racer = rows.find(({ rank, by }) => rank === one.rank && by === "kernel");
    const big = there.find(({ rank }) => rank === one.rank);
    if (racer === undefined || big === undefined) return `k = ${one.rank}`;
    const macs = one.at("Macs", n);
    const far = big.at("Macs", work.extrapolate.n);
    const rate = macs / (racer.prepareNs.value * 1e-9);
    return `k = ${one.rank}: ${count(macs)} multiply-adds of products and ${bytes(one.at("BytesMoved", n))} moved in ${time(racer.prepareNs.value)} (${count(rate)} a second); extrapolated at that rate to ${count(big.parameters)} parameters and n = ${work.extrapolate.n}: ${count(far)} multiply-adds, ${time((far / rate) * 1e9)}, ${bytes(big.at("BytesMoved", work.extrapolate.n))} moved, features of ${bytes(4 * (one.rank + 1) * work.extrapolate.n * OUTPUTS)}`;
  });
  const kept = memoryRows(result);
  const tightest = kept.reduce((a, b) => (b.beyond / b.bound > a.beyond / a.bound ? b : a));
  const [small] = here.map((one) => rows.find(({ rank, by }) => rank === one.rank && by === "kernel"));
  return {
    sentence: `The eigendecomposition of ${references} references' ${references * OUTPUTS} gradients takes ${count(here[0].eigenMacs)} multiply-adds whatever the network and n; the preparation takes ${small === undefined ? "" : `${time(small.prepareNs.value)} for k = ${small.rank} at `}${count(here[0].parameters)} parameters and n = ${n}, most of it products of gradients. J itself is never stored.`,
    details: `Preparation by kernel, n = ${n}, ${count(here[0].parameters)} parameters: ${words.join("; ")}. The memory bound was kept in ${kept.filter(({ beyond, bound }) => beyond <= bound).length} of ${kept.length} counted preparations (at most ${percent(tightest.beyond / tightest.bound)} of it used, beside the result and a second copy of the features).`,
  };
}

function setUp(result: StudyResult): Said | undefined {
  if (result.cells.length === 0) return undefined;
  const { dataset, n, unseen, width, depth, batch, epochs, momentum, adamRate, references, seeds } =
    paramsOf(result);
  return {
    sentence: `Low rank: ${dataset}, ${n} training and ${unseen} unseen examples, class-balanced by the seed, rows of length √d; ReLU network of ${depth} weight layers, width ${width}, standard parametrisation; cross-entropy, minibatches of ${batch}, ${epochs} epochs, whole batches only; SGD with momentum ${momentum} at step size |R|/λ_max of the references' kernel for the network, its linearisation and the coordinates alike, Adam at ${adamRate}; ${references} class-balanced references where nothing else is said; ${seeds} seed${seeds === 1 ? "" : "s"}.`,
  };
}
