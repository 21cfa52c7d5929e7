// The float32 neighbours of any number bracket it.
import { float32Above, float32Below } from "@widthwise/core";
import fc from "fast-check";
import { expect, test } from "vitest";

test("float32Below and float32Above bracket x, with no float32 between them", () => {
  fc.assert(
    fc.property(fc.double({ min: -1e30, max: 1e30, noNaN: true }), (x) => {
      const below = float32Below(x);
      const above = float32Above(x);
      expect(Math.fround(below)).toBe(below);
      expect(Math.fround(above)).toBe(above);
      expect(below <= x && x < above).toBe(true);
      const middle = Math.fround(below / 2 + above / 2);
      expect(middle <= below || middle >= above).toBe(true);
    }),
  );
});
