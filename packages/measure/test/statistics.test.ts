import { fillNormals, fillUniforms } from "@widthwise/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  binomialHalfTail,
  curvature,
  hodgesLehmann,
  holm,
  mad,
  mannWhitney,
  mean,
  median,
  medianInterval,
  medianRank,
  ols,
  pairedRatio,
  signTest,
  spearman,
  studentQuantile,
  studentTail,
  theilSen,
} from "../src/index.ts";

const normals = (stream: number, first: number, count: number): number[] => {
  const out = new Float64Array(count);
  fillNormals({ seed: 11, stream }, first, out);
  return Array.from(out);
};

/** Share of `count` simulations in which an interval covers the truth. */
const share = (count: number, covers: (simulation: number) => boolean): number => {
  let hits = 0;
  for (let s = 0; s < count; s++) if (covers(s)) hits++;
  return hits / count;
};
/** Three standard errors of a share p over `count` simulations. */
const three = (p: number, count: number) => 3 * Math.sqrt((p * (1 - p)) / count);

describe("location", () => {
  test("mean of a list and of a typed array; of nothing it is NaN", () => {
    expect(mean([1, 2, 6])).toBe(3);
    expect(mean(Float64Array.of(1, 2, 6))).toBe(3);
    expect(mean([])).toBeNaN();
  });

  test("median and unscaled MAD of a known sample", () => {
    expect(median([1, 1, 2, 2, 4, 6, 9])).toBe(2);
    expect(median([3, 1, 2, 10])).toBe(2.5);
    expect(mad([1, 1, 2, 2, 4, 6, 9])).toBe(1);
  });
  test("binomial tails are exact, also where 2^-count underflows", () => {
    expect(binomialHalfTail(6, 0)).toBeCloseTo(1 / 64, 15);
    expect(binomialHalfTail(10, 2)).toBeCloseTo(56 / 1024, 14);
    expect(binomialHalfTail(4001, 2000)).toBeCloseTo(0.5, 10);
  });
  test("the median's ranks are those of the sign-test tables, and six values are the fewest", () => {
    expect([5, 6, 8, 9, 12, 20, 30].map((n) => medianRank(n))).toEqual([0, 1, 1, 2, 3, 6, 10]);
    expect(medianInterval([5, 1, 4, 2, 6, 3])).toEqual({ value: 3.5, lo: 1, hi: 6 });
  });
  test("the median's interval covers at least 95 % of exponential samples", () => {
    const count = 2000;
    const covered = share(count, (s) => {
      const x = new Float64Array(15);
      fillUniforms({ seed: 3, stream: 1 }, s * 15, x);
      const { lo, hi } = medianInterval(Array.from(x, (u) => -Math.log(u)));
      return lo <= Math.LN2 && Math.LN2 <= hi;
    });
    expect(covered).toBeGreaterThan(0.95 - three(0.95, count));
  });
});

describe("Student's law", () => {
  test("quantiles agree with tables to 1e-8", () => {
    const table: [number, number, number][] = [
      [0.975, 1, 12.706204736174698],
      [0.975, 2, 4.302652729749464],
      [0.975, 3, 3.182446305284263],
      [0.975, 5, 2.570581835636314],
      [0.975, 10, 2.228138851964939],
      [0.975, 30, 2.0422724563012373],
      [0.995, 4, 4.604094871415897],
      [0.9, 7, 1.414923927650508],
    ];
    for (const [p, freedom, t] of table) expect(Math.abs(studentQuantile(p, freedom) - t)).toBeLessThan(1e-8);
    expect(studentQuantile(0.975, 1e6)).toBeCloseTo(1.959966, 5);
    expect(studentQuantile(0.025, 4)).toBe(-studentQuantile(0.975, 4));
  });
  test("with one and two degrees of freedom the tail has a closed form", () => {
    for (const t of [0.1, 0.7, 1, 3, 20]) {
      expect(studentTail(t, 1)).toBeCloseTo(0.5 - Math.atan(t) / Math.PI, 13);
      expect(studentTail(t, 2)).toBeCloseTo(0.5 - t / (2 * Math.sqrt(2 + t * t)), 13);
    }
  });
});

describe("lines", () => {
  const grid = (m: number) => Array.from({ length: m }, (_, i) => i * Math.log(2));
  test("a line is recovered exactly by both, with intervals of no width", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 12 }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: -50, max: 50, noNaN: true }),
        (m, slope, shift) => {
          const x = grid(m);
          const y = x.map((v) => shift + slope * v);
          for (const fit of [theilSen(x, y), ols(x, y).slope]) {
            expect(fit.value).toBeCloseTo(slope, 9);
            expect(fit.hi - fit.lo).toBeLessThan(1e-9);
          }
        },
      ),
    );
  });
  test("least squares keeps its digits when x is far from zero", () => {
    const x = [0, 1, 2, 3].map((v) => v + 1e8);
    expect(ols(x, [0, 1, 2, 3]).slope.value).toBeCloseTo(1, 12);
  });
  test("one wild width leaves Theil–Sen where it was, and moves least squares", () => {
    const x = grid(9);
    const y = x.map((v) => 2 * v);
    y[8] += Math.log(3);
    expect(theilSen(x, y).value).toBeCloseTo(2, 12);
    expect(ols(x, y).slope.value).toBeGreaterThan(2.05);
  });
  test("few points give the extreme slopes; equal x are an error", () => {
    expect(theilSen([0, 1, 2], [0, 1, 4])).toEqual({ value: 2, lo: 1, hi: 3 });
    expect(() => theilSen([1, 1], [0, 1])).toThrow("all x are equal");
    expect(() => ols([1, 1, 1], [0, 1, 2])).toThrow("all x are equal");
  });
  test.each([5, 9, 13])("Sen's interval covers at least 95 %% with %i widths", (m) => {
    const count = 2000;
    const x = grid(m);
    const covered = share(count, (s) => {
      const e = normals(m, s * m, m);
      const { lo, hi } = theilSen(
        x,
        x.map((v, i) => 1.5 * v + 0.03 * e[i]),
      );
      return lo <= 1.5 && 1.5 <= hi;
    });
    expect(covered).toBeGreaterThan(0.95 - three(0.95, count));
    expect(covered).toBeLessThan(0.995);
  });
  test("Student's interval of slope and level covers 95 %", () => {
    const count = 2000;
    const x = grid(7);
    let level = 0;
    const slope = share(count, (s) => {
      const e = normals(21, s * 7, 7);
      const line = ols(
        x,
        x.map((v, i) => v + 0.03 * e[i]),
      );
      if (line.level.lo <= 3 * Math.LN2 && 3 * Math.LN2 <= line.level.hi) level++;
      return line.slope.lo <= 1 && 1 <= line.slope.hi;
    });
    expect(Math.abs(slope - 0.95)).toBeLessThan(three(0.95, count));
    expect(Math.abs(level / count - 0.95)).toBeLessThan(three(0.95, count));
  });
  test("the quadratic term of a parabola is exact; on a noisy line it is declared in at most 5 %", () => {
    const x = grid(8);
    const bend = curvature(
      x,
      x.map((v) => 1 + 2 * v + 0.3 * v * v),
    );
    expect(bend.value).toBeCloseTo(0.3, 10);
    expect(bend.turn).toBeCloseTo(0.6 * 7 * Math.LN2, 9);
    expect(bend.curved).toBe(true);
    const count = 2000;
    const alarms = share(count, (s) => {
      const e = normals(31, s * 8, 8);
      const { lo, hi } = curvature(
        x,
        x.map((v, i) => v + 0.03 * e[i]),
      );
      return lo > 0 || hi < 0;
    });
    expect(Math.abs(alarms - 0.05)).toBeLessThan(three(0.05, count));
  });
});

describe("ranks", () => {
  test("Spearman is ±1 on monotone data, and 0 where it is undefined", () => {
    expect(spearman([1, 2, 3, 4], [1, 8, 27, 64])).toBe(1);
    expect(spearman([1, 2, 3, 4], [4, 3, 2, 1])).toBe(-1);
    expect(spearman([1, 2, 3], [5, 5, 5])).toBe(0);
  });
  test("the smallest attainable p of Mann–Whitney is 2/C(2n, n)", () => {
    expect(mannWhitney([5, 6, 7, 8], [1, 2, 3, 4]).p).toBeCloseTo(2 / 70, 14);
    expect(mannWhitney([6, 7, 8, 9, 10], [1, 2, 3, 4, 5]).p).toBeCloseTo(2 / 252, 14);
    expect(mannWhitney([5, 6, 7, 8], [1, 2, 3, 4]).u).toBe(16);
  });
  test("the exact law is that of all arrangements", () => {
    const x = [1, 4, 6];
    const y = [2, 3, 5, 7];
    const pool = [...x, ...y];
    let asSmall = 0;
    let all = 0;
    for (let mask = 0; mask < 128; mask++) {
      const mine = pool.filter((_, i) => mask & (1 << i));
      if (mine.length !== 3) continue;
      all++;
      const rest = pool.filter((_, i) => !(mask & (1 << i)));
      if (mannWhitney(mine, rest).u <= mannWhitney(x, y).u) asSmall++;
    }
    expect(mannWhitney(x, y).pBelow).toBeCloseTo(asSmall / all, 14);
  });
  test("the normal approximation agrees with the exact law", () => {
    const x = normals(41, 0, 28);
    const y = normals(42, 0, 28).map((v) => v + 0.5);
    const exact = mannWhitney(x, y);
    // a tie, made by moving one value onto its nearest neighbour in the other sample
    const [i, j] = x
      .flatMap((_, i) => y.map((_, j) => [i, j] as const))
      .reduce((best, pair) =>
        Math.abs(x[pair[0]] - y[pair[1]]) < Math.abs(x[best[0]] - y[best[1]]) ? pair : best,
      );
    const tied = mannWhitney(x, y.with(j, x[i]));
    expect(exact.exact).toBe(true);
    expect(tied.exact).toBe(false);
    expect(Math.abs(exact.p - tied.p)).toBeLessThan(0.01);
    expect(mannWhitney([1, 1], [1, 1]).p).toBe(1);
  });
  test("Hodges–Lehmann moves with the data, and its interval covers 95 %", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1000 }), (shift) => {
        const x = [1, 5, 9, 14, 20, 33];
        const { value, lo, hi } = hodgesLehmann(
          x.map((v) => v + shift),
          x,
        );
        expect(value).toBe(shift);
        expect(lo).toBeLessThanOrEqual(shift);
        expect(hi).toBeGreaterThanOrEqual(shift);
      }),
    );
    const count = 2000;
    const covered = share(count, (s) => {
      const x = normals(51, s * 10, 10).map((v) => v + 1);
      const { lo, hi } = hodgesLehmann(x, normals(52, s * 10, 10));
      return lo <= 1 && 1 <= hi;
    });
    expect(covered).toBeGreaterThan(0.95 - three(0.95, count));
    expect(covered).toBeLessThan(0.99);
  });
  test("Holm's adjusted values are those of his procedure", () => {
    expect(holm([0.01, 0.04, 0.03, 0.005]).map((p) => Number(p.toFixed(12)))).toEqual([
      0.03, 0.06, 0.06, 0.02,
    ]);
    expect(holm([])).toEqual([]);
  });
  test("sign test", () => {
    expect(signTest([1, 2, 3, 4, 5, 6])).toBeCloseTo(2 / 64, 14);
    expect(signTest([0, 0])).toBe(1);
  });
});

describe("paired ratio", () => {
  const key = { seed: 5, stream: 9 };
  test("drift shared by a round cancels, whatever it is", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 6, maxLength: 40 }),
        (drift) => {
          const { value, lo, hi } = pairedRatio(
            drift.map((v) => 3 * v),
            drift.map((v) => 2 * v),
            { key, resamples: 100 },
          );
          for (const v of [value, lo, hi]) expect(v).toBeCloseTo(1.5, 10);
        },
      ),
    );
  });
  test("the same key gives the same interval, and swapping sides inverts it", () => {
    const a = normals(61, 0, 24).map(Math.exp);
    const b = normals(62, 0, 24).map(Math.exp);
    const processOf = a.map((_, i) => i % 3);
    const one = pairedRatio(a, b, { key, resamples: 999, processOf });
    expect(pairedRatio(a, b, { key, resamples: 999, processOf })).toEqual(one);
    const other = pairedRatio(b, a, { key, resamples: 999, processOf });
    expect(other.lo).toBeCloseTo(1 / one.hi, 10);
    expect(other.value).toBeCloseTo(1 / one.value, 10);
  });
  test.each([12, 24])("covers the ratio of medians in 95 %% of simulations of %i rounds", (rounds) => {
    const count = 400;
    const covered = share(count, (s) => {
      const drift = normals(71, s * rounds, rounds);
      const a = normals(72, s * rounds, rounds).map((e, r) => Math.exp(0.3 * drift[r] + 0.03 * e));
      const b = normals(73, s * rounds, rounds).map((e, r) => Math.exp(0.3 * drift[r] + 0.03 * e));
      const { lo, hi } = pairedRatio(a, b, { key, resamples: 400 });
      return lo <= 1 && 1 <= hi;
    });
    expect(covered).toBeGreaterThan(0.95 - three(0.95, count) - 0.015);
  });
  test("bad input is named", () => {
    expect(() => pairedRatio([1], [1, 2], { key })).toThrow("1 rounds against 2");
    expect(() => pairedRatio([0, 1], [1, 2], { key })).toThrow("positive");
  });
});
