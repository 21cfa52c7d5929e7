// Verdicts: error rates and power on made-up runs, refusals, and what is listed.
import { describe, expect, test } from "vitest";
import { levelThreshold } from "../src/compare.ts";
import { type Cell, compareResults, comparisonSchema, type Result } from "../src/index.ts";
import { share, three } from "./simulate.ts";
import { cellsOf, doubling, resultOf } from "./synthetic.ts";

const widths = doubling(10, 16);
const noise = { noise: 0.03, systematic: 0.005 };
const middle = 2 ** 13;
/** A run of one series whose times are `factor` of width times the law. */
const run = (
  stream: number,
  repetition: number,
  factor = (_: number) => 1,
  more: object = noise,
  rounds = 20,
): Result =>
  resultOf(cellsOf({ widths, time: (m) => 100 * m * factor(m), stream, repetition, rounds, ...more }));

const alarm = (v: string) => v === "worse" || v === "better";

describe("error rates", () => {
  test("A/A with no practical threshold alarms within the nominal 5 %, over all cells and over level and exponent", () => {
    const count = 400;
    let cells = 0;
    const series = share(count, (r) => {
      const { cells: c, series: s } = compareResults(
        run(2, r, undefined, { noise: 0.03 }),
        run(3, r, undefined, { noise: 0.03 }),
        {
          level: 0,
          exponent: 0,
        },
      );
      if (c.some((x) => alarm(x.verdict))) cells++;
      return alarm(s[0].level.verdict) || alarm(s[0].exponent.verdict);
    });
    expect(series).toBeLessThan(0.05 + three(0.05, count));
    expect(cells / count).toBeLessThan(0.05 + three(0.05, count));
  });
  test("A/A with the default thresholds is silent, and nine in ten are called the same as a whole", () => {
    const count = 200;
    let same = 0;
    const alarms = share(count, (r) => {
      const { verdict, cells, series } = compareResults(run(2, r), run(3, r));
      if (verdict === "same") same++;
      return [...cells.map((c) => c.verdict), series[0].level.verdict, series[0].exponent.verdict].some(
        alarm,
      );
    });
    expect(alarms).toBeLessThan(0.02);
    expect(same / count).toBeGreaterThan(0.9);
  });
  test("without a series to answer for it, an open cell leaves the whole open", () => {
    const few = (r: Result) => ({ ...r, cells: r.cells.slice(0, 4) });
    const { verdict, cells, series } = compareResults(
      few(run(2, 0, undefined, { noise: 0.1 })),
      few(run(3, 0, undefined, { noise: 0.1 })),
    );
    expect(series).toEqual([]);
    expect(cells.some((c) => c.verdict === "inconclusive")).toBe(true);
    expect(verdict).toBe("inconclusive");
  });
  test("a planted +5 % is seen as level, and not as exponent", () => {
    const count = 200;
    let exponents = 0;
    const seen = share(count, (r) => {
      const { verdict, series } = compareResults(
        run(2, r),
        run(3, r, () => 1.05),
      );
      if (alarm(series[0].exponent.verdict)) exponents++;
      return verdict === "worse" && series[0].level.verdict === "worse";
    });
    expect(seen).toBeGreaterThan(0.6);
    expect(exponents / count).toBeLessThan(0.05);
  });
  test("a planted +10 % is always seen, and −10 % is better", () => {
    const slower = share(
      50,
      (r) =>
        compareResults(
          run(2, r),
          run(3, r, () => 1.1),
        ).series[0].level.verdict === "worse",
    );
    expect(slower).toBe(1);
    const faster = share(
      50,
      (r) =>
        compareResults(
          run(2, r),
          run(3, r, () => 0.9),
        ).series[0].level.verdict === "better",
    );
    expect(faster).toBe(1);
  });
  test("a planted +0.05 of the exponent about the middle width is seen as exponent, and not as level", () => {
    const count = 200;
    let levels = 0;
    const seen = share(count, (r) => {
      const { series } = compareResults(
        run(2, r),
        run(3, r, (m) => (m / middle) ** 0.05),
      );
      if (alarm(series[0].level.verdict)) levels++;
      return series[0].exponent.verdict === "worse";
    });
    expect(seen).toBeGreaterThan(0.9);
    expect(levels / count).toBeLessThan(0.05);
  });
  test("paired rounds cancel a drift that would hide the same +5 % in unpaired files", () => {
    const loud = { noise: 0.01, drift: 0.3 };
    const base = run(2, 0, undefined, loud);
    const head = run(3, 0, () => 1.05, loud);
    const verdicts = (paired: boolean) => compareResults(base, head, { paired }).cells.map((c) => c.verdict);
    expect(verdicts(true).every((v) => v === "worse")).toBe(true);
    expect(verdicts(false).every((v) => v === "inconclusive")).toBe(true);
  });
});

test("a result against itself is the same", () => {
  const one = run(2, 0, undefined, { noise: 0.001 });
  const { verdict, series } = compareResults(one, one);
  expect(verdict).toBe("same");
  expect(series[0].level.estimate).toEqual({ value: 1, lo: 1, hi: 1 });
  expect(series[0].exponent.estimate.value).toBe(0);
});

test("one wild width does not make a series worse", () => {
  const base = run(2, 0, undefined, { noise: 0.005 });
  const head = run(3, 0, (m) => (m === widths.at(-1) ? 1.6 : 1), { noise: 0.005 });
  const { series, cells } = compareResults(base, head);
  expect(alarm(series[0].level.verdict) || alarm(series[0].exponent.verdict)).toBe(false);
  expect(cells.filter((c) => c.verdict === "worse").map((c) => c.width)).toEqual([widths.at(-1)]);
});

test("inconclusive says how many rounds would decide it, and that many do", () => {
  const at = (rounds: number) =>
    compareResults(
      run(2, 5, undefined, { noise: 0.1 }, rounds),
      run(3, 5, () => 1.1, { noise: 0.1 }, rounds),
    );
  const open = at(10).cells.filter((c) => c.verdict === "inconclusive");
  expect(open.length).toBeGreaterThan(0);
  for (const cell of open) {
    expect(cell.moreRounds).toBeGreaterThan(0);
    expect(cell.reason).toContain("more rounds");
  }
  expect(at(200).cells.filter((c) => c.verdict === "inconclusive").length).toBeLessThan(open.length);
});

describe("refusals", () => {
  const base = run(2, 0);
  const backend = base.backends[0];
  const cases: [string, Partial<Result>][] = [
    ["different machines: test-2c-24g and other", { machine: { ...base.machine, id: "other" } }],
    ["different Node majors: 24 and 26", { runtime: { ...base.runtime, node: "26.1.0" } }],
    ["different benchmark versions: b1 and b2", { benchmarkVersion: "b2" }],
    ["different versions of backend one: 1.0 and 1.1", { backends: [{ ...backend, version: "1.1" }] }],
    ["different thread counts of backend one: 1 and 4", { backends: [{ ...backend, threads: 4 }] }],
    ["different data sets: 00 and 01", { dataset: { name: "mnist", sha256: "01" } }],
  ];
  test.each(cases)("%s", (reason, change) => {
    const { verdict, reasons, cells } = compareResults(base, { ...base, ...change });
    expect(verdict).toBe("invalid");
    expect(reasons).toEqual([reason]);
    expect(cells).toEqual([]);
  });
  test("another minor of Node, another commit and a backend that one side lacks may be compared", () => {
    const head = { ...base, commit: "other", runtime: { ...base.runtime, node: "24.22.0" }, backends: [] };
    expect(compareResults(base, head).reasons).toEqual([]);
  });
});

test("an answer that became wrong is invalid; cells of one side only are listed, not judged", () => {
  const base = run(2, 0);
  const broken: Cell = { ...base.cells[0], status: "invalid", reason: "loss is off" };
  const head = {
    ...base,
    cells: [broken, ...base.cells.slice(2), ...cellsOf({ widths: [3], time: () => 9 })],
  };
  const comparison = compareResults(base, head);
  expect(comparison.verdict).toBe("invalid");
  expect(comparison.reasons[0]).toContain("loss is off");
  expect(comparison.missing.map((c) => c.width)).toEqual([widths[1]]);
  expect(comparison.added.map((c) => c.width)).toEqual([3]);
});

test("products of one n and width but another inner dimension are cells of their own", () => {
  const at = (d: number, factor: number, stream: number) =>
    cellsOf({ widths: [384], time: () => factor * d, stream, noise: 0.005 }).map((cell) => ({ ...cell, d }));
  const base = resultOf([...at(100, 1, 2), ...at(700, 1, 3)]);
  const head = resultOf([...at(100, 1.5, 4), ...at(700, 1, 5)]);
  expect(compareResults(base, head).cells.map((c) => c.verdict)).toEqual(["worse", "same"]);
});

test("the threshold follows the A/A pairs of both files, and is never below 3 %", () => {
  const aa = (value: number) => ({
    controls: {
      noop: [],
      aa: [{ algorithm: "alpha", backend: "one", width: 1, ratio: { value, lo: value, hi: value } }],
    },
  });
  const base = run(2, 0);
  expect(levelThreshold(base, base)).toBe(0.03);
  expect(levelThreshold({ ...base, ...aa(1.001) }, base)).toBe(0.03);
  expect(levelThreshold(base, { ...base, ...aa(1 / 1.04) })).toBeCloseTo(0.08, 10);
});

test("a comparison passes its own schema", () => {
  const comparison = compareResults(
    run(2, 0),
    run(3, 0, () => 1.3),
  );
  expect(comparisonSchema.parse(JSON.parse(JSON.stringify(comparison)))).toEqual(comparison);
});
