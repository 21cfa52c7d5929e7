// Verdicts: error rates and power on made-up runs, refusals, and what is listed.
import { describe, expect, test } from "vitest";
import { type Cell, compareResults, comparisonSchema, type Result } from "../src/index.ts";
import { largestLevel, levelThreshold } from "../src/thresholds.ts";
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
  const settings = base.settings!;
  const { machine, runtime } = base;
  const conditions = (change: object) => ({
    conditions: { "cores allowed": "0-1", "clock governor": "performance", ...change },
  });
  const recorded = {
    machine: { ...machine, ...conditions({}) },
    runtime: { ...runtime, environment: {} },
    settings: { ...settings, checkSteps: 3 },
  };
  const cases: [string, Partial<Result>][] = [
    ["different machines: test-2c-24g and other", { machine: { ...base.machine, id: "other" } }],
    ["different Node majors: 24 and 26", { runtime: { ...base.runtime, node: "26.1.0" } }],
    ["different benchmark versions: b1 and b2", { benchmarkVersion: "b2" }],
    ["different versions of backend one: 1.0 and 1.1", { backends: [{ ...backend, version: "1.1" }] }],
    ["different thread counts of backend one: 1 and 4", { backends: [{ ...backend, threads: 4 }] }],
    ["different devices of backend one: test and other", { backends: [{ ...backend, device: "other" }] }],
    [
      "different precisions of backend one: float32 and float64",
      { backends: [{ ...backend, precision: "float64" }] },
    ],
    ["different data sets: 00 and 01", { dataset: { name: "mnist", sha256: "01" } }],
    ["different suites: cpi and kernels", { suite: "kernels" }],
    ["different seeds: 1 and 2", { seed: 2 }],
    ["different shifts: c=0.48 and b=0", { settings: { ...recorded.settings, shift: "b=0" } }],
    ["different labels: parity and one-hot", { settings: { ...recorded.settings, labels: "one-hot" } }],
    [
      "different initialisations: gaussian and antisymmetric",
      { settings: { ...recorded.settings, init: "antisymmetric" } },
    ],
    ["different budgets: 60 s and 6 s", { settings: { ...recorded.settings, budgetSeconds: 6 } }],
    ["different checked steps: 3 and 4", { settings: { ...recorded.settings, checkSteps: 4 } }],
    ["different engine flags: none and --no-opt", { runtime: { ...recorded.runtime, flags: ["--no-opt"] } }],
    [
      "different variables of the environment: none and NODE_OPTIONS=--disable-wasm-trap-handler",
      { runtime: { ...runtime, environment: { NODE_OPTIONS: "--disable-wasm-trap-handler" } } },
    ],
    [
      "different cores allowed: 0-1 and 0,2",
      { machine: { ...machine, ...conditions({ "cores allowed": "0,2" }) } },
    ],
    [
      "different clock governor: performance and powersave",
      { machine: { ...machine, ...conditions({ "clock governor": "powersave" }) } },
    ],
  ];
  test.each(cases)("%s", (reason, change) => {
    const { verdict, reasons, advice, cells } = compareResults(
      { ...base, ...recorded },
      { ...base, ...recorded, ...change },
    );
    expect(verdict).toBe("invalid");
    expect(reasons).toEqual([reason]);
    expect(cells).toEqual([]);
    expect(advice.join("\n")).toContain("measure the base again");
  });
  test("parameters of a study are settings too; those that choose its cells are not", () => {
    const study = (params: object) => ({ study: { name: "s", params: { ...params }, datasets: [] } });
    const { reasons } = compareResults(
      { ...base, ...study({ steps: 3, widths: [1, 2], rounds: 5 }) },
      { ...base, ...study({ steps: 4, widths: [1], rounds: 9 }) },
    );
    expect(reasons).toEqual(["different parameters steps: 3 and 4"]);
  });
  test("what one side does not record, as older results, is no difference; rounds and processes are none", () => {
    const more = { ...recorded.settings, rounds: 40, processes: 3 };
    expect(compareResults(base, { ...base, ...recorded, settings: more }).reasons).toEqual([]);
  });
  test("the advice is the command that measures the base as the head was measured, its output apart", () => {
    const command =
      "npx widthwise run cpi --publish --shift 'b=0' --json 'my head.json' --output=/x '--json=it'\\''s mine' --data-dir 'a && b' --seed 2 --shard 1/2 && more";
    const commit = "0123456789abcdef0123456789abcdef01234567";
    const { advice } = compareResults(
      { ...base, commit },
      { ...base, seed: 2, benchmarkVersion: "b2", commit: commit.toUpperCase(), command },
    );
    expect(advice).toEqual([
      "they may not be compared: measure the base again as the head was measured",
      `  git worktree add --detach ../widthwise-base ${commit}`,
      "  cd ../widthwise-base",
      "  git checkout <revision of the head> -- benchmarks packages/measure  # the measuring code of the head",
      "  npm ci",
      "  npx widthwise run cpi --shift 'b=0' --data-dir 'a && b' --seed 2 --json base.json",
    ]);
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
  expect(comparison.reasons[1]).toBe(`no time for alpha on one, n = 64, width ${widths[1]}: not in the head`);
  expect(comparison.missing.map((c) => c.width)).toEqual([widths[1]]);
  expect(comparison.added.map((c) => c.width)).toEqual([3]);
});

describe("cells that vanish are never the same", () => {
  const quiet = { widths, time: (m: number) => m, noise: 0.001 };
  const names = ["alpha", "beta", "gamma"];
  const all = (stream: number, more: object = {}) =>
    names.flatMap((algorithm, k) => cellsOf({ ...quiet, algorithm, stream: stream + k, ...more }));
  const base = resultOf(all(10));
  const told = (cells: Cell[], from = base) => compareResults(from, resultOf(cells));

  test("one series of many in the head: the others are named as whole series", () => {
    const { verdict, reasons, missing, advice } = told(
      all(20).filter(({ algorithm }) => algorithm === "alpha"),
    );
    expect(verdict).toBe("invalid");
    expect(missing).toHaveLength(2 * widths.length);
    expect(reasons).toEqual(
      ["beta", "gamma"].map(
        (name) =>
          `no time for ${name} on one, n = 64, the whole series, widths ${widths.join(", ")}: not in the head`,
      ),
    );
    expect(advice).toContain("  widthwise run cpi --json head.json");
  });
  test("a renamed algorithm is one that vanished and one that is new", () => {
    const { verdict, reasons, added } = told(
      all(20).map((cell) => (cell.algorithm === "beta" ? { ...cell, algorithm: "delta" } : cell)),
    );
    expect(verdict).toBe("invalid");
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toContain("no time for beta on one, n = 64, the whole series");
    expect(added.every(({ algorithm }) => algorithm === "delta")).toBe(true);
  });
  test("a backend that is skipped in the head is told with its reason, as are cells", () => {
    const skipped = (why: (cell: Cell) => string | undefined) =>
      all(20).map((cell): Cell => {
        const reason = why(cell);
        const { timing: _, ...rest } = cell;
        return reason === undefined ? cell : { ...rest, status: "skipped", reason };
      });
    const backend = told(skipped(() => "one is not available"));
    expect(backend.verdict).toBe("invalid");
    expect(backend.reasons).toHaveLength(3);
    expect(backend.reasons[0]).toMatch(
      /alpha on one, n = 64, the whole series, .*: skipped in the head: one is not available$/,
    );
    const last = told(
      skipped(({ algorithm, width }) =>
        algorithm === "beta" && width > 2 ** 14 ? `slow ${width}` : undefined,
      ),
    );
    expect(last.reasons).toEqual([
      "no time for beta on one, n = 64, widths 32768, 65536: skipped in the head: slow 32768 (and 1 other reason)",
    ]);
  });
  test("a time that the timer no longer resolves, and an untimed head, are no times", () => {
    const below = all(20).map((cell) => ({ ...cell, timing: { ...cell.timing!, notes: ["below-floor"] } }));
    expect(told(below).reasons[0]).toMatch(/too short for the timer in the head$/);
    expect(told(all(20).map(({ timing: _, ...cell }) => cell)).reasons[0]).toMatch(/not timed in the head$/);
  });
  test("a regression is told all the same, and many widths stay short", () => {
    const slow = all(20).map((cell) => cell);
    const head = [
      ...slow.slice(0, 2 * widths.length - 1),
      ...cellsOf({ ...quiet, algorithm: "gamma", stream: 30, time: (m) => 2 * m }),
    ];
    const { verdict, series } = told(head);
    expect(verdict).toBe("invalid");
    expect(series.map(({ level }) => level.verdict)).toEqual(["same", "same", "worse"]);
    const many = Array.from({ length: 300 }, (_, k) => k + 1);
    const [reason] = told(
      [...base.cells],
      resultOf([...base.cells, ...cellsOf({ ...quiet, algorithm: "delta", widths: many })]),
    ).reasons;
    expect(reason).toMatch(/widths 1, 2, 3, 4, 5, 6, 7, 8 and 292 more: not in the head$/);
  });
  test("a base without times holds nothing against anything", () => {
    const { verdict, reasons } = told(all(20), resultOf([]));
    expect([verdict, reasons]).toEqual([
      "invalid",
      ["the base has no time of any cell: there is nothing to compare"],
    ]);
  });
  test("what only the head has is no fault", () => {
    expect(told([...all(20), ...cellsOf({ ...quiet, algorithm: "delta" })]).verdict).toBe("same");
  });
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
  expect(levelThreshold(base, base)).toEqual({ value: 0.03, blunt: false });
  expect(levelThreshold({ ...base, ...aa(1.001) }, base).value).toBe(0.03);
  expect(levelThreshold(base, { ...base, ...aa(1 / 1.04) }).value).toBeCloseTo(0.08, 10);
  expect(levelThreshold(base, { ...base, ...aa(1.11) }).blunt).toBe(true);
});

describe("a threshold that noise made wider than the ceiling hides nothing", () => {
  const noisy = (result: Result): Result => ({
    ...result,
    controls: {
      noop: [],
      aa: [2, 2].map((value) => ({
        algorithm: "alpha",
        backend: "one",
        width: 1,
        ratio: { value, lo: value, hi: value },
      })),
    },
  });
  const quiet = { noise: 0.002 };
  const base = noisy(run(2, 0, undefined, quiet));
  const at = (factor: number, few = false) => {
    const head = run(3, 0, () => factor, quiet);
    const cut = (r: Result) => (few ? { ...r, cells: r.cells.slice(0, 4) } : r);
    return compareResults(cut(base), cut(head));
  };
  test.each([1, 1.15, 1.9])("a factor of %d is inconclusive, and the threshold is told", (factor) => {
    const { verdict, cells, series, thresholds } = at(factor);
    expect(verdict).toBe("inconclusive");
    expect(thresholds).toEqual({ level: 2, cell: 2, exponent: 0.02, largestLevel });
    expect(series[0].level).toMatchObject({ verdict: "inconclusive", threshold: 2 });
    expect(series[0].level.reason).toContain("A/A pairs");
    for (const cell of cells)
      expect(cell).toMatchObject({ verdict: "inconclusive", threshold: 2, moreRounds: null });
    expect(at(factor, true).verdict).toBe("inconclusive");
  });
  test("what lies beyond it is worse, or better", () => {
    expect(at(4).verdict).toBe("worse");
    expect(at(0.2).verdict).toBe("better");
  });
  test("a threshold that the caller states is taken as it is", () => {
    expect(
      compareResults(
        base,
        run(3, 0, () => 1.3, quiet),
        { level: 0.5 },
      ).verdict,
    ).toBe("same");
  });
});

test("five products of one width make no series over widths", () => {
  const cells = (stream: number) =>
    [1, 2, 3, 4, 5].flatMap((d) =>
      cellsOf({ widths: [64], time: () => d, stream: stream + d, noise: 0.001 }).map((cell) => ({
        ...cell,
        d,
      })),
    );
  const comparison = compareResults(resultOf(cells(10)), resultOf(cells(20)));
  expect(comparison.series).toEqual([]);
  expect(comparison.cells.map(({ d }) => d)).toEqual([1, 2, 3, 4, 5]);
});

test("twenty thousand widths in one series, and as many rounds in one cell", () => {
  const many = Array.from({ length: 20_000 }, (_, k) => k + 10);
  const [a, b] = [10, 20].map((stream) =>
    resultOf(cellsOf({ widths: many, time: (m) => m, noise: 0.01, rounds: 3, stream })),
  );
  const { verdict, series } = compareResults(a, b);
  expect(verdict).toBe("same");
  expect(series[0].exponent.robust.hi - series[0].exponent.robust.lo).toBeLessThan(0.01);
  const [c, d] = [30, 40].map((stream) =>
    resultOf(cellsOf({ widths: [64], time: () => 1, noise: 0.01, rounds: 20_000, stream })),
  );
  expect(compareResults(c, d).cells[0].verdict).toBe("same");
});

test("a comparison passes its own schema", () => {
  const comparison = compareResults(
    run(2, 0),
    run(3, 0, () => 1.3),
  );
  expect(comparisonSchema.parse(JSON.parse(JSON.stringify(comparison)))).toEqual(comparison);
});
