// The study of sketches: conditions follow their law, solves end where they were asked to.
import { symmetricEigenvalues } from "@widthwise/core";
import { datasets, inputsStream, trainingExamples } from "@widthwise/data";
import { expectedCondition } from "@widthwise/sketch";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Context } from "../src/measuring/jobs/study.ts";
import { printMarkdown } from "../src/page/markdown.ts";
import { renderSvg } from "../src/page/plots/render.ts";
import { squaredLengths } from "../src/studies/sketches/embedding.ts";
import { gramProblem } from "../src/studies/sketches/gram-problem.ts";
import { checkData, clusters, leastDistance } from "../src/studies/sketches/points.ts";
import { embeddingRows, failuresOf, plainRows } from "../src/studies/sketches/tell/embeddings.ts";
import { overtakes } from "../src/studies/sketches/tell/times.ts";
import { studyRun } from "./study-run.ts";

const context = {
  seed: 1,
  seedOf: (...parts: readonly (string | number)[]) =>
    parts.reduce<number>(
      (sum, part) => (sum * 31 + String(part).length * 7 + (Number(part) || 0)) % 2 ** 31,
      1,
    ),
  examples: (name: string, n: number) => trainingExamples(datasets[name]({ seed: 1 }).train, n, "parity", 1),
} as unknown as Context;

const { tell, jobs, cells, result, nothing } = await studyRun("sketches", { context });

test("names of data that are none are refused", () => {
  for (const good of ["sphere", "clusters:0.5", "mnist"]) expect(checkData(good)).toBe(true);
  for (const bad of ["clusters:0", "clusters:2", "clusters:x", "moon"]) expect(checkData(bad)).toBe(false);
});

test("every solve that converged has the residual it was asked for", () => {
  expect(cells.length).toBeGreaterThan(jobs.length);
  for (const { status, reason } of cells) expect(status, reason).toBe("ok");
  for (const { steps } of plainRows(result)) expect(steps[1]).toBeGreaterThanOrEqual(steps[0]);
  const rows = embeddingRows(result);
  expect(new Set(rows.map(({ kind }) => kind)).size).toBe(4);
  for (const { distortions, steps } of rows) {
    expect(distortions).toHaveLength(3);
    for (const value of distortions) expect(value).toBeGreaterThan(0);
    expect(steps[0].every((count, k) => count <= steps[1][k] || steps[1][k] < 0)).toBe(true);
  }
});

test("Gaussian sketches have the condition of the limit law, whatever the data", () => {
  for (const { kind, n, rows, conditions } of embeddingRows(result)) {
    if (kind !== "gaussian") continue;
    const middle = [...conditions].sort((a, b) => a - b)[1];
    expect(middle).toBeLessThan(4 * expectedCondition(n, rows));
    expect(middle).toBeGreaterThan(expectedCondition(n, rows) / 4);
  }
});

test("clusters have the distance asked for, and unit length", () => {
  fc.assert(
    fc.property(fc.constantFrom(0.3, 0.1, 0.01), fc.integer({ min: 1, max: 1000 }), (separation, seed) => {
      const [n, d] = [40, 12];
      const inputs = clusters(n, d, separation, { seed, stream: inputsStream });
      expect(leastDistance(inputs, n, d)).toBeCloseTo(separation, 6);
      for (let i = 0; i < n; i++)
        expect(Math.hypot(...inputs.subarray(i * d, (i + 1) * d))).toBeCloseTo(1, 12);
    }),
    { numRuns: 20 },
  );
});

test("G is J Jᵀ of the rows that are sketched, and an isometry has no distortion", () => {
  const problem = gramProblem({ data: "sphere", n: 12, d: 6, width: 400 }, context)!;
  const { n, gram, rows, factor } = problem;
  const [a, b] = [new Float64Array(rows.cols), new Float64Array(rows.cols)];
  const y = new Float64Array(rows.cols * n);
  for (let i = 0; i < n; i++) {
    rows.row!(i, a);
    for (let c = 0; c < rows.cols; c++) y[c * n + i] = a[c];
    for (let j = 0; j < n; j++) {
      rows.row!(j, b);
      expect(a.reduce((sum, value, c) => sum + value * b[c], 0)).toBeCloseTo(gram[i * n + j], 12);
    }
  }
  const unit = new Float64Array(n);
  const image = new Float64Array(n);
  unit[3] = 1;
  rows.applyT(unit, a);
  rows.apply(a, image);
  for (let i = 0; i < n; i++) expect(image[i]).toBeCloseTo(gram[i * n + 3], 12);
  for (const square of squaredLengths(y, rows.cols, factor, n)) expect(square).toBeCloseTo(1, 9);
  expect(symmetricEigenvalues(gram, n)[0]).toBeGreaterThan(0);
});

test("repeated inputs have a singular G: skipped, not an error", () => {
  const twice = {
    ...context,
    examples: () => ({ inputs: Float64Array.of(1, 0, 1, 0), d: 2 }),
  } as unknown as Context;
  expect(gramProblem({ data: "mnist", n: 2, d: 2, width: 400 }, twice)).toBeUndefined();
});

test("a failure is a key beyond twice the promised steps, or without an answer", () => {
  const row = embeddingRows(result)[0];
  const failing = {
    ...row,
    steps: [
      [1, 1, 1],
      [-1, 10_000, 1],
    ] as [number[], number[]],
  };
  expect(failuresOf([failing])).toMatchObject({ count: 2, trials: 3 });
});

test("overtaking is interpolated between sizes", () => {
  const ns = [10, 100, 1000];
  expect(overtakes(ns, [1, 1, 1], [10, 0.1, 0.01])?.n).toBeCloseTo(Math.sqrt(1000), 9);
  expect(overtakes(ns, [1, 1, 1], [0.5, 0.4, 0.3])).toEqual({ n: 10, always: true });
  expect(overtakes(ns, [1, 1, 1], [0.5, 0.4, 3])).toBeUndefined();
});

test("data without a sketch are left out of the comparison", () => {
  const without = cells.filter(({ params }) => params?.part !== "embedding" || params.data !== "sphere");
  const [{ question, sentence }] = tell.answers({ ...result, cells: without });
  expect(question).toBe("B9");
  expect(sentence).not.toMatch(/Infinity|NaN|undefined/);
});

test("the report answers both questions from the numbers, and draws", async () => {
  const found = tell.answers(result);
  expect(found.map(({ question }) => question)).toEqual(["B9", "B13"]);
  expect(found[0].sentence).toMatch(/with 4n rows .* takes \d+/);
  expect(found[1].sentence).toContain("plain conjugate gradients");
  const text = printMarkdown(tell.tables(result));
  for (const title of [
    "What does the size of the sketch buy?",
    "On which data",
    "Where does n³ begin to lose? sphere",
  ])
    expect(text).toContain(title);
  expect(tell.answers(nothing)).toEqual([]);
  expect(tell.plots(nothing)).toEqual([]);
  for (const { name, spec } of tell.plots(result)) expect(await renderSvg(name, spec)).toContain("<svg");
  expect(tell.plots(result).map(({ name }) => name)).toEqual(["size", "solve"]);
});
