// A2: does the rank grow; A6: is it low beyond MNIST and dense layers; A8: layer by layer; A11: the set-up.

import { percent, significant } from "../../../page/units.ts";
import { kindOf, type Measured } from "../../../telling/networks/networks-measured.ts";
import { medianOf } from "../../../telling/seeds.ts";
import type { Answer } from "../../../telling/tell.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import {
  course,
  type Definition,
  definitions,
  grew,
  layerRows,
  paramsOf,
  series,
  trainedNetworks,
} from "./rows.ts";

const two = (value: number) => significant(value, 2);

export function answers(result: StudyResult): Answer[] {
  const networks = trainedNetworks(result);
  if (networks.length === 0) return [];
  return [
    { question: "A2", ...growth(result) },
    { question: "A6", ...elsewhere(result) },
    { question: "A8", ...byLayer(result) },
    { question: "A11", sentence: setUp(result) },
  ];
}

/** "standard, width 256" */
export const place = ({ parametrisation, width }: Measured) => `${parametrisation}, width ${width}`;

type Said = Omit<Answer, "question">;

const byKind = (result: StudyResult) => [
  ...Map.groupBy(trainedNetworks(result), (network) => `${kindOf(network)} on ${network.task}`),
];

function growth(result: StudyResult): Said {
  const networks = trainedNetworks(result);
  const counts = (kind: "feature" | "gradient") =>
    (Object.entries(definitions) as [Definition, string][])
      .map(([definition, name]) => {
        const { runs, grew: up } = grew(networks, `${kind}${definition}`);
        return `${name} ${up} of ${runs}`;
      })
      .join(", ");
  const moved = (network: Measured) => course(network, "kernelDistance").end.value;
  const own = series(result).toSorted((a, b) => moved(a) - moved(b));
  const [lazy, rich] = [own[0], own[own.length - 1]];
  const words = [lazy, rich].map((network) => {
    const [k99, participation] = ["featureK99", "featureParticipation"].map((name) => course(network, name));
    return `${place(network)} (kernel moved ${two(moved(network))}): k₀.₉₉ ${two(k99.start.value)} to ${two(k99.end.value)}, participation ratio ${two(participation.start.value)} to ${two(participation.end.value)}, at most ${two(participation.most.value)} on the way`;
  });
  const kinds = byKind(result).map(([kind, all]) => ({ kind, ...grew(all, "featureK99") }));
  const split = kinds.some((one) => 2 * one.grew > one.runs) && kinds.some((one) => 2 * one.grew < one.runs);
  const runs = kinds.map((one) => `${one.grew} of ${one.runs} runs of ${one.kind}`).join(", ");
  const k99 = course(lazy, "featureK99");
  return {
    sentence: `${split ? "That depends on the architecture: the" : "The"} directions that hold 99 % of the tangent features' energy are more at the end of training than at its start in ${runs}. In the laziest network (${kindOf(lazy)}, ${place(lazy)}) they go from ${two(k99.start.value)} to ${two(k99.end.value)}.`,
    details: `Runs in which the rank of the tangent features grew, by definition: ${counts("feature")}; of the examples' loss gradients: ${counts("gradient")}. The laziest and the least lazy of ${kindOf(own[0])}: ${words.join("; ")}.`,
  };
}

function elsewhere(result: StudyResult): Said {
  const kinds = byKind(result).map(([kind, networks]) => {
    const network = networks.find(({ parametrisation }) => parametrisation === "standard") ?? networks[0];
    const columns = medianOf(network, "columns")?.value ?? Number.NaN;
    const share = (when: "start" | "end") => course(network, "featureK99")[when].value / columns;
    const growth = medianOf(network, "growthStart")?.value ?? Number.NaN;
    return {
      kind,
      start: share("start"),
      words: `${kind} ${percent(share("start"))} before and ${percent(share("end"))} after training, participation ratio ${two(course(network, "featureParticipation").start.value)}, still growing like the ${two(growth)}th power of |R|`,
    };
  });
  const sorted = kinds.toSorted((a, b) => a.start - b.start);
  const ends = [sorted[0], sorted[sorted.length - 1]].map(
    ({ kind, start }) => `${percent(start)} in ${kind}`,
  );
  const { references } = paramsOf(result);
  return {
    sentence: `99 % of the energy of ${references[references.length - 1]} reference examples' gradients takes between ${ends.join(" and ")} of as many directions as they have outputs, before training.`,
    details: `${kinds.map(({ words }) => words).join("; ")}. Where that power is near 1, the reference set is too small to show a low rank.`,
  };
}

function byLayer(result: StudyResult): Said {
  const network =
    series(result).findLast(({ parametrisation }) => parametrisation === "standard") ?? series(result)[0];
  const rows = layerRows(result).filter(({ network: own }) => sameNetwork(own, network));
  const layers = rows.map(
    ({ name, value }) =>
      `${name} ${two(value("startK99"))} to ${two(value("endK99"))} (participation ratio ${two(value("startParticipation"))} to ${two(value("endParticipation"))}, ${percent(value("shareStart"))} of the energy)`,
  );
  const joint = course(network, "featureK99");
  const participation = course(network, "featureParticipation");
  const apart = rows.reduce((sum, { value }) => sum + value("startK99"), 0);
  return {
    sentence: `For 99 % of the energy, one Jacobian of all parameters takes ${two(joint.start.value)} directions, single layers' take ${rows.map(({ value }) => two(value("startK99"))).join(", ")}: together ${two(apart / joint.start.value)} times as many (${kindOf(network)}, ${place(network)}, before training).`,
    details: `After training ${two(joint.end.value)} (participation ratio ${two(participation.start.value)} to ${two(participation.end.value)}); single layers' ${layers.join("; ")}. The joint kernel is the sum of the layers' own (biases, which are left out here, have the rest of the energy).`,
  };
}

function sameNetwork(a: Measured, b: Measured): boolean {
  return (
    kindOf(a) === kindOf(b) &&
    a.task === b.task &&
    a.width === b.width &&
    a.parametrisation === b.parametrisation
  );
}

function setUp(result: StudyResult): string {
  const { n, unseen, batch, mostSteps, momentum, references, seeds, grids } = paramsOf(result);
  const tasks = [...new Set(grids.map(({ task }) => task))].join(", ");
  return `Rank in training: ${n} training and ${unseen} unseen examples (${tasks}), class-balanced by the seed, pictures scaled to rows of length √d; cross-entropy, minibatches of ${batch} without replacement within an epoch, momentum ${momentum}, step size 1/λ_max of the start's kernel over |R|, ${mostSteps} steps; ranks on ${references[references.length - 1]} training examples and all their outputs; ${seeds} seed${seeds === 1 ? "" : "s"}.`;
}
