// The phase diagram: points gather their seeds, extremes are means over them.
import { expect, test } from "vitest";
import { jobName } from "../src/measuring/jobs/cells.ts";
import { renderSvg } from "../src/page/plots/render.ts";
import { gridValues, paramsSchema } from "../src/studies/phase-diagram/params.ts";
import {
  extreme,
  gridOf,
  meanOf,
  pointsOf,
  reaching,
  stepsOf,
} from "../src/studies/phase-diagram/tell/rows.ts";
import { toldOf } from "../src/telling/tell-study.ts";
import { studyRun } from "./study-run.ts";

const { tell, jobs, cells, result, nothing } = await studyRun("phase-diagram", { params: { seeds: 2 } });
const told = toldOf(paramsSchema, result);

test("every run has a name of its own and starts with the float64 step", () => {
  expect(new Set(jobs.map(jobName)).size).toBe(jobs.length);
  expect(cells.filter(({ status }) => status !== "ok")).toEqual([]);
});

test("points gather their seeds; extremes are means over them", () => {
  const points = pointsOf(told);
  expect(points.map(({ scale, delta, cells: own }) => [scale, delta, own.length])).toEqual([
    [0.1, -1, 2],
    [0.1, -0.5, 2],
    [0.1, 0, 2],
    [0.1, 1, 2],
    [1.99526, -1, 2],
    [1.99526, 0, 2],
    [1.99526, 1, 2],
  ]);
  expect(stepsOf(points)).toEqual([10, 100, 200]);
  // every second point, and the one beside the grid, which the maps leave out
  expect(reaching(points, 200)).toEqual([points[0], points[1], points[3]]);
  expect(gridOf(told)).toEqual(points.toSpliced(1, 1));
  const means = points.map((point) => meanOf(point, "hamming", 100).value);
  expect(extreme(points, "hamming", 100, 1)?.mean.value).toBe(Math.max(...means));
  expect(extreme(points, "hamming", 100, -1)?.mean.value).toBe(Math.min(...means));
  // small scale and upstream flips most signs, as in the paper
  expect(extreme(points, "hamming", 100, 1)?.point).toBe(points[3]);
});

test("answers, tables and maps come from the numbers", async () => {
  expect(tell.answers(result).map(({ question }) => question)).toEqual(["D4", "D7"]);
  const compared = tell.tables(result).find(({ kind }) => kind === "table");
  expect(compared?.kind === "table" && compared.rows.length).toBe(8);
  const [map] = tell.plots(result);
  expect(await renderSvg(map.name, map.spec)).toContain("kernel distance S, t = 100");
  expect(tell.answers(nothing)).toEqual([]);
  expect(tell.plots(nothing)).toEqual([]);
});

test("the paper's grid has its middle at δ = 0", () => {
  const deltas = gridValues({ from: -1, to: 1, count: 17 });
  expect([deltas[0], deltas[8], deltas[16]]).toEqual([-1, 0, 1]);
});
