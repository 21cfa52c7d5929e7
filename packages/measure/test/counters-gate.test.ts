// The gate on work counters: every difference is seen, and told as a formula where there is one.
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type CountersCell, compareCounters, countersText, readCounters, writeWhole } from "../src/index.ts";

const fiveWidths = [256, 512, 768, 1024, 1280];

/** Cells of one algorithm over n × widths with the given work. */
const counted = (macs: (n: number, m: number) => number, ns = [8, 16, 24, 32], widths = fiveWidths) =>
  ns.flatMap((n) =>
    widths.map(
      (width): CountersCell => ({
        algorithm: "dense-gd",
        backend: "js",
        n,
        d: 784,
        width,
        counters: { macs: macs(n, width), words: 7 },
      }),
    ),
  );
const base = { cells: counted((n, m) => 1568 * n * m + n) };
const messages = (cells: CountersCell[], baseline = base) =>
  compareCounters(baseline, { cells }).map(({ message }) => message);

test("equal counters pass, in any order", () => {
  expect(compareCounters(base, { cells: base.cells.toReversed() })).toEqual([]);
});

test("a product too many is told once, as a polynomial in n and m", () => {
  const [found, ...more] = compareCounters(base, { cells: counted((n, m) => 2352 * n * m + n) });
  expect(more).toEqual([]);
  expect(found).toMatchObject({ kind: "changed", counter: "macs" });
  expect(found.cells).toHaveLength(20);
  expect(found.message).toBe("dense-gd on js, d = 784: macs: 1568·n·m + n → 2352·n·m + n");
});

test("with one n, or one width, the polynomial is in the other", () => {
  const one = (ns: number[], widths: number[]) =>
    messages(
      counted((n, m) => 3 * n * m, ns, widths),
      { cells: counted((n, m) => 2 * n * m, ns, widths) },
    );
  expect(one([64], fiveWidths)).toEqual(["dense-gd on js, n = 64, d = 784: macs: 128·m → 192·m"]);
  expect(one([8, 16, 24, 32], [512])).toEqual([
    "dense-gd on js, d = 784, width = 512: macs: 1024·n → 1536·n",
  ]);
});

test("what was added to work that is no polynomial is told by itself", () => {
  const work = (n: number, m: number) => Math.round(n ** 2 * Math.sqrt(m));
  const found = messages(
    counted((n, m) => work(n, m) - 784 * n * m),
    { cells: counted(work) },
  );
  expect(found).toEqual(["dense-gd on js, d = 784: macs: changed by −784·n·m"]);
});

test("without a grid of n and m, each n is told apart; without polynomials, plain numbers", () => {
  const twoN = (factor: number) => counted((n, m) => factor * n * m, [16, 32]);
  expect(messages(twoN(3), { cells: twoN(2) })).toEqual([
    "dense-gd on js, n = 16, d = 784: macs: 32·m → 48·m",
    "dense-gd on js, n = 32, d = 784: macs: 64·m → 96·m",
  ]);
  const powers = (factor: number) => counted((_, m) => factor * m, [16], [64, 128, 256]);
  expect(messages(powers(3), { cells: powers(2) })).toEqual([
    "dense-gd on js, n = 16, d = 784: macs at width 64: 128 → 192 (and at 2 more widths)",
  ]);
});

test("one more multiply-add in one cell is seen", () => {
  const [found, ...more] = compareCounters(base, {
    cells: counted((n, m) => 1568 * n * m + n + (n === 16 && m === 768 ? 1 : 0)),
  });
  expect(more).toEqual([]);
  expect(found.cells.map(({ n, width }) => [n, width])).toEqual([[16, 768]]);
  expect(found.message).toBe("dense-gd on js, n = 16, d = 784: macs at width 768: 19267600 → 19267601");
});

test("missing and new cells, and a counter that vanished, are differences", () => {
  const now = [...base.cells.slice(1), ...counted((_, m) => m, [8], [2048])];
  const found = compareCounters(base, {
    cells: now.map((c) => (c.n === 8 && c.width === 512 ? { ...c, counters: { macs: c.counters.macs } } : c)),
  });
  expect(found.map((f) => [f.kind, f.cells.map(({ width }) => width), f.counter])).toEqual([
    ["missing", [256], undefined],
    ["new", [2048], undefined],
    ["changed", [512], "words"],
  ]);
  expect(found[2].message).toContain("words at width 512: 7 → absent");
});

test("cells that differ in their params are different cells", () => {
  const at = (shift: number, macs: number) =>
    counted(() => macs, [16], [256]).map((c) => ({ ...c, params: { shift } }));
  const found = messages([...at(1, 5), ...at(2, 8)], { cells: [...at(1, 5), ...at(2, 7)] });
  expect(found).toEqual(["dense-gd on js, n = 16, d = 784, width = 256, shift=2: macs: 7 → 8"]);
});

test("a baseline survives the disk, one cell per line", () => {
  const path = join(mkdtempSync(join(tmpdir(), "widthwise-")), "deep", "counters.json");
  const file = { schema: "widthwise-counters/1" as const, suite: "cpi", cells: base.cells };
  writeWhole(path, countersText(file));
  expect(readCounters(path)).toEqual(file);
  expect(readFileSync(path, "utf8").trim().split("\n")).toHaveLength(base.cells.length + 2);
});
