import {
  fillNormals,
  fillUniforms,
  log,
  normalTail,
  normalUpperQuantile,
  philox,
  uniformOf,
} from "@widthwise/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

// known answers of the Random123 distribution, file kat_vectors, philox4x32 10
const known = [
  { counter: [0, 0, 0, 0], key: [0, 0], words: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] },
  {
    counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    key: [0xffffffff, 0xffffffff],
    words: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  },
  {
    counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    key: [0xa4093822, 0x299f31d0],
    words: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  },
];

describe("philox", () => {
  test.each(known)("gives the published words for counter $counter", ({ counter, key, words }) => {
    const out = new Uint32Array(4);
    philox(out, counter[0], counter[1], counter[2], counter[3], key[0], key[1]);
    expect([...out]).toEqual(words);
  });
});

describe("uniforms", () => {
  test("never reach 0 or 1", () => {
    expect(uniformOf(0, 0)).toBeGreaterThan(0);
    expect(uniformOf(0xffffffff, 0xffffffff)).toBeLessThan(1);
  });

  test("any range is the same slice of the one stream", () => {
    fc.assert(
      fc.property(fc.nat(2 ** 40), fc.nat(40), fc.nat(40), fc.nat(2 ** 50), (first, skip, count, seed) => {
        const key = { seed, stream: 9 };
        const whole = new Float64Array(skip + count);
        const part = new Float64Array(count);
        fillUniforms(key, first, whole);
        fillUniforms(key, first + skip, part);
        expect(part).toEqual(whole.subarray(skip));
      }),
    );
  });

  test("seeds that differ above 32 bits, and streams, give other draws", () => {
    const draw = (seed: number, stream: number) => {
      const out = new Float64Array(4);
      fillUniforms({ seed, stream }, 0, out);
      return out.join();
    };
    expect(new Set([draw(1, 1), draw(1 + 2 ** 32, 1), draw(1, 2), draw(2, 1)]).size).toBe(4);
  });
});

describe("normal law", () => {
  test("log agrees with Math.log to two units in the last place", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        const expected = Math.log(x);
        expect(Math.abs(log(x) - expected)).toBeLessThanOrEqual(Math.abs(expected) * 2 ** -51 + 2 ** -60);
      }),
    );
  });

  test.each([
    // x, P(N > x): Abramowitz and Stegun, table 26.1, and the error function to 17 digits
    [0, 0.5],
    [1, 0.15865525393145707],
    [2, 0.022750131948179195],
    [3, 0.0013498980316300933],
    [5, 2.866515718791939e-7],
    [8, 6.220960574271785e-16],
    [20, 2.753624118606234e-89],
  ])("tail beyond %f", (x, tail) => {
    expect(Math.abs(normalTail(x) / tail - 1)).toBeLessThan(1e-13);
    expect(normalTail(-x)).toBeCloseTo(1 - tail, 14);
  });

  test("quantile inverts the tail", () => {
    fc.assert(
      fc.property(fc.double({ min: -5, max: 30, noNaN: true }), (x) => {
        expect(Math.abs(normalUpperQuantile(normalTail(x)) - x)).toBeLessThan(x < 0 ? 1e-9 : 1e-13 * (1 + x));
      }),
    );
  });

  test("a million draws have the moments of N(0, 1) within five standard errors", () => {
    const count = 1_000_000;
    const z = new Float64Array(count);
    fillNormals({ seed: 7, stream: 3 }, 11, z);
    const moment = (k: number) => z.reduce((sum, value) => sum + value ** k, 0) / count;
    const error = (variance: number) => 5 * Math.sqrt(variance / count);
    expect(Math.abs(moment(1))).toBeLessThan(error(1));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(error(2));
    expect(Math.abs(moment(3))).toBeLessThan(error(15));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(error(96));
  });
});
