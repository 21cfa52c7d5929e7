// Float32 normals: against those of core, and against the normal law.
import { fillNormals32, normal32, normalTail, normalUpperQuantile } from "@widthwise/core";
import { describe, expect, test } from "vitest";
import { loadKernels } from "../src/index.ts";
import { expectSameDraws, variants } from "./setup.ts";

test("normal32 is the quantile to seven digits: relative error below 5e-7 over centre, shoulder and tail", () => {
  const words = [0, 1, 2, 2 ** 31 - 1, 2 ** 31 - 2];
  for (let k = 0; k < 2 ** 17; k++)
    words.push(k, 2 ** 31 - 1 - k, k * 2 ** 14 + 77, Math.floor(2 ** (k / 4229)));
  let worst = 0;
  for (const k of words) {
    const exact = normalUpperQuantile((k + 0.5) * 2 ** -32);
    worst = Math.max(worst, Math.abs(normal32(k) / exact - 1));
    expect(normal32(k + 2 ** 31)).toBe(-normal32(k));
  }
  expect(worst).toBeLessThan(5e-7);
});

describe.each(variants)("%s float32 normals", async (variant) => {
  const kernels = await loadKernels({ variant });

  test("are core's, bit for bit, for any key and range", () => {
    expectSameDraws((count) => new Float32Array(count), fillNormals32, kernels.fillNormals32);
  });

  // a sample of fixed size and seed; each statistic within 4.5 standard errors
  const count = 2 ** 22;
  const draws = new Float32Array(count);
  kernels.fillNormals32({ seed: 11, stream: 9 }, 0, draws);
  const LEVEL = 4.5 / Math.sqrt(count);

  test("have the moments of the normal law", () => {
    const moments = [0, 0, 0, 0];
    for (const z of draws) for (let k = 0, power = z; k < 4; k++, power *= z) moments[k] += power / count;
    const variances = [1, 2, 15, 96]; // of z, z², z³, z⁴
    for (const [k, expected] of [0, 1, 0, 3].entries())
      expect(Math.abs(moments[k] - expected)).toBeLessThan(LEVEL * Math.sqrt(variances[k]));
  });

  test("have its tail probabilities on both sides", () => {
    for (const x of [0, 0.5, 1.44, 2, 3, 4]) {
      const p = normalTail(x);
      const above = draws.reduce((sum, z) => sum + Number(z > x), 0) / count;
      const below = draws.reduce((sum, z) => sum + Number(z < -x), 0) / count;
      for (const share of [above, below])
        expect(Math.abs(share - p)).toBeLessThan(LEVEL * Math.sqrt(p * (1 - p)));
    }
  });
});
