// The study of the largest problems: the law of memory is that of the kernels, and says what fits.
import { openBackend } from "@widthwise/backends";
import { normalTail } from "@widthwise/core";
import { datasets, trainingExamples } from "@widthwise/data";
import fc from "fast-check";
import { expect, test } from "vitest";
import { liveLayout } from "../../packages/kernels/src/live-rows.ts";
import { type Context, Skipped } from "../src/measuring/jobs/study.ts";
import { printMarkdown } from "../src/page/markdown.ts";
import { renderSvg } from "../src/page/plots/render.ts";
import type { LargestJob } from "../src/studies/largest/jobs.ts";
import {
  BYTES_OF_ENTRY,
  bytesOfRow,
  largestInputs,
  mostLive,
  widestWeights,
} from "../src/studies/largest/law.ts";
import { frontier, sizesOf } from "../src/studies/largest/tell/sizes.ts";
import { studyRun } from "./study-run.ts";

const opened = await openBackend("wasm");
if (!("backend" in opened)) throw new Error(opened.missing);
const { backend } = opened;
const mnist = datasets.mnist({ seed: 1 });
const asked: number[] = [];
const context = {
  seed: 1,
  examples: (_: string, n: number) => trainingExamples(mnist.train, n, "parity", 1),
  backend: async () => backend,
  needBytes: (bytes: number) => {
    asked.push(bytes);
    if (bytes > 2 ** 31) throw new Skipped("too much");
  },
} as unknown as Context;

const { measure, tell, jobs, cells, result, nothing } = await studyRun<LargestJob>("largest", { context });

test("a row's bytes are those of the kernels' layout", () => {
  for (const n of [1, 16, 17, 64, 100, 1000, 4096]) {
    const layout = liveLayout(n).bytesOfRow(Number.POSITIVE_INFINITY);
    // rows of bits are padded to whole words
    expect(Math.abs(bytesOfRow(n) - layout)).toBeLessThanOrEqual(8);
  }
});

test("what is said to fit fits, and one input more does not", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e8, max: 1e12, noNaN: true }),
      fc.integer({ min: 2, max: 2 ** 20 }),
      (bytes, width) => {
        const slope = bytesOfRow(1e6) / 1e6;
        const need = (n: number) => slope * width * n + BYTES_OF_ENTRY * n * n;
        const n = largestInputs(bytes, width);
        expect(need(n)).toBeLessThanOrEqual(bytes * (1 + 1e-9));
        expect(need(n + 1)).toBeGreaterThan(bytes * (1 - 1e-9));
      },
    ),
  );
  fc.assert(
    fc.property(
      fc.double({ min: 1e9, max: 1e12, noNaN: true }),
      fc.integer({ min: 10, max: 200_000 }),
      (bytes, d) => {
        const { width, batch } = widestWeights(bytes, d);
        expect(4 * width * d + BYTES_OF_ENTRY * batch ** 2).toBeLessThanOrEqual(bytes);
        expect(8 * width * d).toBeGreaterThan(bytes);
        expect(batch ** 3 / 6).toBeLessThanOrEqual(2 * width * batch * d);
      },
    ),
  );
});

test("runs converge, and live neurons are within the bound that memory is asked for", () => {
  expect(cells).toHaveLength(4);
  for (const { status, reason } of cells) expect(status, reason).toBe("ok");
  for (const { n, width, live, pairs, epochs, residuals, stepMacs, addedBytes } of sizesOf(result)) {
    expect(epochs).not.toBeNull();
    expect(residuals.at(-1)).toBeLessThanOrEqual(1e-5);
    const shift = Math.sqrt(0.48 * Math.log(width));
    const bound = mostLive(n, width, shift);
    expect(bound).toBeLessThanOrEqual(width);
    expect(live).toBeLessThanOrEqual(bound + 6 * Math.sqrt(width * n * normalTail(shift)));
    expect(live).toBeLessThanOrEqual(pairs);
    expect(stepMacs).toBeGreaterThan(pairs * n);
    expect(addedBytes).toBeGreaterThanOrEqual(0);
  }
  expect(asked.every((bytes) => bytes > 0)).toBe(true);
});

test("a size that does not fit is skipped before it is drawn", async () => {
  const job = { ...jobs[0], cell: { ...jobs[0].cell, width: 2 ** 40 } };
  await expect(measure.run(job, context)).rejects.toThrow(Skipped);
});

test("the frontier holds what nothing exceeds", () => {
  const sizes = sizesOf(result);
  expect(frontier(sizes).map(({ n, width }) => [n, width])).toEqual([
    [16, 2 ** 18],
    [64, 2 ** 12],
  ]);
});

test("the report answers from the numbers, and draws", async () => {
  const [{ question, sentence }] = tell.answers(result);
  expect(question).toBe("B15");
  expect(sentence).toMatch(/n = 16 at width 2¹⁸.*\d steps.*For ImageNet \(n = 1 281 167, d = 150 528\)/);
  expect(sentence).toMatch(/all inputs \d+, 16 inputs a step \d+/);
  const text = printMarkdown(tell.tables(result));
  for (const title of ["What was trained", "What the law allows"]) expect(text).toContain(title);
  expect(tell.answers(nothing)).toEqual([]);
  expect(tell.plots(nothing)).toEqual([]);
});

/** Memory as the law has it, and what training added, made up: how the system counts pages is no part of the report. */
const withAdded = (added: number) => ({
  ...result,
  cells: cells.map((cell) => ({
    ...cell,
    peakBytes: 2 ** 28 + added,
    measures: { ...cell.measures, bytesBefore: 2 ** 28 },
  })),
});

test.each([
  ["as much as the law says", 2 ** 24, 2],
  ["nothing, as where memory was there before", 0, 0],
])("memory is drawn beside its law where training added %s", async (_, added, points) => {
  const drawn = tell.plots(withAdded(added));
  expect(drawn.map(({ name }) => name)).toEqual(["memory-by-width", "memory-by-inputs"]);
  for (const { name, spec } of drawn) {
    const svg = await renderSvg(name, spec);
    const marks = (kind: string) => svg.split(`<g class="mark-${kind}`).length - 1;
    const [memory] = (
      spec as {
        concat: { layer: { mark: { type?: string; opacity?: number }; data: { values: object[] } }[] }[];
      }
    ).concat;
    const law = memory.layer.find(({ mark }) => mark.opacity === 0.17);
    expect(law?.data.values).toHaveLength(2);
    const shown = memory.layer.filter(({ mark }) => mark.type === "point").flatMap(({ data }) => data.values);
    expect(shown).toHaveLength(points);
    expect(marks("line")).toBeGreaterThan(0);
  }
});
