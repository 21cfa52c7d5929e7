// A6: where does laziness hold; A7: how wrong is the linear model; A10: is lazy training worse; A11: the set-up.
import { largest, smallest } from "@widthwise/measure";
import { orDash, percent, significant, slopeInterval } from "../../../page/units.ts";
import { middleOf, rankCorrelation } from "../../../telling/gaps.ts";
import { kindOf, type Measured } from "../../../telling/networks/networks-measured.ts";
import { medianOf } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import {
  accuracyGaps,
  byWidth,
  otherKinds,
  overWidths,
  type Series,
  widestOf,
  widthExponent,
} from "./rows.ts";

/** The output of linear training may differ by this share: a usual bound for calling a network lazy. */
const LAZY = 0.1;

/** Where some series has several widths. */
const ofWidths =
  <Answer>(answer: (told: Told<Params>) => Answer) =>
  (told: Told<Params>) =>
    overWidths(told).length === 0 ? undefined : answer(told);

const two = (value: number) => significant(value, 2);
const short = (network: Measured, measure: string) => orDash(medianOf(network, measure)?.value, two);

/** "standard 0.8 at width 32 and 0.1 at 1024" */
function endsText(series: Series, measure: string, between: string): string {
  const [first, last] = [series.networks[0], widestOf(series)];
  return `${series.parametrisation} ${short(first, measure)} at width ${first.width} ${between} ${short(last, measure)} at ${last.width}`;
}

const standardOthers = (told: Told<Params>) =>
  otherKinds(told).filter(({ parametrisation }) => parametrisation === "standard");

/** Largest over least of a measure. */
function spread(networks: readonly Measured[], measure: string): number {
  const values = networks.flatMap((network) => medianOf(network, measure)?.value ?? []);
  return largest(values) / smallest(values);
}

export const whereLazy = ofWidths((told) => {
  const measure = "jacobianChange";
  const series = byWidth(told);
  const standard = standardOthers(told);
  const words = series.map((one) => {
    const exponent = widthExponent(one, measure);
    const growth = exponent ? `, like width to the ${slopeInterval(exponent)}` : "";
    return `${endsText(one, measure, "and")}${growth}`;
  });
  const others = standard.map(
    (network) => `${kindOf(network)} (${network.task}, width ${network.width}) ${short(network, measure)}`,
  );
  const spreads = [
    ["parametrisations at the largest width", series.map(widestOf)] as const,
    [`widths (${series[0].parametrisation})`, series[0].networks] as const,
    ...(standard.length > 1 ? [["all other networks (standard)", standard] as const] : []),
  ].map(([between, networks]) => ({ between, times: spread(networks, measure) }));
  const sorted = spreads
    .sort((a, b) => b.times - a.times)
    .map(({ between, times }) => `${two(times)} times between ${between}`);
  return {
    sentence: `How much J changes until most of the training loss is gone differs ${sorted.join(", ")}.`,
    details: `Change of J relative to its size until ${percent(1 - told.params.target)} of the training loss is gone or steps run out, ${kindOf(series[0].networks[0])}: ${words.join("; ")}. Standard parametrisation: ${others.join("; ")}. Batch normalisation is left out, since with it an example's output depends on the others of its batch; layer normalisation stands in. Not answerable here for CIFAR-10, because no package holds it: with \`--data-dir\`, it is a grid's task like the others.`,
  };
});

export const linearisation = ofWidths((told) => {
  const measure = "linearisationError";
  const words = byWidth(told).map((series) => {
    const exponent = widthExponent(series, measure);
    return `${endsText(series, measure, "to")}${exponent ? ` (exponent ${slopeInterval(exponent)})` : ""}`;
  });
  const all = [...byWidth(told).flatMap(({ networks }) => networks), ...otherKinds(told)];
  const lazy = all.filter((network) => (medianOf(network, measure)?.value ?? 1) < LAZY);
  return {
    sentence: `Full linear dynamics, without the low-rank step, foretell what the network learns on unseen inputs within ${percent(LAZY)} for ${lazy.length} of ${all.length} networks.`,
    details: `Same optimiser, start and number of steps: what the network learnt on unseen inputs differs from what its linearisation learnt by the share ${words.join("; ")}.`,
  };
});

export const generalisation = ofWidths((told) => {
  const accuracy = (network: Measured, measure: string) => orDash(medianOf(network, measure)?.value, percent);
  const against = (network: Measured) =>
    `${accuracy(network, "testAccuracy")} against ${accuracy(network, "linearTestAccuracy")}`;
  const words = byWidth(told).map((series) => {
    const last = widestOf(series);
    return `${series.parametrisation} ${against(last)} (width ${last.width})`;
  });
  const others = Map.groupBy(standardOthers(told), (network) => `${kindOf(network)} on ${network.task}`);
  const tasks = [...others].map(([kind, networks]) => `${kind} ${against(networks[networks.length - 1])}`);
  const runs = accuracyGaps(told);
  const gaps = runs.map(({ gap }) => gap);
  const trend = rankCorrelation(
    runs.map(({ moved }) => moved),
    gaps,
  );
  const count = (holds: (gap: number) => boolean) => gaps.filter(holds).length;
  return {
    sentence: `The network beats its own linearisation, trained as many steps, on unseen examples in ${count((gap) => gap > 0)} of ${gaps.length} runs and loses in ${count((gap) => gap < 0)}; median gain ${percent(middleOf(gaps))}, rank correlation of the gain with how far the kernel moved ${two(trend)}.`,
    details: `Accuracy of network against linearisation: ${words.join("; ")}. Elsewhere, standard parametrisation: ${tasks.join("; ")}.`,
  };
});

export const setUp = ofWidths(({ params }) => {
  const { n, unseen, target, mostSteps, momentum, seeds, probes, references, grids } = params;
  const tasks = [...new Set(grids.map(({ task }) => task))].join(", ");
  return `Laziness: ${n} training and ${unseen} unseen examples (${tasks}), class-balanced by the seed, pictures scaled to rows of length √d; outputs from zero (f − f₀), one-hot targets, half squared error; full-batch descent, momentum ${momentum}, step size 1/λ_max of the start's kernel over n, until the loss is ${target} of the start's or ${mostSteps} steps; ratios at ${probes} examples, kernels on ${references}; ${seeds} seed${seeds === 1 ? "" : "s"}. Everything else is in the suite's JSON, and the command repeats it.`;
});
