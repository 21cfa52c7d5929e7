// The study of damping: pairs that start alike, a match that is one, answers from numbers.
import { expect, test } from "vitest";
import { jobName } from "../src/measuring/jobs/cells.ts";
import { renderSvg } from "../src/page/plots/render.ts";
import { FILTERS, factors } from "../src/studies/gauss-newton-damping/match.ts";
import { paramsSchema } from "../src/studies/gauss-newton-damping/params.ts";
import { best, distancesOf, runsOf } from "../src/studies/gauss-newton-damping/tell/rows.ts";
import { listOf } from "../src/telling/read-cells.ts";
import { medianOf } from "../src/telling/seeds.ts";
import { toldOf } from "../src/telling/tell-study.ts";
import { studyRun } from "./study-run.ts";

const { tell, jobs, cells, result, nothing } = await studyRun("gauss-newton-damping");
const [runs] = runsOf(toldOf(paramsSchema, result));

test("a job gives both sides of a pair, which start alike", () => {
  expect(new Set(jobs.map(jobName)).size).toBe(jobs.length);
  expect(cells.filter(({ status }) => status !== "ok")).toEqual([]);
  const { newton, descent, ordinary } = runs;
  expect(ordinary?.cells).toHaveLength(2);
  expect(newton.map(({ at }) => at)).toEqual([0.01, 1]);
  newton.forEach((one, k) => {
    expect(descent[k].at).toBe(one.at);
    expect(medianOf(descent[k], "period")?.value).toBe(Math.round(1 / (0.001 * one.at)));
    for (const [seed, cell] of one.cells.entries())
      expect(listOf(cell, "trainLosses")[0]).toBe(listOf(descent[k].cells[seed], "trainLosses")[0]);
  });
});

test("the filters' bound is the largest difference of theirs", () => {
  const apart = (x: number) => Math.abs(1 - Math.exp(-x) - x / (1 + x));
  const worst = Math.max(...Array.from({ length: 100_000 }, (_, k) => apart(k / 1000)));
  expect(FILTERS).toBeGreaterThanOrEqual(worst);
  expect(FILTERS).toBeLessThan(worst + 1e-4);
});

test("a damping far from the match is further away, and the best accuracy is found", () => {
  const { newton } = runs;
  const all = distancesOf(runs);
  expect(all.map(({ at }) => at)).toEqual(newton.map(({ at }) => at));
  for (const { distances } of all) {
    expect(distances).toHaveLength(factors.length);
    expect(distances[factors.indexOf(1)]).toBeLessThan(distances[factors.indexOf(4)]);
  }
  const top = best(newton)!;
  for (const one of newton)
    expect(medianOf(top, "accuracy")!.value).toBeGreaterThanOrEqual(medianOf(one, "accuracy")!.value);
});

test("answer, tables and plots come from the numbers", async () => {
  expect(tell.answers(result).map(({ question }) => question)).toEqual(["C2"]);
  expect(tell.tables(result).filter(({ kind }) => kind === "table")).toHaveLength(2);
  const plots = tell.plots(result);
  expect(plots.map(({ name }) => name)).toEqual(["damping", "match"]);
  for (const { name, spec } of plots) expect(await renderSvg(name, spec)).toContain("<svg");
  expect(tell.answers(nothing)).toEqual([]);
  expect(tell.plots(nothing)).toEqual([]);
});
