import type { Cell } from "@widthwise/measure";
import { expect, test } from "vitest";
import { jobName, toCell } from "../src/measuring/jobs/cells.ts";
import { runJob } from "../src/measuring/jobs/run-job.ts";
import type { StudyResult } from "../src/measuring/jobs/study.ts";
import { renderSvg } from "../src/page/plots/render.ts";
import { phaseDiagram as study } from "../src/studies/phase-diagram/index.ts";
import { paramsSchema, valuesOf } from "../src/studies/phase-diagram/params.ts";
import {
  extreme,
  gridOf,
  meanOf,
  pointsOf,
  reaching,
  stepsOf,
} from "../src/studies/phase-diagram/tell/rows.ts";
import { loadSuite } from "../src/suites.ts";

const suite = loadSuite("phase-diagram");
if (suite.kind !== "study") throw new Error("phase-diagram is a study");
const params = { ...suite.profiles.verify, seeds: 2 };
const settings = { seed: 1 };
const jobs = study.jobs(paramsSchema.parse(params), settings);
const cells: Cell[] = [];
for (const job of jobs) {
  const { outcomes } = await runJob({ study: "phase-diagram", job, settings });
  cells.push(...outcomes.map((outcome) => toCell(job, outcome, new Map())));
}
// what the study reads of a result
const result = {
  cells,
  study: { name: "phase-diagram", params },
  command: "npx widthwise run phase-diagram",
  commit: "0".repeat(40),
  seed: 1,
} as unknown as StudyResult;

test("every run has a name of its own and starts with the float64 step", () => {
  expect(new Set(jobs.map(jobName)).size).toBe(jobs.length);
  expect(cells.filter(({ status }) => status !== "ok")).toEqual([]);
});

test("points gather their seeds; extremes are means over them", () => {
  const points = pointsOf(result);
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
  expect(gridOf(result)).toEqual(points.toSpliced(1, 1));
  const means = points.map((point) => meanOf(point, "hamming", 100).value);
  expect(extreme(points, "hamming", 100, 1).mean.value).toBe(Math.max(...means));
  expect(extreme(points, "hamming", 100, -1).mean.value).toBe(Math.min(...means));
  // small scale and upstream flips most signs, as in the paper
  expect(extreme(points, "hamming", 100, 1).point).toBe(points[3]);
});

test("answers, tables and maps come from the numbers", async () => {
  expect(study.answers(result).map(({ question }) => question)).toEqual(["D4", "D7"]);
  const compared = study.report(result).find(({ kind }) => kind === "table");
  expect(compared?.kind === "table" && compared.rows.length).toBe(8);
  const [map] = study.plots(result);
  expect(await renderSvg(map.name, map.spec)).toContain("kernel distance S, t = 100");
  const nothing = { ...result, cells: [] };
  expect(study.answers(nothing)).toEqual([]);
  expect(study.plots(nothing)).toEqual([]);
});

test("the paper's grid has its middle at δ = 0", () => {
  const deltas = valuesOf({ from: -1, to: 1, count: 17 });
  expect([deltas[0], deltas[8], deltas[16]]).toEqual([-1, 0, 1]);
});
