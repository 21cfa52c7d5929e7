// The ratio of paired times: drift cancels, and the interval covers.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pairedRatio, summarise, timeRatio } from "../src/index.ts";
import { normals, share, three } from "./simulate.ts";

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
  test.each([12, 24])("with %i rounds it covers the ratio of medians in 95 of 100 simulations", (rounds) => {
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
  test.each([3, 6])(
    "of %i processes it covers in 95 of 100 whatever lasts as long as a process; so does an unpaired one",
    (processes) => {
      const count = 2000;
      const rounds = 2 * processes;
      const processOf = Array.from({ length: rounds }, (_, r) => Math.floor(r / 2));
      /** [rounds] times of one side; a process slows it by 3 %, a round by 1 %. */
      const side = (stream: number, s: number) => {
        const [own, each] = [
          normals(stream, s * processes, processes),
          normals(stream + 1, s * rounds, rounds),
        ];
        return each.map((e, r) => Math.exp(0.03 * own[processOf[r]] + 0.01 * e));
      };
      const timing = (samples: number[], turn: string) =>
        summarise({
          samples,
          rounds: [...samples.keys()],
          processes: processOf,
          turn,
          innerIterations: 1,
          repeats: 3,
        });
      for (const apart of [false, true]) {
        const covered = share(count, (s) => {
          const [a, b] = [timing(side(80, s), "a"), timing(side(90, s), apart ? "b" : "a")];
          const { value, lo, hi, kind } = timeRatio(a, b, { key });
          expect(kind).toBe(apart ? "unpaired" : "paired");
          expect(value).toBeGreaterThan(lo);
          return lo <= 1 && 1 <= hi;
        });
        expect(covered).toBeGreaterThan(0.95 - three(0.95, count) - 0.005);
      }
    },
  );
  test("too few rounds and processes: Hodges and Lehmann on all times of both", () => {
    const of = (samples: number[], turn: string) =>
      summarise({ samples, rounds: [...samples.keys()], turn, innerIterations: 1, repeats: 3 });
    const [a, b] = [of([2, 2, 2, 2, 2, 4], "a"), of([1, 1, 1, 1, 1, 3], "b")];
    expect(timeRatio(a, b, { key })).toMatchObject({ value: 2, kind: "unpaired" });
  });
  test("bad input is named", () => {
    expect(() => pairedRatio([1], [1, 2], { key })).toThrow("1 rounds against 2");
    expect(() => pairedRatio([0, 1], [1, 2], { key })).toThrow("positive");
  });
});
