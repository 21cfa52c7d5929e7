// The study of the cost of linearised training: every operation is timed and leaves no tensor behind.
import type { Cell } from "@widthwise/measure";
import { expect, test } from "vitest";
import { jobName } from "../src/measuring/jobs/cells.ts";
import { renderSvg } from "../src/page/plots/render.ts";
import { operations } from "../src/studies/cpi-linearize/operations.ts";
import { paramsSchema } from "../src/studies/cpi-linearize/params.ts";
import { backendsOf, ratioOf, timeExponent } from "../src/studies/cpi-linearize/tell/rows.ts";
import { numberOf } from "../src/telling/read-cells.ts";
import { toldOf } from "../src/telling/tell-study.ts";
import { studyRun } from "./study-run.ts";

const { tell, jobs, cells, result, nothing } = await studyRun("cpi-linearize");

test("every operation of a job has a time, and leaves no tensor behind", () => {
  expect(new Set(jobs.map(jobName)).size).toBe(jobs.length);
  expect(jobs.every(({ timed }) => timed)).toBe(true);
  expect(cells.filter(({ status }) => status !== "ok")).toEqual([]);
  for (const cell of cells) {
    for (const name of Object.keys(operations)) expect(numberOf(cell, `${name}Ns`)).toBeGreaterThan(0);
    expect(numberOf(cell, "leaked")).toBe(0);
  }
  // 196·w + w + w² + w + 10·w + 10
  expect(cells.map((cell) => numberOf(cell, "parameters"))).toEqual([3594, 7690]);
});

test("exponents are slopes over the parameters, ratios medians of paired rounds", () => {
  const made = (width: number, rounds: readonly number[]) => ({
    at: width,
    cells: rounds.map((load) => ({
      algorithm: "linearise",
      measures: {
        parameters: width ** 2,
        backpropNs: load * width ** 2,
        linearisedNs: 1.7 * load * width ** 2,
        lowRankNs: load * 5,
      },
    })) as unknown as Cell[],
  });
  const points = [32, 64, 128, 256, 512].map((width) => made(width, [1, 5, 2, 3, 4, 9]));
  expect(timeExponent(points, "backprop")?.value).toBeCloseTo(1, 10);
  expect(timeExponent(points, "lowRank")?.value).toBeCloseTo(0, 10);
  expect(timeExponent(points.slice(1), "backprop")).toBeUndefined();
  // a load that differs between rounds cancels within one
  expect(ratioOf(points[0], "linearised", 1)).toEqual({
    value: expect.closeTo(1.7, 10),
    lo: expect.closeTo(1.7, 10),
    hi: expect.closeTo(1.7, 10),
  });
});

test("tables and plots come from the numbers", async () => {
  expect(tell.tables(result).filter(({ kind }) => kind === "table")).toHaveLength(2);
  const plots = tell.plots(result);
  expect(plots.map(({ name }) => name)).toEqual(["cost", "linearised"]);
  for (const { name, spec } of plots) expect(await renderSvg(name, spec)).toContain("<svg");
  expect(backendsOf(toldOf(paramsSchema, result))).toHaveLength(1);
  expect(tell.plots(nothing)).toEqual([]);
});
