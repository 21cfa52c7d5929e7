// The study of new inputs: optimisers interpolate, find one solution, and answer as they were trained.
import { openBackend } from "@widthwise/backends";
import { datasets } from "@widthwise/data";
import { expect, test } from "vitest";
import type { Context } from "../src/measuring/jobs/study.ts";
import { printMarkdown } from "../src/page/markdown.ts";
import { renderSvg } from "../src/page/plots/render.ts";
import type { GeneralisationJob } from "../src/studies/generalisation/jobs.ts";
import { paramsSchema } from "../src/studies/generalisation/params.ts";
import { disagreement, relativeRms } from "../src/studies/generalisation/run.ts";
import { accuracyGain, type Point, pointsAt, pointsOf } from "../src/studies/generalisation/tell/rows.ts";
import { valuesOf } from "../src/telling/seeds.ts";
import { toldOf } from "../src/telling/tell-study.ts";
import { studyRun } from "./study-run.ts";

const opened = await openBackend("wasm");
if (!("backend" in opened)) throw new Error(opened.missing);
const { backend } = opened;
const mnist = datasets.mnist({ seed: 1 });
const context = {
  seed: 1,
  seedOf: (...parts: readonly (string | number)[]) => 100 + Number(parts[1]),
  dataset: () => mnist,
  backend: async () => backend,
  needBytes: () => {},
} as unknown as Context;

const { tell, jobs, cells, result, nothing } = await studyRun<GeneralisationJob>("generalisation", {
  context,
});
const points = pointsOf(toldOf(paramsSchema, result));
/** A measure of every repeat. */
const each = (algorithm: string, scale: number, measure: string) =>
  valuesOf(pointsAt(points, { algorithm, scale })[0], measure)!;

test("every optimiser interpolates, and answers for training inputs as it was trained", () => {
  expect(cells).toHaveLength(jobs.length * 9);
  for (const { status, reason, algorithm, measures } of cells) {
    expect(status, `${algorithm}: ${reason}`).toBe("ok");
    expect(measures?.relativeResidual).toBeLessThanOrEqual(0.01);
    expect(measures?.testAccuracy).toBeGreaterThan(0.4);
  }
});

test("the same rule from the same weights finds the same solution, dense, sketched or in Gram space", () => {
  for (const scale of [1, 0.1]) {
    for (const name of ["dense-gn", "sketch-gn"])
      for (const rms of each(name, scale, "rmsFromGaussNewton")) expect(rms).toBeLessThan(1e-4);
    const far = each("live-gd", scale, "distance");
    each("dense-gd", scale, "distance").forEach((distance, k) => {
      expect(distance / far[k]).toBeCloseTo(1, 4);
    });
    expect(each("dense-gd", scale, "steps")).toEqual(each("live-gd", scale, "steps"));
  }
});

test("nothing that interpolates the linearised network moves less than its kernel's solution", () => {
  // small labels: the network is nearly linear, and its training ends within a hundredth of the labels
  for (const name of ["live-gn", "live-gd", "dense-adam"])
    for (const distance of each(name, 0.1, "distanceOverKernel")) expect(distance).toBeGreaterThan(0.97);
  expect(each("kernel", 1, "rmsFromKernel")).toEqual([0, 0]);
  expect(each("kernel", 1, "distanceOverKernel")).toEqual([1, 1]);
  const away = each("live-gn", 1, "rmsFromKernel");
  each("live-gn", 0.1, "rmsFromKernel").forEach((value, k) => {
    expect(value).toBeLessThan(away[k]);
  });
});

test("signs and root mean squares by hand; differences are paired", () => {
  expect(disagreement([1, -1, 2, 0], [1, 1, -1, -1])).toBe(0.5);
  expect(relativeRms([3, 4], [0, 5])).toBeCloseTo(Math.sqrt(10) / 5, 12);
  const made = (accuracies: Record<string, number>) =>
    ({
      cells: Object.entries(accuracies).map(([repeat, testAccuracy]) => ({
        params: { repeat },
        measures: { testAccuracy },
      })),
    }) as unknown as Point;
  const gain = accuracyGain(made({ 0: 0.9, 1: 0.8, 2: 0.5 }), made({ 1: 0.7, 0: 0.85 }));
  expect(gain?.lo).toBeCloseTo(0.05, 12);
  expect(gain?.hi).toBeCloseTo(0.1, 12);
  expect(accuracyGain(made({ 0: 1 }), made({ 1: 1 }))).toBeUndefined();
});

test("the report answers both questions from the numbers, and draws", async () => {
  const found = tell.answers(result);
  expect(found.map(({ question }) => question)).toEqual(["B7", "B8"]);
  expect(found[0].sentence).toMatch(
    /^At n = 16, width 2⁸, c=0.48, .*mnist: Gauss–Newton \d.*the last layer alone/,
  );
  expect(found[1].sentence).toMatch(/labels shrink from ±1 to ±0\.1 .*-fold for Adam .*Right on new inputs/);
  const text = printMarkdown(tell.tables(result));
  for (const title of ["Right on new inputs", "How far from the start", "One solution by several"])
    expect(text).toContain(title);
  expect(tell.answers(nothing)).toEqual([]);
  expect(tell.plots(nothing)).toEqual([]);
  const drawn = tell.plots(result);
  expect(drawn.map(({ name }) => name)).toEqual(["accuracy", "lazy-limit"]);
  for (const { name, spec } of drawn) expect(await renderSvg(name, spec)).toContain("<svg");
});
