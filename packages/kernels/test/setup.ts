// What the tests of the kernels share.
import { fillNormals } from "@widthwise/core";
import fc from "fast-check";
import { expect } from "vitest";
import { bestVariant, type Variant } from "../src/variant.ts";

/** Every variant that this engine runs. */
export const variants: Variant[] = bestVariant() === "relaxed" ? ["relaxed", "plain"] : ["plain"];

/** [count] ← reproducible normal numbers; a stream for each operand. */
export function numbers(count: number, stream: number): Float64Array {
  const out = new Float64Array(count);
  fillNormals({ seed: 7, stream }, 0, out);
  return out;
}

type Fill<A> = (key: { seed: number; stream: number }, first: number, out: A) => void;

/** Two ways to draw give the same bits, for any key and range. */
export function expectSameDraws<A extends Float32Array | Float64Array>(
  make: (count: number) => A,
  expected: Fill<A>,
  drawn: Fill<A>,
): void {
  const seeds = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
  const streams = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  const places = fc.integer({ min: 0, max: 2 ** 52 });
  fc.assert(
    fc.property(seeds, streams, places, fc.integer({ min: 0, max: 2500 }), (seed, stream, first, count) => {
      const [one, other] = [make(count), make(count)];
      expected({ seed, stream }, first, one);
      drawn({ seed, stream }, first, other);
      expect(other).toEqual(one);
    }),
  );
}
