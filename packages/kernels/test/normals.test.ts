// Float64 normals against those of core.
import { fillNormals } from "@widthwise/core";
import { describe, expect, test } from "vitest";
import { loadKernels } from "../src/index.ts";
import { expectSameDraws, variants } from "./setup.ts";

describe.each(variants)("%s normals", async (variant) => {
  const kernels = await loadKernels({ variant });

  test("are core's, bit for bit, for any key and range", () => {
    expectSameDraws((count) => new Float64Array(count), fillNormals, kernels.fillNormals);
  });

  test("are core's in a million draws, far tails among them", () => {
    const expected = new Float64Array(2 ** 20);
    const drawn = new Float64Array(2 ** 20);
    fillNormals({ seed: 1, stream: 1 }, 3, expected);
    kernels.fillNormals({ seed: 1, stream: 1 }, 3, drawn);
    expect(Math.max(...drawn.subarray(0, 2 ** 16))).toBeGreaterThan(4);
    expect(Buffer.compare(Buffer.from(drawn.buffer), Buffer.from(expected.buffer))).toBe(0);
  });
});
