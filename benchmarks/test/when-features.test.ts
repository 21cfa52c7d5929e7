// The study of one linearisation: what is shared before it, and from which step on nothing is lost.
import { expect, test } from "vitest";
import { jobName } from "../src/measuring/jobs/cells.ts";
import { renderSvg } from "../src/page/plots/render.ts";
import { paramsSchema } from "../src/studies/when-features/params.ts";
import { enough, runsOf } from "../src/studies/when-features/tell/rows.ts";
import { listOf } from "../src/telling/read-cells.ts";
import { medianAt, medianOf } from "../src/telling/seeds.ts";
import { toldOf } from "../src/telling/tell-study.ts";
import { studyRun } from "./study-run.ts";

const { tell, jobs, cells, result, nothing } = await studyRun("when-features");
const measured = runsOf(toldOf(paramsSchema, result));

test("runs share everything up to τ, and features stay where they are after it", () => {
  expect(new Set(jobs.map(jobName)).size).toBe(jobs.length);
  expect(cells.filter(({ status }) => status !== "ok")).toEqual([]);
  const [{ after, ordinary }] = measured;
  const [never, early, all] = after;
  expect(all).toBe(ordinary);
  expect(after.map((one) => medianOf(one, "updates")?.value)).toEqual([0, 3, 11]);
  for (const step of [1, 2, 3])
    expect(medianAt(early, "curveTest", step)).toBe(medianAt(all, "curveTest", step));
  expect(medianAt(early, "curveTest", 12)).not.toBe(medianAt(all, "curveTest", 12));
  expect(listOf(early.cells[0], "curveUpdates").at(-1)).toBe(3);
  expect(medianOf(never, "kernelDistance")?.value).toBeCloseTo(0, 6);
});

test("enough is the τ from which on nothing is lost", () => {
  const [runs] = measured;
  const withAccuracy = (values: number[][]) => ({
    ...runs,
    after: runs.after.map((one, k) => ({
      ...one,
      cells: one.cells.map((cell, seed) => ({
        ...cell,
        measures: { ...cell.measures, accuracy: values[k][seed] },
      })),
    })),
  });
  const made = (values: number[][]) => {
    const one = withAccuracy(values);
    return enough({ ...one, ordinary: one.after[2] });
  };
  expect(
    made([
      [0.5, 0.6],
      [0.9, 0.9],
      [0.9, 0.9],
    ]),
  ).toBe(3);
  expect(
    made([
      [0.9, 0.9],
      [0.5, 0.5],
      [0.9, 0.9],
    ]),
  ).toBe(12);
  expect(
    made([
      [0.9, 0.9],
      [0.9, 0.9],
      [0.9, 0.9],
    ]),
  ).toBe(0);
});

test("answer, table and plot come from the numbers", async () => {
  expect(tell.answers(result).map(({ question }) => question)).toEqual(["C4"]);
  expect(tell.tables(result).filter(({ kind }) => kind === "table")).toHaveLength(1);
  const [plot] = tell.plots(result);
  expect(await renderSvg(plot.name, plot.spec)).toContain("kernel distance at τ");
  expect(tell.answers(nothing)).toEqual([]);
  expect(tell.plots(nothing)).toEqual([]);
});
