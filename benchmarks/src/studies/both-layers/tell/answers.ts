// B5: does it work when both layers train?

import { lastOf } from "../../../page/lists.ts";
import {
  percent,
  significant,
  slopeInterval,
  span,
  tolerance as toleranceLabel,
  widthLabel,
  widthRange,
} from "../../../page/units.ts";
import { exponentOf } from "../../../telling/exponent.ts";
import type { Answer } from "../../../telling/tell.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { arrivals, middle, type Pair, type Point, pairsOf, paramsOf, pointsOf, ratioOf } from "./rows.ts";

export function answers(result: StudyResult): Answer[] {
  const { shifts, dataset, n } = paramsOf(result);
  const points = pointsOf(result);
  const newton = shifts.flatMap((shift) => gaussNewton(result, points, shift) ?? []);
  if (newton.length === 0) return [];
  const descents = shifts.flatMap((shift) => descent(result, points, shift) ?? []);
  const sentence = [
    `${allArrive(result, points) ? "Yes" : "Not always"}: Gauss–Newton on trees (${dataset}, n = ${n}) ${newton.join("; ")}.`,
    ...(descents.length > 0
      ? [`Gradient descent, each at its own rate 1/λ_max(G₀), ${descents.join("; ")}.`]
      : []),
    sleepers(points),
  ];
  return [{ question: "B5", sentence: sentence.join(" ") }];
}

/** Both layers, by Gauss–Newton, from every network. */
function allArrive(result: StudyResult, points: readonly Point[]): boolean {
  const target = Math.min(...paramsOf(result).tolerances);
  return points
    .filter(({ algorithm, train }) => algorithm === "tree-gn" && train === "both")
    .every((point) => arrivals(point, target).count === point.runs.size);
}

const sizeOf = (points: readonly Point[]) => points.reduce((sum, { runs }) => sum + runs.size, 0);

/** "all 54" or "53 of 54" */
export function shareOf(count: number, of: number): string {
  return count === of ? `all ${of}` : `${count} of ${of}`;
}

function reached(points: readonly Point[], tolerance: number): string {
  const found = points.map((point) => arrivals(point, tolerance));
  const count = found.reduce((sum, one) => sum + one.count, 0);
  const steps = found.flatMap((one) => one.steps);
  const taken = steps.length > 0 ? ` in ${span(steps)} steps` : "";
  return `${shareOf(count, sizeOf(points))} networks${taken}`;
}

function gaussNewton(result: StudyResult, points: readonly Point[], shift: string): string | undefined {
  const { tolerances } = paramsOf(result);
  const pairs = pairsOf(points, "tree-gn", shift);
  if (pairs.length === 0) return undefined;
  const target = Math.min(...tolerances);
  const end = lastOf(pairs);
  const [first, both] = [pairs.map((pair) => pair.first), pairs.map((pair) => pair.both)];
  const flips = (point: Point) => percent(middle(point, (run) => run.flips[0] ?? 0));
  const macs = ratioOf(end, (run) => run.macs);
  const visits = ratioOf(end, (run) => run.compares);
  return `with ${shift} reaches ‖f−y‖ ≤ ${toleranceLabel(target)} from ${reached(both, target)} with both layers, from ${reached(first, target)} with the first alone (widths ${widthRange(pairs.map(({ width }) => width))}); at width ${widthLabel(end.width)} a step takes ${factor(macs)} the multiply-adds and ${factor(visits)} the tree nodes, and the first flips ${flips(end.both)} of the pairs that fire, against ${flips(end.first)}${exponents(pairs)}`;
}

const factor = ({ value, lo, hi }: { value: number; lo: number; hi: number }) =>
  lo === hi
    ? `${significant(value, 3)} times`
    : `${significant(value, 3)} [${significant(lo, 3)}, ${significant(hi, 3)}] times`;

/** Exponents of the counted work in the width, over the medians of networks. */
export function workExponent(points: readonly Point[], work: "macs" | "compares") {
  return exponentOf(points.map((point) => ({ x: point.width, y: middle(point, (run) => run[work]) })));
}

function exponents(pairs: readonly Pair[]): string {
  const [first, both] = (["first", "both"] as const).map((train) =>
    workExponent(
      pairs.map((pair) => pair[train]),
      "macs",
    ),
  );
  return first && both
    ? `; multiply-adds of a step grow like m to the ${slopeInterval(both)}, against ${slopeInterval(first)}`
    : "";
}

function descent(result: StudyResult, points: readonly Point[], shift: string): string | undefined {
  const { tolerances, grids } = paramsOf(result);
  const pairs = pairsOf(points, "tree-gd", shift);
  if (pairs.length === 0) return undefined;
  const mostSteps = grids.find(({ algorithm }) => algorithm === "tree-gd")?.mostSteps;
  const target = Math.max(...tolerances);
  const [first, both] = [pairs.map((pair) => pair.first), pairs.map((pair) => pair.both)];
  return `with ${shift} reaches ${toleranceLabel(target)} within ${mostSteps} steps from ${reached(both, target)}, against ${reached(first, target)} (widths ${widthRange(pairs.map(({ width }) => width))})`;
}

/** A neuron that fires nowhere has no gradient in either layer: counted. */
function sleepers(points: readonly Point[]): string {
  const runs = points.filter(({ train }) => train === "both").flatMap((point) => [...point.runs.values()]);
  const awakened = runs.reduce((sum, run) => sum + run.awakened, 0);
  const word = awakened === 0 ? "no" : String(awakened);
  return `In ${runs.length} runs that train both layers ${word} neuron that fired nowhere at the start fires later: a_r does not enter the search, and trees and live sets stay as they are.`;
}
