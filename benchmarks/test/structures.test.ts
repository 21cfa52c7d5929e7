// Suites of search structures: answers, visits, and what their reports say.
import { type Counters, normalTail } from "@widthwise/core";
import { datasets, trainingExamples } from "@widthwise/data";
import { type Cell, type Result, summarise } from "@widthwise/measure";
import { MaxTrees, structures } from "@widthwise/sparse-tree";
import { afterEach, expect, test, vi } from "vitest";
import { derivedOf } from "../src/measuring/derive.ts";
import { judge } from "../src/measuring/judge.ts";
import type { CellSpec, TrainingData } from "../src/measuring/rounds/spec.ts";
import { structureBytes, structureSpecimen } from "../src/measuring/rounds/structure-specimen.ts";
import { type Operation, structureOperation } from "../src/measuring/structure-operations.ts";
import { generateFolder } from "../src/publish/generate.ts";
import { tellable } from "../src/publish/tellable.ts";
import { verifyDerived } from "../src/publish/verify-derived.ts";
import { loadSuite } from "../src/suites.ts";
import { lowerBoundAnswer } from "../src/telling/searches/lower-bound.ts";
import { madeResult } from "./made-result.ts";
import { headlineOf, reportMarkdown } from "./reported.ts";

const n = 6;
const width = 100;
const { inputs, labels, d } = trainingExamples(datasets.sphere({ seed: 1 }).train, n, "parity", 1);
const data: TrainingData = { inputs, labels, d, shift: "c=0.48", seed: 1, init: "gaussian" };
const names = [
  ...new Set(
    ["structures", "lower-bound"].flatMap((suite) => {
      const loaded = loadSuite(suite);
      return loaded.kind === "structures" ? loaded.algorithms : [];
    }),
  ),
];
const cellOf = (algorithm: string): CellSpec => ({
  kind: "structures",
  algorithm,
  backend: "js",
  n,
  d,
  width,
});

afterEach(() => vi.restoreAllMocks());

test("both suites list operations of every structure", () => {
  for (const suite of ["structures", "lower-bound"]) {
    const loaded = loadSuite(suite);
    expect(loaded.kind).toBe("structures");
    if (loaded.kind !== "structures") continue;
    const listed = loaded.algorithms.map(structureOperation);
    expect(listed).not.toContain(undefined);
    expect(new Set(listed.map((each) => each?.structure))).toEqual(new Set(Object.keys(structures)));
  }
  expect(structureOperation("max-trees-sing")).toBeUndefined();
  expect(structureOperation("dense-gn")).toBeUndefined();
});

test.each(names)("%s gives the scan's answer, and leaves the state as it was", async (name) => {
  const specimen = structureSpecimen(cellOf(name), data);
  const first = await specimen.check(null);
  if ("stuck" in first) throw new Error(first.stuck);
  expect(first.value).toBe(first.reference);
  expect(judge(first).wrong).toBeUndefined();
  const counters = await specimen.work();
  const measures = await specimen.measures!();
  const { slots, restore, step } = await specimen.subject(3);
  for (let sample = 0; sample < 2; sample++) {
    await restore();
    for (let slot = 0; slot < slots; slot++) await step(slot);
  }
  expect(await specimen.check(null)).toEqual(first);
  expect(await specimen.work()).toEqual(counters);
  expect(await specimen.measures!()).toEqual(measures);
  for (const value of Object.values(measures)) expect(Number.isFinite(value)).toBe(true);
  specimen.dispose();
});

const workOf = async (name: string): Promise<{ work: Counters; measures: Record<string, number> }> => {
  const specimen = structureSpecimen(cellOf(name), data);
  const [work, measures] = [await specimen.work(), await specimen.measures!()];
  specimen.dispose();
  return { work, measures };
};

test("a scan looks at every value, exact structures find the same pairs, and hashing says its recall", async () => {
  const scan = await workOf("linear-scan-query");
  expect(scan.work.compares).toBe(n * width);
  expect(scan.measures.visits).toBe(n * width);
  const p = normalTail(Math.sqrt(0.48 * Math.log(width)));
  expect(Math.abs(scan.measures.fired - n * width * p)).toBeLessThan(6 * Math.sqrt(n * n * width * p));
  for (const structure of ["bit-mask", "max-trees", "neuron-trees", "slack-lists"])
    expect((await workOf(`${structure}-query`)).measures.fired).toBe(scan.measures.fired);
  const hashing = (await workOf("simhash-query")).measures;
  expect(hashing.recall).toBeCloseTo(hashing.found / scan.measures.fired, 12);
});

test("a step moves the neurons that fire, given as differences or as coefficients", async () => {
  const { measures } = await workOf("linear-scan-update-step");
  const whole = (await workOf("slack-lists-gn-step")).measures;
  expect(measures.visits).toBe(n * measures.neurons);
  expect(whole.neurons).toBe(measures.neurons);
  expect(whole.looks).toBeGreaterThan(0);
});

test("a structure that misses a neuron has no time", async () => {
  const { fired } = MaxTrees.prototype;
  vi.spyOn(MaxTrees.prototype, "fired").mockImplementation(function (this: MaxTrees, i, b, out) {
    return Math.max(0, fired.call(this, i, b, out) - (i === n - 1 ? 1 : 0));
  });
  const specimen = structureSpecimen(cellOf("max-trees-query"), data);
  const answer = await specimen.check(null);
  expect("stuck" in answer || judge(answer).wrong).toMatch(/./);
  specimen.dispose();
});

test("inputs at which nothing fires have no Gauss–Newton step", () => {
  const never = { ...data, shift: "b=9" };
  expect(() => structureSpecimen(cellOf("max-trees-update-step"), never)).toThrow(/singular/);
});

test("memory is known before it is taken", () => {
  const cell = { ...cellOf("max-trees-query"), n: 64, width: 2 ** 18 };
  expect(structureBytes(cell)).toBe(16 * 64 * 2 ** 18);
  expect(structureBytes({ ...cell, algorithm: "dense-gn" })).toBe(0);
});

/** Times that follow power laws exactly: ns(operation, n, width). */
function madeSearches(
  sizes: readonly { n: number; width: number }[],
  ns: Partial<Record<Operation, (n: number, width: number, structure: string) => number>>,
): Result {
  const base = madeResult({ only: () => false });
  const cells = Object.entries(ns).flatMap(([operation, law]) =>
    ["linear-scan", "max-trees"].flatMap((structure) =>
      sizes.map((size): Cell => {
        const samples = Array.from(
          { length: 8 },
          (_, r) => law(size.n, size.width, structure) * (1 + (((3 * r) % 8) - 3.5) / 1000),
        );
        const visits = structure === "max-trees" ? 5 * size.n * 13 : size.n * size.width;
        return {
          algorithm: `${structure}-${operation}`,
          backend: "js",
          threads: 1,
          precision: "float64",
          d: 784,
          ...size,
          status: "ok",
          check: { what: "pairs", value: 5, reference: 5, tolerance: 0 },
          counters: { macs: 0, compares: visits },
          measures: { visits, fired: 5 * size.n, neurons: 10 },
          timing: summarise({ samples, rounds: samples.map((_, r) => r), innerIterations: 1, repeats: 1 }),
        };
      }),
    ),
  );
  return { ...base, suite: "structures", cells, ...derivedOf(cells, { seed: 1, kind: "structures" }) };
}

const widths = [8, 9, 10, 11, 12, 13].map((k) => ({ n: 64, width: 2 ** k }));

test("the report tells the fastest query, the crossover with the scan, and where the step's cost lies", async () => {
  const result = madeSearches(widths, {
    query: (_, m, structure) => (structure === "max-trees" ? 1e6 * (m / 1024) ** 0.5 : 1e6 * (m / 1024)),
    "update-step": (_, m, structure) => (structure === "max-trees" ? 9e3 * m : 1e3 * m),
  });
  expect(result.crossovers).toHaveLength(2);
  const text = await reportMarkdown(result);
  expect(text).toContain("`max-trees-query` on js beats `linear-scan-query` on js **from width 1024**");
  expect(text).toContain(
    "all fired sets take 2.828 ms with `max-trees`, **2.83× [2.83, 2.83] faster** than the scan",
  );
  expect(text).toContain("cost least with the scan itself: 16.19 ms");
  expect(text).toContain("the update, not the query, is their cost");
  expect(text).toContain("look at 13.0 (width 2⁸) to 13.0 (width 2¹³) nodes for each neuron that fires");
  expect(text).toContain("0.500 [0.500, 0.500]");
  expect(await headlineOf(result)).toContain("max-trees");
  expect(verifyDerived(result)).toEqual([]);
  const files = await generateFolder(await tellable(result));
  expect([...files.keys()].sort()).toEqual(["index.html", "operations.svg", "result.md", "visits.svg"]);
});

const sizes = [16, 32, 64, 128, 256].map((each) => ({ n: each, width: 4096 }));

test("the lower bound is held against the exponent in n of update and query together", async () => {
  const made = (power: number) =>
    madeSearches(sizes, {
      "update-few": (each) => 1e4 * each ** power,
      query: (each) => 1e5 * each,
      "query-none": (each) => 1e3 * each ** power,
    });
  const linear = made(1.02);
  expect(lowerBoundAnswer(linear)).toMatch(/^\*\*No\.\*\*.*from 1\.020 \[1\.020, 1\.020\]/);
  expect(await reportMarkdown(linear)).toContain("| `max-trees` | 16 … 256 | 1.020");
  const below = lowerBoundAnswer(made(0.9));
  expect(below).toContain("`linear-scan`, `max-trees` lie below exponent 1");
  expect(below).toContain("refutes nothing");
});

test("few sizes are said to be too few", async () => {
  const result = madeSearches(sizes.slice(0, 3), {
    "update-few": (each) => 1e4 * each,
    query: (each) => 1e5 * each,
    "query-none": (each) => 1e3 * each,
  });
  expect(lowerBoundAnswer(result)).toContain("need 5 sizes");
  expect(await reportMarkdown(result)).toContain("Times at 3 sizes n only");
});
