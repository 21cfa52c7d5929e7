// A2: does the rank grow; A6: is it low beyond MNIST and dense layers; A8: layer by layer; A11: the set-up.
import { percent, significant } from "../../../page/units.ts";
import { largestBy } from "../../../telling/gaps.ts";
import { kindOf, type Measured } from "../../../telling/networks/networks-measured.ts";
import { medianValue, type Seeds } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import {
  endOf,
  grew,
  type Kind,
  layerRows,
  mostOf,
  names,
  referencesOf,
  series,
  startOf,
  trainedNetworks,
} from "./rows.ts";

const two = (value: number) => significant(value, 2);

/** Where some network was trained. */
const ofNetworks =
  <Answer>(answer: (told: Told<Params>, networks: readonly Measured[]) => Answer) =>
  (told: Told<Params>) => {
    const networks = trainedNetworks(told);
    return networks.length === 0 ? undefined : answer(told, networks);
  };

/** "standard, width 256" */
const place = ({ parametrisation, width }: Measured) => `${parametrisation}, width ${width}`;

const byKind = (networks: readonly Measured[]) => [
  ...Map.groupBy(networks, (network) => `${kindOf(network)} on ${network.task}`),
];

/** "12 to 15" */
const courseText = (network: Seeds, measure: string) =>
  `${two(startOf(network, measure))} to ${two(endOf(network, measure))}`;

export const growth = ofNetworks((told, networks) => {
  const counts = (kind: Kind) =>
    names
      .map(([definition, name]) => {
        const { runs, grew: up } = grew(networks, `${kind}${definition}`);
        return `${name} ${up} of ${runs}`;
      })
      .join(", ");
  const moved = (network: Measured) => endOf(network, "kernelDistance");
  const own = series(told);
  const [lazy, rich] = [largestBy(own, (network) => -moved(network))!, largestBy(own, moved)!];
  const words = [lazy, rich].map(
    (network) =>
      `${place(network)} (kernel moved ${two(moved(network))}): k₀.₉₉ ${courseText(network, "featureK99")}, participation ratio ${courseText(network, "featureParticipation")}, at most ${two(mostOf(network, "featureParticipation"))} on the way`,
  );
  const kinds = byKind(networks).map(([kind, all]) => ({ kind, ...grew(all, "featureK99") }));
  const split = kinds.some((one) => 2 * one.grew > one.runs) && kinds.some((one) => 2 * one.grew < one.runs);
  const runs = kinds.map((one) => `${one.grew} of ${one.runs} runs of ${one.kind}`).join(", ");
  return {
    sentence: `${split ? "That depends on the architecture: the" : "The"} directions that hold 99 % of the tangent features' energy are more at the end of training than at its start in ${runs}. In the laziest network (${kindOf(lazy)}, ${place(lazy)}) they go from ${courseText(lazy, "featureK99")}.`,
    details: `Runs in which the rank of the tangent features grew, by definition: ${counts("feature")}; of the examples' loss gradients: ${counts("gradient")}. The laziest and the least lazy of ${kindOf(lazy)}: ${words.join("; ")}.`,
  };
});

export const elsewhere = ofNetworks((told, networks) => {
  const kinds = byKind(networks).map(([kind, all]) => {
    const network = all.find(({ parametrisation }) => parametrisation === "standard") ?? all[0];
    const columns = medianValue(network, "columns");
    const start = startOf(network, "featureK99") / columns;
    const end = endOf(network, "featureK99") / columns;
    return {
      kind,
      start,
      words: `${kind} ${percent(start)} before and ${percent(end)} after training, participation ratio ${two(startOf(network, "featureParticipation"))}, still growing like the ${two(medianValue(network, "growthStart"))}th power of |R|`,
    };
  });
  const [least, most] = [largestBy(kinds, ({ start }) => -start)!, largestBy(kinds, ({ start }) => start)!];
  const ends = [least, most].map(({ kind, start }) => `${percent(start)} in ${kind}`);
  return {
    sentence: `99 % of the energy of ${referencesOf(told)} reference examples' gradients takes between ${ends.join(" and ")} of as many directions as they have outputs, before training.`,
    details: `${kinds.map(({ words }) => words).join("; ")}. Where that power is near 1, the reference set is too small to show a low rank.`,
  };
});

export const byLayer = ofNetworks((told) => {
  const own = series(told);
  const network = own.findLast(({ parametrisation }) => parametrisation === "standard") ?? own[0];
  const layers = layerRows(told)
    .filter((row) => sameNetwork(row.network, network))
    .map((row) => ({ name: row.name, value: (measure: string) => medianValue(row, measure) }));
  const words = layers.map(
    ({ name, value }) =>
      `${name} ${two(value("startK99"))} to ${two(value("endK99"))} (participation ratio ${two(value("startParticipation"))} to ${two(value("endParticipation"))}, ${percent(value("shareStart"))} of the energy)`,
  );
  const [joint, starts] = [startOf(network, "featureK99"), layers.map(({ value }) => value("startK99"))];
  const apart = starts.reduce((sum, start) => sum + start, 0);
  return {
    sentence: `For 99 % of the energy, one Jacobian of all parameters takes ${two(joint)} directions, single layers' take ${starts.map(two).join(", ")}: together ${two(apart / joint)} times as many (${kindOf(network)}, ${place(network)}, before training).`,
    details: `After training ${two(endOf(network, "featureK99"))} (participation ratio ${courseText(network, "featureParticipation")}); single layers' ${words.join("; ")}. The joint kernel is the sum of the layers' own (biases, which are left out here, have the rest of the energy).`,
  };
});

function sameNetwork(a: Measured, b: Measured): boolean {
  return (
    kindOf(a) === kindOf(b) &&
    a.task === b.task &&
    a.width === b.width &&
    a.parametrisation === b.parametrisation
  );
}

export const setUp = ofNetworks((told) => {
  const { n, unseen, batch, mostSteps, momentum, seeds, grids } = told.params;
  const tasks = [...new Set(grids.map(({ task }) => task))].join(", ");
  return `Rank in training: ${n} training and ${unseen} unseen examples (${tasks}), class-balanced by the seed, pictures scaled to rows of length √d; cross-entropy, minibatches of ${batch} without replacement within an epoch, momentum ${momentum}, step size 1/λ_max of the start's kernel over |R|, ${mostSteps} steps; ranks on ${referencesOf(told)} training examples and all their outputs; ${seeds} seed${seeds === 1 ? "" : "s"}.`;
});
