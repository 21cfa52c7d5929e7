// The logarithm against Math.log.
import { log } from "@widthwise/core";
import fc from "fast-check";
import { expect, test } from "vitest";

test("log agrees with Math.log to two units in the last place", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
      const expected = Math.log(x);
      expect(Math.abs(log(x) - expected)).toBeLessThanOrEqual(Math.abs(expected) * 2 ** -51 + 2 ** -60);
    }),
  );
});
