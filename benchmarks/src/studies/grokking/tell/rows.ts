// Runs of a result by τ and α, seeds gathered: their steps, and those relative to α = 1.
import type { Interval } from "@widthwise/measure";
import { spreadOf } from "../../../telling/gaps.ts";
import { cellsWith } from "../../../telling/read-cells.ts";
import { gathered, type Seeds, valuesOf } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";

export interface Point extends Seeds {
  readonly tau: number;
  readonly alpha: number;
}

export interface Row {
  readonly tau: number;
  readonly points: readonly Point[];
}

/** Every τ ascending, each with its α ascending. */
export const rowsOf = ({ result }: Told<Params>): Row[] =>
  gathered(cellsWith(result, { part: "grid" }), "tau").map(({ at: tau, cells }) => ({
    tau,
    points: gathered(cells, "alpha").map(({ at: alpha, cells: seeds }) => ({ tau, alpha, cells: seeds })),
  }));

/**
 * Steps until the unseen or the shown pairs are known: over seeds the median, least and most; undefined where one never
 * got there.
 */
export function stepsOf(point: Point, measure: "knownAt" | "fittedAt" = "knownAt"): Interval | undefined {
  const steps = valuesOf(point, measure);
  return steps && spreadOf(steps);
}

/** Steps until known over those of α = 1 at the same τ and seed: median, least and most. */
export function relativeTo(one: Point | undefined, point: Point): Interval | undefined {
  const [own, base] = [valuesOf(point, "knownAt"), one && valuesOf(one, "knownAt")];
  if (own === undefined || base === undefined || own.length !== base.length) return undefined;
  return spreadOf(own.map((steps, k) => steps / base[k]));
}

/** Neighbouring α, over seeds, of which the larger is known sooner, and how many there are. */
export function ordered(points: readonly Point[]): { readonly right: number; readonly all: number } {
  let [right, all] = [0, 0];
  for (let k = 1; k < points.length; k++) {
    const [less, more] = [points[k - 1], points[k]].map((point) => valuesOf(point, "knownAt"));
    if (less === undefined || more === undefined) continue;
    less.forEach((steps, seed) => {
      if (more[seed] < steps) right++;
      all++;
    });
  }
  return { right, all };
}
