// The studies of practical experiments on their smoke profiles: grokking, hierarchy, filters.
import type { Cell } from "@widthwise/measure";
import { describe, expect, test } from "vitest";
import { jobName } from "../src/measuring/jobs/cells.ts";
import { renderSvg } from "../src/page/plots/render.ts";
import { paramsSchema as filtersParams } from "../src/studies/filters/params.ts";
import { roughness } from "../src/studies/filters/smoothness.ts";
import { direction } from "../src/studies/filters/tell/finding.ts";
import * as filtersSelect from "../src/studies/filters/tell/rows.ts";
import { paramsSchema as grokkingParams } from "../src/studies/grokking/params.ts";
import { endSlope } from "../src/studies/grokking/tell/answers.ts";
import { printedRelative, printedSteps } from "../src/studies/grokking/tell/printed.ts";
import * as grokkingSelect from "../src/studies/grokking/tell/rows.ts";
import { paramsSchema as hierarchyParams } from "../src/studies/hierarchy/params.ts";
import { printed } from "../src/studies/hierarchy/tell/printed.ts";
import * as hierarchySelect from "../src/studies/hierarchy/tell/rows.ts";
import { toldOf } from "../src/telling/tell-study.ts";
import { studyRun } from "./study-run.ts";

/** What a study reads of a result, from its smoke profile. */
async function smoke(name: string) {
  const { tell, jobs, cells, result, nothing } = await studyRun(name);
  expect(new Set(jobs.map(jobName)).size).toBe(jobs.length);
  expect(cells.filter(({ status }) => status !== "ok")).toEqual([]);
  for (const { name: plot, spec } of tell.plots(result))
    expect(await renderSvg(plot, spec)).toContain("<svg");
  expect(tell.answers(nothing)).toEqual([]);
  expect(tell.plots(nothing)).toEqual([]);
  expect(tell.tables(nothing).length).toBeGreaterThan(0);
  return { tell, result };
}

describe("grokking", () => {
  test("answers D10 and compares every cell that the paper has", async () => {
    const { tell, result } = await smoke("grokking");
    expect(tell.answers(result).map(({ question }) => question)).toEqual(["D10"]);
    const rows = grokkingSelect.rowsOf(toldOf(grokkingParams, result));
    expect(rows.map(({ tau, points }) => [tau, points.map(({ alpha }) => alpha)])).toEqual([
      [0.5, [0.1, 1, 10]],
      [1, [0.1, 1, 10]],
    ]);
    const [compared] = tell.tables(result).filter(({ kind }) => kind === "table");
    expect(compared.kind === "table" && compared.rows.length).toBe(6);
  });

  test("relative steps and order are taken seed by seed", () => {
    const point = (alpha: number, ...steps: (number | null)[]) => ({
      tau: 1,
      alpha,
      cells: steps.map((knownAt) => ({ algorithm: "grokking", measures: { knownAt } }) as unknown as Cell),
    });
    const [low, one, high] = [point(0.1, 400, 900), point(1, 200, 300), point(10, 100, 330)];
    expect(grokkingSelect.relativeTo(one, low)).toEqual({ value: 2.5, lo: 2, hi: 3 });
    expect(grokkingSelect.relativeTo(one, point(3, 10, null))).toBeUndefined();
    expect(grokkingSelect.ordered([low, one, high])).toEqual({ right: 3, all: 4 });
    expect(
      endSlope([
        { at: 1, steps: 8 },
        { at: 4, steps: 1 },
      ]),
    ).toBeCloseTo(-1.5, 12);
  });

  test("the paper's ratios are those of its table", () => {
    expect(printedSteps(1, 10)).toBe(7500);
    expect(printedSteps(0.6, 1)).toBeUndefined();
    expect(printedRelative(0.5, 10)).toBeCloseTo(0.4348, 4);
    expect(printedRelative(0.5, 0.1)).toBeCloseTo(2.2224, 4);
  });
});

describe("hierarchy", () => {
  test("gathers seeds and samples, larger α first", async () => {
    const { tell, result } = await smoke("hierarchy");
    const curves = hierarchySelect.curvesOf(toldOf(hierarchyParams, result));
    expect(curves.map(({ alpha, points }) => [alpha, points.map(({ at }) => at)])).toEqual([
      [3, [24, 96]],
      [1, [24, 96]],
    ]);
    const tables = tell.tables(result).filter(({ kind }) => kind === "table");
    expect(tables.map((block) => block.kind === "table" && block.rows.length)).toEqual([2, 4, 1]);
  });

  test("a crossing is where a power law between two points meets the target", () => {
    const samples = [1000, 2000, 4000];
    const law = samples.map((count) => 3000 / count ** 1.5);
    const expected = (3000 / 0.02) ** (1 / 1.5);
    expect(hierarchySelect.crossing(samples, law, 0.02)).toBeCloseTo(expected, 6);
    expect(hierarchySelect.crossing(samples, law, 0.5)).toBeNull();
    expect(hierarchySelect.crossing(samples, law, 0.001)).toBeNull();
  });

  test("the paper's samples lie between its errors above and below 10 %", () => {
    for (const { errors, samples } of printed) {
      const found = hierarchySelect.crossing([4404, 8887, 17957], errors, 0.1);
      expect(Math.abs(found! / samples - 1)).toBeLessThan(0.12);
    }
  });
});

describe("filters", () => {
  test("looks at both networks for every α; outputs at the start do not depend on it", async () => {
    const { tell, result } = await smoke("filters");
    for (const net of ["lenet", "cnn"] as const) {
      const groups = filtersSelect.runsOf(toldOf(filtersParams, result), net);
      expect(groups.map(({ at }) => at)).toEqual([0.3, 3]);
      expect(filtersSelect.stepsOf(groups[0])).toEqual([0, 1, 3]);
      const [low, high] = groups.map((group) => filtersSelect.spreadAt(group, "trainLoss", 0).value);
      // exact without normalisation, and but for its 1e-5 with it
      expect(Math.abs(low - high)).toBeLessThan((net === "lenet" ? 1e-5 : 1e-2) * low);
      for (const group of groups)
        for (const quantity of ["kernelDistance", "hamming", "parameterDistance"] as const)
          expect(Math.abs(filtersSelect.spreadAt(group, quantity, 0).value)).toBeLessThan(1e-5);
    }
    const tables = tell.tables(result).filter(({ kind }) => kind === "table");
    expect(tables.map((block) => block.kind === "table" && block.rows.length)).toEqual([2, 2]);
  });

  test("roughness is the Laplacian's energy over the filter's, slice by slice", () => {
    // one spot in the middle sees all of the Laplacian
    const spot = new Float32Array(7 * 7);
    spot[24] = 3;
    expect(roughness(spot, [7, 7, 1, 1])[0]).toBeCloseTo(5.25, 12);
    // its weights add up to −1, to 0 at an edge and to ¾ in a corner
    const constant = new Float32Array(40 * 40).fill(1);
    expect(roughness(constant, [40, 40, 1, 1])[0]).toBeCloseTo((38 ** 2 + 4 * 0.75 ** 2) / 40 ** 2, 12);
    const both = Float32Array.from({ length: 2 * 49 }, (_, k) => (k % 2 === 0 ? spot[k >> 1] : 1));
    const [first, second] = roughness(both, [7, 7, 1, 2]);
    expect(first).toBeCloseTo(5.25, 12);
    expect(second).toBeLessThan(1);
  });

  test("an order is one only where every step has it", () => {
    const group = (at: number, value: number) => ({
      at,
      cells: [{ algorithm: "cnn", measures: { roughness: [9, value] } }] as unknown as Cell[],
    });
    expect(direction([group(1, 3), group(2, 2), group(3, 1)], "roughness")).toBe("falls");
    expect(direction([group(1, 1), group(2, 2)], "roughness")).toBe("rises");
    expect(direction([group(1, 1), group(2, 2), group(3, 2)], "roughness")).toBe("neither");
  });
});
