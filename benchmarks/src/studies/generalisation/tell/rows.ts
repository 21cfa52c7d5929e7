// The solutions of a result, repeats gathered, and the places that they are compared at.
import type { Interval } from "@widthwise/measure";
import { middleInterval, nowhere } from "../../../telling/gaps.ts";
import { numberOrNaN, paramOf } from "../../../telling/read-cells.ts";
import { medianOf, type Seeds, seedBySeed } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";

/** Algorithms that are told of, beside those that compute the same as one of them. */
export const shown = ["live-gn", "live-gd", "dense-adam", "kernel", "kernel-limit", "last-layer"];
/** Those that move first-layer weights. */
export const optimisers = shown.slice(0, 3);
/** Those whose answers a trained network's are held against. */
export const rivals = shown.slice(3);

export interface Place {
  readonly dataset: string;
  readonly shift: string;
  readonly n: number;
  readonly width: number;
  readonly scale: number;
}

/** One algorithm at one place, over training sets and networks. */
export interface Point extends Place, Seeds {
  readonly algorithm: string;
}

export function pointsOf({ result }: Told<Params>): Point[] {
  const ok = result.cells.filter(({ status }) => status === "ok");
  const groups = Map.groupBy(ok, ({ algorithm, n, width, params }) =>
    JSON.stringify([algorithm, n, width, params?.dataset, params?.shift, params?.scale]),
  );
  return [...groups.values()]
    .map((cells): Point => {
      const [{ algorithm, n, width }] = cells;
      const [dataset, shift, scale] = ["dataset", "shift", "scale"].map((name) => paramOf(cells[0], name));
      return { algorithm, dataset, shift, n, width, scale: Number(scale), cells };
    })
    .sort((a, b) => a.n - b.n || a.width - b.width || b.scale - a.scale);
}

export const placeOf = ({ dataset, shift, n, width, scale }: Place): Place => ({
  dataset,
  shift,
  n,
  width,
  scale,
});

/** The points of a part of the places. */
export function pointsAt(points: readonly Point[], place: Partial<Omit<Point, "cells">>): Point[] {
  const wanted = Object.entries(place);
  return points.filter((point) => wanted.every(([name, value]) => point[name as keyof Point] === value));
}

/** What an algorithm has at a place. */
export const pointAt = (points: readonly Point[], place: Place, algorithm: string): Point | undefined =>
  pointsAt(points, { ...placeOf(place), algorithm })[0];

/** Each once. */
export const placesOf = (points: readonly Point[]): Place[] => [
  ...new Map(points.map((point) => [JSON.stringify(placeOf(point)), placeOf(point)])).values(),
];

/** The largest n, then the largest width, that Gauss–Newton was trained at in the first grid's first setting. */
export function mainPlace(told: Told<Params>): Place | undefined {
  const { datasets, shifts } = told.params.grids[0];
  const setting = { dataset: datasets[0], shift: shifts[0], scale: 1, algorithm: "live-gn" };
  const end = pointsAt(pointsOf(told), setting).at(-1);
  return end && placeOf(end);
}

/** Median over repeats with its interval; not a number where a repeat has none. */
export const over = (point: Point, measure: string): Interval => medianOf(point, measure) ?? nowhere;

/** a − b in accuracy, repeat by repeat; undefined where they share none. */
export function accuracyGain(a: Point, b: Point): Interval | undefined {
  const differences = seedBySeed(a, b, "repeat").map(
    ([one, other]) => numberOrNaN(one, "testAccuracy") - numberOrNaN(other, "testAccuracy"),
  );
  return differences.length > 0 ? middleInterval(differences) : undefined;
}
