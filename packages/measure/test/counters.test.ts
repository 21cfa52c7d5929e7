import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type CountersCell,
  compareCounters,
  countersAsPolynomials,
  printPolynomial,
  readCounters,
  recoverPolynomial,
  writeCounters,
} from "../src/index.ts";

describe("polynomials", () => {
  test("integer polynomials are recovered exactly on any arithmetic grid with two values to spare", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -999, max: 999 }), { maxLength: 4 }),
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: 1, max: 100 }),
        (coefficients, start, step) => {
          const x = Array.from({ length: coefficients.length + 2 }, (_, i) => start + i * step);
          const values = x.map((m) => coefficients.reduceRight((sum, c) => sum * m + c, 0));
          while (coefficients.at(-1) === 0) coefficients.pop();
          const found = recoverPolynomial(x, values)!;
          expect(found.map((f) => f.denominator)).toEqual(coefficients.map(() => 1n));
          expect(found.map((f) => Number(f.numerator))).toEqual(coefficients);
        },
      ),
    );
  });
  test("rational coefficients: m(m−1)/2", () => {
    const x = [4, 8, 12, 16, 20];
    const found = recoverPolynomial(
      x,
      x.map((m) => (m * (m - 1)) / 2),
    );
    expect(printPolynomial(found!)).toBe("1/2·m² − 1/2·m");
  });
  test("what is not a polynomial on the grid, or not on a grid, is not given one", () => {
    expect(recoverPolynomial([1, 2, 3, 4, 5], [1, 2, 4, 8, 16])).toBeNull();
    expect(recoverPolynomial([1, 2, 4, 8], [1, 2, 4, 8])).toBeNull();
    expect(recoverPolynomial([1, 2, 3], [1.5, 2, 2.5])).toBeNull();
    expect(recoverPolynomial([1, 2], [1, 2])).toBeNull();
  });
  test("printed forms", () => {
    const print = (...c: number[]) =>
      printPolynomial(c.map((v) => ({ numerator: BigInt(v), denominator: 1n })));
    expect(print(43690, 100352)).toBe("100352·m + 43690");
    expect(print(0, -1, 1)).toBe("m² − m");
    expect(print(-3)).toBe("−3");
    expect(print()).toBe("0");
  });
});

const series = (macs: (m: number) => number, widths = [256, 512, 768, 1024, 1280]): CountersCell[] =>
  widths.map((width) => ({
    algorithm: "dense-gd",
    backend: "js",
    n: 64,
    d: 784,
    width,
    counters: { macs: macs(width), words: 7 },
  }));

describe("the gate", () => {
  const base = { cells: series((m) => 100352 * m + 43690) };
  test("equal counters pass, in any order", () => {
    expect(compareCounters(base, { cells: base.cells.toReversed() })).toEqual([]);
  });
  test("a second product is named as a change of polynomial", () => {
    const [found, ...more] = compareCounters(base, { cells: series((m) => 150528 * m + 43690) });
    expect(more).toEqual([]);
    expect(found).toMatchObject({ kind: "changed", counter: "macs", widths: [256, 512, 768, 1024, 1280] });
    expect(found.message).toBe("dense-gd on js, n = 64, d = 784: macs: 100352·m + 43690 → 150528·m + 43690");
  });
  test("one more multiply-add in one cell is seen", () => {
    const [found] = compareCounters(base, { cells: series((m) => 100352 * m + 43690 + (m === 768 ? 1 : 0)) });
    expect(found.widths).toEqual([768]);
    expect(found.message).toContain("macs at width 768: 77114026 → 77114027");
  });
  test("missing and new cells, and a counter that vanished, are differences", () => {
    const now = [...base.cells.slice(1), ...series((m) => m, [2048])];
    const found = compareCounters(base, {
      cells: now.map((c) => (c.width === 512 ? { ...c, counters: { macs: c.counters.macs } } : c)),
    });
    expect(found.map((f) => [f.kind, f.widths, f.counter])).toEqual([
      ["missing", [256], undefined],
      ["new", [2048], undefined],
      ["changed", [512], "words"],
    ]);
    expect(found[2].message).toContain("words at width 512: 7 → absent");
  });
  test("a baseline survives the disk, one cell a line", () => {
    const path = join(mkdtempSync(join(tmpdir(), "widthwise-")), "deep", "counters.json");
    const file = { schema: "widthwise-counters/1" as const, suite: "cpi", cells: base.cells };
    writeCounters(path, file);
    expect(readCounters(path)).toEqual(file);
    expect(countersAsPolynomials(file)[0].polynomials).toEqual({ macs: "100352·m + 43690", words: "7" });
  });
});
