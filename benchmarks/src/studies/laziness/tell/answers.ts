// A6: where does laziness hold; A7: how wrong is the linear model; A10: is lazy training worse; A11: the set-up.
import { median, spearman } from "@widthwise/measure";
import { percent, significant, slopeInterval } from "../../../page/units.ts";
import type { Measured } from "../../../telling/networks/networks-measured.ts";
import type { Answer } from "../../../telling/tell.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import {
  accuracyGaps,
  byParametrisation,
  kindOf,
  medianOf,
  otherKinds,
  paramsOf,
  widthExponent,
} from "./rows.ts";

/** The output of linear training may differ by this share: a usual bound for calling a network lazy. */
export const LAZY = 0.1;

const short = (value: number | undefined) => (value === undefined ? "–" : significant(value, 2));

export function answers(result: StudyResult): Answer[] {
  const series = byParametrisation(result).filter(({ networks }) => networks.length > 1);
  if (series.length === 0) return [];
  return [
    { question: "A6", ...whereLazy(result) },
    { question: "A7", ...linearisation(result) },
    { question: "A10", ...generalisation(result) },
    { question: "A11", sentence: setUp(result) },
  ];
}

type Said = Omit<Answer, "question">;

const largest = (networks: readonly Measured[]) => networks[networks.length - 1];

/** Largest over least of a measure. */
function spread(networks: readonly Measured[], measure: string): number {
  const values = networks.flatMap((network) => medianOf(network, measure)?.value ?? []);
  return Math.max(...values) / Math.min(...values);
}

function whereLazy(result: StudyResult): Said {
  const series = byParametrisation(result);
  const base = series[0].networks[0];
  const words = series.map(({ parametrisation, networks }) => {
    const [first, last] = [networks[0], largest(networks)];
    const exponent = widthExponent(networks, "jacobianChange");
    const growth = exponent ? `, like width to the ${slopeInterval(exponent)}` : "";
    return `${parametrisation} ${short(medianOf(first, "jacobianChange")?.value)} at width ${first.width} and ${short(medianOf(last, "jacobianChange")?.value)} at ${last.width}${growth}`;
  });
  const standard = otherKinds(result).filter(({ parametrisation }) => parametrisation === "standard");
  const others = standard.map(
    (network) =>
      `${kindOf(network)} (${network.task}, width ${network.width}) ${short(medianOf(network, "jacobianChange")?.value)}`,
  );
  const { target } = paramsOf(result);
  const widest = series.map(({ networks }) => largest(networks));
  const spreads: [string, number][] = [
    ["parametrisations at the largest width", spread(widest, "jacobianChange")],
    [`widths (${series[0].parametrisation})`, spread(series[0].networks, "jacobianChange")],
    ...(standard.length > 1
      ? [["all other networks (standard)", spread(standard, "jacobianChange")] as [string, number]]
      : []),
  ];
  const [first, ...rest] = spreads
    .sort(([, a], [, b]) => b - a)
    .map(([between, times]) => `${significant(times, 2)} times between ${between}`);
  return {
    sentence: `How much J changes until most of the training loss is gone differs ${first}, ${rest.join(", ")}.`,
    details: `Change of J relative to its size until ${percent(1 - target)} of the training loss is gone or steps run out, ${kindOf(base)}: ${words.join("; ")}. Standard parametrisation: ${others.join("; ")}. Batch normalisation is left out, since with it an example's output depends on the others of its batch; layer normalisation stands in. Not answerable here for CIFAR-10, because no package holds it: with \`--data-dir\`, it is a grid's task like the others.`,
  };
}

function linearisation(result: StudyResult): Said {
  const words = byParametrisation(result).map(({ parametrisation, networks }) => {
    const exponent = widthExponent(networks, "linearisationError");
    const [first, last] = [networks[0], largest(networks)];
    return `${parametrisation} ${short(medianOf(first, "linearisationError")?.value)} at width ${first.width} to ${short(medianOf(last, "linearisationError")?.value)} at ${last.width}${exponent ? ` (exponent ${slopeInterval(exponent)})` : ""}`;
  });
  const all = [...byParametrisation(result).flatMap(({ networks }) => networks), ...otherKinds(result)];
  const lazy = all.filter((network) => (medianOf(network, "linearisationError")?.value ?? 1) < LAZY);
  return {
    sentence: `Full linear dynamics, without the low-rank step, foretell what the network learns on unseen inputs within ${percent(LAZY)} for ${lazy.length} of ${all.length} networks.`,
    details: `Same optimiser, start and number of steps: what the network learnt on unseen inputs differs from what its linearisation learnt by the share ${words.join("; ")}.`,
  };
}

function generalisation(result: StudyResult): Said {
  const gaps = accuracyGaps(result);
  const words = byParametrisation(result).map(({ parametrisation, networks }) => {
    const last = largest(networks);
    return `${parametrisation} ${percent(medianOf(last, "testAccuracy")?.value ?? Number.NaN)} against ${percent(medianOf(last, "linearTestAccuracy")?.value ?? Number.NaN)} (width ${last.width})`;
  });
  const better = gaps.filter(({ gap }) => gap > 0).length;
  const worse = gaps.filter(({ gap }) => gap < 0).length;
  const trend = spearman(
    gaps.map(({ moved }) => moved),
    gaps.map(({ gap }) => gap),
  );
  const others = otherKinds(result).filter(({ parametrisation }) => parametrisation === "standard");
  const tasks = [...Map.groupBy(others, kindAndTask)].map(([kind, networks]) => {
    const last = largest(networks);
    return `${kind} ${percent(medianOf(last, "testAccuracy")?.value ?? Number.NaN)} against ${percent(medianOf(last, "linearTestAccuracy")?.value ?? Number.NaN)}`;
  });
  return {
    sentence: `The network beats its own linearisation, trained as many steps, on unseen examples in ${better} of ${gaps.length} runs and loses in ${worse}; median gain ${percent(median(gaps.map(({ gap }) => gap)))}, rank correlation of the gain with how far the kernel moved ${significant(trend, 2)}.`,
    details: `Accuracy of network against linearisation: ${words.join("; ")}. Elsewhere, standard parametrisation: ${tasks.join("; ")}.`,
  };
}

const kindAndTask = (network: Measured) => `${kindOf(network)} on ${network.task}`;

function setUp(result: StudyResult): string {
  const { n, unseen, target, mostSteps, momentum, seeds, probes, references, grids } = paramsOf(result);
  const tasks = [...new Set(grids.map(({ task }) => task))].join(", ");
  return `Laziness: ${n} training and ${unseen} unseen examples (${tasks}), class-balanced by the seed, pictures scaled to rows of length √d; outputs from zero (f − f₀), one-hot targets, half squared error; full-batch descent, momentum ${momentum}, step size 1/λ_max of the start's kernel over n, until the loss is ${target} of the start's or ${mostSteps} steps; ratios at ${probes} examples, kernels on ${references}; ${seeds} seed${seeds === 1 ? "" : "s"}. Everything else is in the suite's JSON, and the command repeats it.`;
}
