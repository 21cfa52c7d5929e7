// The study of renewed features: curves, orderings and answers.
import { expect, test } from "vitest";
import { jobName } from "../src/measuring/jobs/cells.ts";
import { renderSvg } from "../src/page/plots/render.ts";
import { paramsSchema } from "../src/studies/iterative-linearisation/params.ts";
import { orderingsOf } from "../src/studies/iterative-linearisation/tell/orderings.ts";
import { namedOf, runsOf } from "../src/studies/iterative-linearisation/tell/rows.ts";
import { difference, medianAt, medianOf } from "../src/telling/seeds.ts";
import { toldOf } from "../src/telling/tell-study.ts";
import { studyRun } from "./study-run.ts";

const { tell, jobs, cells, result, nothing } = await studyRun("iterative-linearisation");
const measured = runsOf(toldOf(paramsSchema, result));
const steps = 12;

test("every run has a name of its own and an adjoint pair", () => {
  expect(new Set(jobs.map(jobName)).size).toBe(jobs.length);
  expect(cells.filter(({ status }) => status !== "ok")).toEqual([]);
});

test("features in use are those of the last update", () => {
  const [signs] = measured;
  const [every, second, never] = signs.periods;
  expect([every, second, never].map((one) => medianOf(one, "updates")?.value)).toEqual([11, 5, 0]);
  expect(medianOf(never, "kernelDistance")?.value).toBeCloseTo(0, 6);
  expect(medianOf(never, "cka")?.value).toBeCloseTo(1, 6);
  expect(medianOf(never, "parameterDistance")?.value).toBe(0);
  expect(medianOf(every, "kernelDistance")?.value).toBeGreaterThan(1e-6);
  // before the first update, all periods are one
  expect(medianAt(every, "curveTrain", 1)).toBe(medianAt(never, "curveTrain", 1));
  expect(medianAt(second, "curveTrain", 2)).toBe(medianAt(never, "curveTrain", 2));
});

test("orderings are paired differences of accuracies", () => {
  const [signs, digits] = measured;
  const named = namedOf(signs, steps)!;
  expect([named.every.at, named.few.at, named.none.at, named.solved?.at]).toEqual([1, 2, 12, undefined]);
  const found = difference(named.every, named.none, "testLoss")!;
  const losses = named.every.cells.map(
    (cell, k) => Number(cell.measures?.testLoss) - Number(named.none.cells[k].measures?.testLoss),
  );
  expect(found.value).toBeCloseTo((losses[0] + losses[1]) / 2, 12);
  // t of one degree of freedom at 97.5 %
  expect(found.hi - found.value).toBeCloseTo(12.7062 * (Math.abs(losses[0] - losses[1]) / 2), 4);
  // twelve steps solve nothing twice
  expect(orderingsOf(named)).toHaveLength(2);
  expect(orderingsOf({ ...named, solved: named.few })).toHaveLength(4);
  // one seed has no interval
  expect(difference(measured[1].periods[0], digits.periods[1], "accuracy")).toBeUndefined();
});

test("answers, tables and plots come from the numbers", async () => {
  expect(tell.answers(result).map(({ question }) => question)).toEqual(["C1", "C5", "C6", "C7", "C8", "C9"]);
  expect(tell.tables(result).filter(({ kind }) => kind === "table")).toHaveLength(3);
  const plots = tell.plots(result);
  expect(plots.map(({ name }) => name)).toEqual(["period", "steps-and-period", "features", "curves"]);
  for (const { name, spec } of plots) expect(await renderSvg(name, spec)).toContain("<svg");
  expect(tell.answers(nothing)).toEqual([]);
  expect(tell.plots(nothing)).toEqual([]);
});
