// The study of training both layers: its lists and steps against float64, its answer from its numbers.
import { openBackend } from "@widthwise/backends";
import { newCounters, type Problem } from "@widthwise/core";
import { datasets, sphere, trainingExamples } from "@widthwise/data";
import { algorithms, startTraining } from "@widthwise/train";
import { expect, test } from "vitest";
import { NaiveNetwork } from "../../packages/train/test/naive-network.ts";
import type { Context } from "../src/measuring/jobs/study.ts";
import { printMarkdown } from "../src/page/markdown.ts";
import { renderSvg } from "../src/page/plots/render.ts";
import { denseResiduals } from "../src/studies/both-layers/dense-oracle.ts";
import type { BothLayersJob } from "../src/studies/both-layers/jobs.ts";
import { paramsSchema } from "../src/studies/both-layers/params.ts";
import { residualCheck } from "../src/studies/both-layers/run.ts";
import { seriesOf } from "../src/studies/both-layers/tell/rows.ts";
import { listOf, numberOf } from "../src/telling/read-cells.ts";
import { toldOf } from "../src/telling/tell-study.ts";
import { studyRun } from "./study-run.ts";

const opened = await openBackend("js");
if (!("backend" in opened)) throw new Error(opened.missing);
const { backend } = opened;
const context = {
  seed: 1,
  seedOf: (...parts: readonly (string | number)[]) =>
    parts.reduce<number>((sum, part) => sum + Number(part) || 7, 1),
  examples: (name: string, n: number) => trainingExamples(datasets[name]({ seed: 1 }).train, n, "parity", 1),
  backend: async () => backend,
  needBytes: () => {},
} as unknown as Context;

const { tell, cells, result, nothing } = await studyRun<BothLayersJob>("both-layers", {
  context,
});
const told = toldOf(paramsSchema, result);

function madeProblem(shift: number): Problem {
  const { inputs, labels, d } = trainingExamples(sphere(3, 12).train, 6, "parity", 3);
  return { inputs, labels, n: 6, d, width: 150, shift, seed: 5, init: "gaussian" };
}

test.each([
  ["first", 0.8],
  ["both", 0.8],
  ["both", 0],
] as const)("the dense run is the definition's: %s, b = %s", (train, shift) => {
  const problem = madeProblem(shift);
  const network = new NaiveNetwork(problem, train);
  const all = [0, 1, 2, 3, 4, 5];
  for (const residual of denseResiduals(problem, "gn", train, 3)) {
    expect(Math.sqrt(2 * network.loss())).toBeCloseTo(residual, 8);
    network.solve(all);
  }
});

test("a trainer's lists are the neurons above the threshold", async () => {
  const problem = madeProblem(0.8);
  const trainer = await startTraining(algorithms["tree-gn"], backend, problem, { train: "both" });
  await trainer.evaluate();
  const network = new NaiveNetwork(problem);
  for (let i = 0; i < problem.n; i++) {
    const features = network.features(problem.inputs.subarray(i * problem.d, (i + 1) * problem.d));
    const expected = [...features.keys()].filter((r) => features[r] > 0);
    expect([...trainer.firedAt!(i)].sort((a, b) => a - b)).toEqual(expected);
  }
});

test("every run agrees with all weights in float64, and no dead neuron wakes", () => {
  expect(cells).toHaveLength(8);
  for (const { status, reason, measures, counters, check } of cells) {
    expect(status, reason).toBe("ok");
    expect(measures?.awakened).toBe(0);
    expect(check?.what).toMatch(/of 2 steps, against all weights/);
    expect(Object.keys(counters ?? {})).toEqual(Object.keys(newCounters()));
    expect(counters?.macs).toBeGreaterThan(0);
  }
  for (const shift of ["c=0.48", "b=0"]) {
    const series = seriesOf(told).find((one) => one.algorithm === "tree-gn" && one.shift === shift);
    const [{ first, both }] = series!.pairs;
    const [one, two] = [first.cells[0], both.cells[0]];
    // the same network: the same neurons are looked for and found, and the second layer adds work
    expect(numberOf(two, "firingAtStart")).toBe(numberOf(one, "firingAtStart"));
    expect(listOf(two, "curveResiduals")[0]).toEqual(listOf(one, "curveResiduals")[0]);
    expect(two.counters!.macs).toBeGreaterThan(one.counters!.macs);
  }
});

test("a wrong step does not pass the check", () => {
  const { what, value, reference, tolerance } = residualCheck([3, 2, 0.5], [3, 1.9, 0.5, 0.1], 3);
  expect(what).toMatch(/after 1 of 2 steps/);
  expect(Math.abs(value - reference)).toBeGreaterThan(tolerance);
});

test("the report answers from the numbers, and draws", async () => {
  const [{ question, sentence }, ...rest] = tell.answers(result);
  expect({ question, rest }).toEqual({ question: "B5", rest: [] });
  expect(sentence).toMatch(
    /^Yes: Gauss–Newton on trees .* with c=0\.48 .* all 1 networks in \d+ steps with both layers/,
  );
  expect(sentence).toMatch(/no neuron that fired nowhere at the start fires later/);
  const text = printMarkdown(tell.tables(result));
  expect(text).toContain("### tree-gn, c=0.48");
  expect(text).toContain("Work of a step, counted");
  const drawn = tell.plots(result);
  expect(drawn.map(({ name }) => name)).toEqual([
    "convergence-tree-gn",
    "convergence-tree-gd",
    "flips",
    "work",
  ]);
  for (const { name, spec } of drawn) expect(await renderSvg(name, spec)).toContain("<svg");
  expect(tell.answers(nothing)).toEqual([]);
  expect(tell.plots(nothing)).toEqual([]);
});
