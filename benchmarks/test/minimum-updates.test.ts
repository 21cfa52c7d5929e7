// The study of how few updates suffice: when something is found, and when nothing is left to find.
import type { Cell } from "@widthwise/measure";
import { expect, test } from "vitest";
import { jobName } from "../src/measuring/jobs/cells.ts";
import { renderSvg } from "../src/page/plots/render.ts";
import { paramsSchema } from "../src/studies/minimum-updates/params.ts";
import { failed, fewest, firstLinear, goneAfter, runsOf } from "../src/studies/minimum-updates/tell/rows.ts";
import { listOf } from "../src/telling/read-cells.ts";
import type { Runs } from "../src/telling/seeds.ts";
import { toldOf } from "../src/telling/tell-study.ts";
import { studyRun } from "./study-run.ts";

const { tell, jobs, cells, result, nothing } = await studyRun("minimum-updates");
const told = toldOf(paramsSchema, result);

test("all runs of a seed start alike, and a longer period leaves less of the linear problem", () => {
  expect(new Set(jobs.map(jobName)).size).toBe(jobs.length);
  expect(cells.filter(({ status }) => status !== "ok")).toEqual([]);
  for (const [k, { task, times, ordinary }] of runsOf(told).entries()) {
    const { data, name } = told.params.tasks[k];
    expect(task).toBe(name);
    const { d } = data as { d: number };
    for (const [seed, cell] of ordinary!.cells.entries()) {
      const starts = times.map((one) => listOf(one.cells[seed], "curveTest")[0]);
      expect(new Set([listOf(cell, "curveTest")[0], ...starts]).size).toBe(1);
      // 16 neurons' normal weights, the share of `relevant` of d inputs
      const share = (data.kind === "signs" ? data.relevant : 1) / d;
      expect(Math.abs(listOf(cell, "curveShare")[0] - share)).toBeLessThan(0.15);
    }
    expect(firstLinear(times[1])).toBeLessThan(firstLinear(times[0]));
  }
});

test("found and gone are the first updates at which medians are low", () => {
  const made = (train: number[], test: number[]): Runs => ({
    at: 1,
    cells: [
      {
        algorithm: "inner-descent",
        measures: { curveSteps: train.map((_, k) => k), curveTrain: train, curveTest: test },
      } as unknown as Cell,
    ],
  });
  const good = made([0.5, 0.1, 0.002, 0.001], [0.5, 0.3, 0.04, 0.01]);
  expect([fewest(good), goneAfter(good), failed(good)]).toEqual([2, 2, false]);
  const gone = made([0.5, 0.001], [0.5, 0.4]);
  expect([fewest(gone), goneAfter(gone), failed(gone)]).toEqual([undefined, 1, true]);
  const slow = made([0.5, 0.4], [0.5, 0.4]);
  expect([fewest(slow), goneAfter(slow), failed(slow)]).toEqual([undefined, undefined, false]);
});

test("answers, tables and plots come from the numbers", async () => {
  expect(tell.answers(result).map(({ question }) => question)).toEqual(["C9", "C10"]);
  expect(tell.tables(result).filter(({ kind }) => kind === "table")).toHaveLength(2);
  const plots = tell.plots(result);
  expect(plots.map(({ name }) => name)).toEqual(["updates-and-time", "by-update"]);
  for (const { name, spec } of plots) expect(await renderSvg(name, spec)).toContain("<svg");
  expect(tell.answers(nothing)).toEqual([]);
  expect(tell.plots(nothing)).toEqual([]);
});
