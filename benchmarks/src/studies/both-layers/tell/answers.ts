// B5: does it work when both layers train?
import { type Interval, largest, smallest } from "@widthwise/measure";
import { lastOf } from "../../../page/lists.ts";
import {
  exact,
  interval,
  percent,
  significant,
  slopeInterval,
  span,
  tolerance as toleranceText,
  widthLabel,
  widthRange,
} from "../../../page/units.ts";
import { cellsWith, numberOrNaN } from "../../../telling/read-cells.ts";
import type { Seeds } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Layers, Params } from "../params.ts";
import {
  arrivals,
  flips,
  layers,
  middle,
  type Pair,
  type Series,
  seriesOf,
  workExponent,
  workRatio,
} from "./rows.ts";

export function bothLayers(told: Told<Params>) {
  const { dataset, n, tolerances, grids } = told.params;
  const wordsOf = (name: string, words: (series: Series) => string) =>
    seriesOf(told)
      .filter(({ algorithm }) => algorithm === name)
      .map(words);
  const newton = wordsOf("tree-gn", (series) => newtonWords(series, smallest(tolerances)));
  if (newton.length === 0) return undefined;
  const mostSteps = grids.find(({ algorithm }) => algorithm === "tree-gd")?.mostSteps;
  const descent = wordsOf("tree-gd", (series) => descentWords(series, largest(tolerances), mostSteps));
  return [
    `${allArrive(told) ? "Yes" : "Not always"}: Gauss–Newton on trees (${dataset}, n = ${n}) ${newton.join("; ")}.`,
    ...(descent.length > 0
      ? [`Gradient descent, each at its own rate 1/λ_max(G₀), ${descent.join("; ")}.`]
      : []),
    sleepers(told),
  ].join(" ");
}

/** Both layers, by Gauss–Newton, from every network. */
function allArrive({ result, params }: Told<Params>): boolean {
  const cells = cellsWith(result, { train: "both" }, "tree-gn");
  return arrivals({ cells }, smallest(params.tolerances)).length === cells.length;
}

/** "all 54 networks in 5 to 7 steps" */
function reached(pairs: readonly Pair[], train: Layers, tolerance: number): string {
  const cells = pairs.flatMap((pair) => pair[train].cells);
  const steps = arrivals({ cells }, tolerance);
  const share = steps.length === cells.length ? `all ${cells.length}` : `${steps.length} of ${cells.length}`;
  return `${share} networks${steps.length > 0 ? ` in ${span(steps)} steps` : ""}`;
}

const widthsOf = (pairs: readonly Pair[]) => `widths ${widthRange(pairs.map(({ width }) => width))}`;

function newtonWords({ shift, pairs }: Series, target: number): string {
  const end = lastOf(pairs);
  const flipped = (seeds: Seeds) => percent(middle(seeds, flips(0)));
  return `with ${shift} reaches ‖f−y‖ ≤ ${toleranceText(target)} from ${reached(pairs, "both", target)} with both layers, from ${reached(pairs, "first", target)} with the first alone (${widthsOf(pairs)}); at width ${widthLabel(end.width)} a step takes ${times(workRatio(end, "macs"))} the multiply-adds and ${times(workRatio(end, "compares"))} the tree nodes, and the first flips ${flipped(end.both)} of the pairs that fire, against ${flipped(end.first)}${exponents(pairs)}`;
}

function times(found: Interval): string {
  const show = (value: number) => significant(value, 3);
  return `${found.lo === found.hi ? show(found.value) : interval(found, show)} times`;
}

function exponents(pairs: readonly Pair[]): string {
  const [first, both] = layers.map((train) => workExponent(pairs, train, "macs"));
  return first && both
    ? `; multiply-adds of a step grow like m to the ${slopeInterval(both)}, against ${slopeInterval(first)}`
    : "";
}

const descentWords = ({ shift, pairs }: Series, target: number, mostSteps: number | undefined) =>
  `with ${shift} reaches ${toleranceText(target)} within ${mostSteps} steps from ${reached(pairs, "both", target)}, against ${reached(pairs, "first", target)} (${widthsOf(pairs)})`;

/** A neuron that fires nowhere has no gradient in either layer: counted. */
function sleepers({ result }: Told<Params>): string {
  const runs = cellsWith(result, { train: "both" });
  const awakened = runs.reduce((sum, cell) => sum + numberOrNaN(cell, "awakened"), 0);
  return `In ${runs.length} runs that train both layers ${awakened === 0 ? "no" : exact(awakened)} neuron that fired nowhere at the start fires later: a_r does not enter the search, and trees and live sets stay as they are.`;
}
