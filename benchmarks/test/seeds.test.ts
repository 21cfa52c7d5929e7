// What is said over seeds: medians, points, curves and pairs, none where a seed has no number.
import { type Cell, median } from "@widthwise/measure";
import fc from "fast-check";
import { expect, test } from "vitest";
import { thinned } from "../src/page/lists.ts";
import {
  curvePoints,
  difference,
  gathered,
  medianOf,
  medianPoints,
  seedBySeed,
} from "../src/telling/seeds.ts";
import { changeText, medianText } from "../src/telling/seeds-text.ts";

const cellOf = (params: Record<string, number>, measures: Record<string, number | null | number[]>) =>
  ({ algorithm: "made", params, measures }) as unknown as Cell;
const losses = (seeds: Record<number, number | null>) => ({
  cells: Object.entries(seeds).map(([round, loss]) => cellOf({ round: Number(round) }, { loss })),
});

test("runs are gathered by value and stand in the order of their seeds", () => {
  const cells = [
    [3, 1],
    [1, 1],
    [3, 0],
    [1, 0],
  ].map(([rate, round]) => cellOf({ rate, round }, { loss: rate + round }));
  const runs = gathered(cells, "rate");
  expect(runs.map(({ at, cells: own }) => [at, ...own.map(({ params }) => params!.round)])).toEqual([
    [1, 0, 1],
    [3, 0, 1],
  ]);
  expect(medianPoints(runs, "loss").map(({ x, y }) => [x, y])).toEqual([
    [1, 1.5],
    [3, 3.5],
  ]);
});

test("a seed that blew up leaves no median, no point and no difference", () => {
  const blown = losses({ 0: 1, 1: null });
  const whole = losses({ 0: 2, 1: 3 });
  expect(medianOf(blown, "loss")).toBeUndefined();
  expect(medianPoints([{ at: 1, ...blown }], "loss")).toEqual([]);
  expect(difference(blown, whole, "loss")).toBeUndefined();
  expect(medianText(blown, "loss")).toBe("diverged");
  expect(changeText(blown, "loss", "loss")).toBe("diverged");
  expect(changeText(whole, "loss", "loss")).toBe("2.5 to 2.5");
});

test("differences are of the same seeds", () => {
  const found = difference(losses({ 0: 5, 1: 9 }), losses({ 0: 1, 1: 3 }), "loss");
  expect(found?.value).toBe(5);
  expect(difference(losses({ 0: 5, 1: 9 }), losses({ 0: 1, 2: 3 }), "loss")).toBeUndefined();
  const pairs = seedBySeed(losses({ 0: 5, 1: 9 }), losses({ 2: 3, 1: 4 }), "round");
  expect(pairs.map((pair) => pair.map(({ measures }) => measures!.loss))).toEqual([[9, 4]]);
});

test("a curve has a point where every seed has one", () => {
  const curve = (steps: number[], values: number[]) => cellOf({}, { curveSteps: steps, values });
  const cells = [curve([1, 2, 4], [8, 6, 2]), curve([1, 2], [4, 2])];
  expect(curvePoints({ at: 1, cells }, "values")).toEqual([
    { x: 1, y: median([8, 4]) },
    { x: 2, y: median([6, 2]) },
  ]);
});

test("a thinned list has at most so many, evenly, and the last", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 9 }), (length, most) => {
      const values = [...Array(length).keys()];
      const kept = thinned(values, most);
      expect(kept.length).toBeLessThanOrEqual(most);
      expect(kept.at(-1)).toBe(length - 1);
      expect(new Set(kept.slice(1).map((value, k) => value - kept[k])).size).toBeLessThanOrEqual(1);
    }),
  );
});
