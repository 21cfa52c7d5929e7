// The study of the minimal model: what it measures follows from the exact solution.
import { describe, expect, test } from "vitest";
import { jobName } from "../src/measuring/jobs/cells.ts";
import { paramsSchema } from "../src/studies/minimal-model/params.ts";
import { cellsOf } from "../src/studies/minimal-model/tell/rows.ts";
import { numberOf } from "../src/telling/read-cells.ts";
import { toldOf } from "../src/telling/tell-study.ts";
import { studyRun } from "./study-run.ts";

const { tell, jobs, cells, result, nothing } = await studyRun("minimal-model");
const told = toldOf(paramsSchema, result);

describe("the study of the minimal model", () => {
  test("has one name per job, and every check holds", () => {
    expect(new Set(jobs.map(jobName)).size).toBe(jobs.length);
    expect(cells.filter(({ status }) => status !== "ok")).toEqual([]);
  });

  test("the basins part on the two sides of the surface", () => {
    for (const cell of cellsOf(told, "basin"))
      expect(numberOf(cell, "basin")).toBe(Math.sign(Number(cell.params?.offset)));
  });

  test("the time to align downstream is the limiting law |δ|∫dφ/(φ(1 − φ²))", () => {
    const [far] = cellsOf(told, "alignment");
    let integral = 0;
    for (let k = 0; k < 10_000; k++) {
      const phi = 0.1 + (0.8 * (k + 0.5)) / 10_000;
      integral += 0.8 / 10_000 / (phi * (1 - phi * phi));
    }
    expect(far.params?.delta).toBe(-100);
    expect(numberOf(far, "time")! / (100 * integral)).toBeCloseTo(1, 2);
  });

  test("answers what it was asked, plots every figure, and says nothing about what is missing", () => {
    expect(tell.answers(result).map(({ question }) => question)).toEqual([
      "D1",
      "D3",
      "D4",
      "D6",
      "D7",
      "D8",
      "D9",
    ]);
    expect(tell.plots(result).map(({ name }) => name)).toEqual([
      "alignment-magnitude-kernel",
      "conserved-surfaces",
      "interpolators",
      "basins",
      "paths",
      "misprints",
    ]);
    expect(tell.answers(nothing)).toEqual([]);
    expect(tell.plots(nothing)).toEqual([]);
  });
});
