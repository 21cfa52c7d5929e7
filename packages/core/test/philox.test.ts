// Philox by its published words, and uniforms as ranges of one stream.
import { fillUniforms, philox, uniformOf } from "@widthwise/core";
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
