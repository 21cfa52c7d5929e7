// Changes measured in the same rounds of several processes: what they do not depend on, and how often their intervals hold the truth.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TimedCell } from "../src/cells.ts";
import { changeInterval, pairedChange } from "../src/change.ts";
import { compareResults, ols, summarise } from "../src/index.ts";
import { normals, share, three } from "./simulate.ts";
import { cellsOf, doubling, resultOf } from "./synthetic.ts";

const widths = doubling(6, 12);
const x = widths.map(Math.log);

interface Sides {
  readonly old: TimedCell;
  readonly now: TimedCell;
}

/** times[p][r] of one width on one side */
function cellOf(width: number, times: readonly (readonly number[])[]): TimedCell {
  const [cell] = cellsOf({ widths: [width], time: () => 1, rounds: 1 });
  const samples = times.flat();
  const processes = times.flatMap((own, p) => own.map(() => p));
  const timing = summarise({
    samples,
    rounds: samples.map((_, r) => r),
    processes,
    innerIterations: 1,
    repeats: 1,
  });
  return { ...cell, timing };
}

/** One series: every sample of both sides is drawn by `draw(process, width index, round, side)`, as a logarithm. */
function seriesOf(
  processes: number,
  rounds: number,
  draw: (p: number, w: number, r: number, side: 0 | 1) => number,
): Sides[] {
  const grid = (w: number, side: 0 | 1) =>
    Array.from({ length: processes }, (_, p) =>
      Array.from({ length: rounds }, (_, r) => Math.exp(draw(p, w, r, side))),
    );
  return widths.map((width, w) => ({ old: cellOf(width, grid(w, 0)), now: cellOf(width, grid(w, 1)) }));
}

describe("a change of level and exponent", () => {
  const noise = fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 168, maxLength: 168 });
  const drawn = (values: readonly number[]) => (p: number, w: number, r: number, side: 0 | 1) =>
    values[((p * widths.length + w) * 4 + r) * 2 + side] + x[w];

  test("does not depend on the unit of time, and swaps its sign with the sides", () => {
    fc.assert(
      fc.property(noise, fc.double({ min: -5, max: 5, noNaN: true }), (values, unit) => {
        const draw = drawn(values);
        const found = pairedChange(seriesOf(3, 4, draw));
        const scaled = pairedChange(seriesOf(3, 4, (...at) => unit + draw(...at)));
        const swapped = pairedChange(seriesOf(3, 4, (p, w, r, side) => draw(p, w, r, side === 0 ? 1 : 0)));
        for (const what of ["level", "exponent"] as const) {
          const { value, lo, hi } = changeInterval(found[what]);
          const again = changeInterval(scaled[what]);
          const other = changeInterval(swapped[what]);
          expect(again.value).toBeCloseTo(value, 9);
          expect(again.hi - again.lo).toBeCloseTo(hi - lo, 9);
          expect(other.value).toBeCloseTo(-value, 9);
          expect(other.lo).toBeCloseTo(-hi, 9);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("does not depend on the order of rounds within a process", () => {
    fc.assert(
      fc.property(noise, fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (values, order) => {
        const draw = drawn(values);
        const found = pairedChange(seriesOf(3, 4, draw));
        const reordered = pairedChange(seriesOf(3, 4, (p, w, r, side) => draw(p, w, order[r], side)));
        expect(reordered.level.value).toBeCloseTo(found.level.value, 12);
        expect(reordered.exponent.value).toBeCloseTo(found.exponent.value, 12);
      }),
      { numRuns: 40 },
    );
  });

  /** errors of a process as a whole, and of its widths: independent, alike in neighbours (ρ = 0.6), or of a line that bends. */
  const kinds = ["independent", "alike", "bent"] as const;
  const cases = [2, 3, 6].flatMap((processes) => kinds.map((kind) => [processes, kind] as const));
  test.each(cases)(
    "of %i processes, errors %s: the intervals hold the truth in 93 of 100",
    (processes, kind) => {
      const simulations = 400;
      const rounds = 6;
      const stream = 5000 + 100 * processes + 10 * kinds.indexOf(kind);
      const bend = x.map((v) => (kind === "bent" ? 0.004 * (v - x[3]) ** 2 : 0));
      const truth = ols(
        x,
        x.map((v, w) => 0.01 + 0.004 * v + bend[w]),
      );
      // of two processes, what is common to all widths of one is no part of the interval: it is what confirming is for
      const common = processes >= 3 ? 0.003 : 0;
      const held = { level: 0, exponent: 0 };
      for (let s = 0; s < simulations; s++) {
        const size = processes * (1 + widths.length * (1 + rounds * 2));
        const e = normals(stream, s * size, size);
        let at = 0;
        const whole = Array.from({ length: processes }, () => common * e[at++]);
        const own = whole.map(() => {
          const errors = widths.map(() => e[at++]);
          if (kind === "alike")
            for (let w = 1; w < errors.length; w++) errors[w] = 0.6 * errors[w - 1] + 0.8 * errors[w];
          return errors;
        });
        const series = seriesOf(processes, rounds, (p, w, _, side) => {
          const noise = 0.01 * e[at++];
          return side === 0 ? noise : noise + 0.01 + 0.004 * x[w] + bend[w] + whole[p] + 0.004 * own[p][w];
        });
        const found = pairedChange(series);
        for (const what of ["level", "exponent"] as const) {
          const { lo, hi } = changeInterval(found[what]);
          const right = what === "level" ? truth.level.value : truth.slope.value;
          if (lo <= right && right <= hi) held[what]++;
        }
      }
      for (const count of Object.values(held))
        expect(count / simulations).toBeGreaterThan(0.93 - three(0.93, simulations));
    },
  );
});

test("a change that one process alone shows is no change of the level", () => {
  const silent = share(200, (s) => {
    const e = normals(6000, s * 600, 600);
    let at = 0;
    const one = (time: (p: number) => number) => {
      const cells = widths.map((width) =>
        cellOf(
          width,
          [0, 1, 2].map((p) => Array.from({ length: 6 }, () => time(p) * Math.exp(0.01 * e[at++ % 600]))),
        ),
      );
      return resultOf(cells);
    };
    const options = { paired: true, level: 0.015, cell: 0.05, exponent: 0.01 } as const;
    const { series } = compareResults(
      one(() => 1),
      one((p) => (p === 1 ? 1.1 : 1)),
      options,
    );
    return series[0].level.verdict !== "worse";
  });
  expect(silent).toBe(1);
});
