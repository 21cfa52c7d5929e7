// The WebAssembly backends against the float64 one.
import { fillNormals, type Problem } from "@widthwise/core";
import { afterAll, describe, expect, test } from "vitest";
import type { Backend } from "../src/backend.ts";
import { openJs } from "../src/js.ts";
import { openWasm } from "../src/wasm.ts";
import { problemOf as rowsOfLengthOne } from "./problem.ts";

/** float32 against float64: unit inputs, sums of up to 100 terms. */
const TOLERANCE = 1e-5;

async function open(opened: ReturnType<typeof openJs> | ReturnType<typeof openWasm>): Promise<Backend> {
  const result = await opened;
  if ("missing" in result) throw new Error(result.missing);
  return result.backend;
}

function problemOf(shape: Parameters<typeof rowsOfLengthOne>[0]): Problem {
  const inputs = new Float64Array(shape.n * shape.d);
  fillNormals({ seed: 5, stream: 3 }, 0, inputs);
  return rowsOfLengthOne(shape, inputs);
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < actual.length; i++) expect(Math.abs(actual[i] - expected[i])).toBeLessThan(TOLERANCE);
}

const js = await open(openJs());
afterAll(() => js.dispose());

describe.each(["wasm", "wasm-mt"] as const)("%s", async (name) => {
  const backend = await open(openWasm({ name }));
  afterAll(() => backend.dispose());

  test("says who it is", () => {
    expect(backend.info).toMatchObject({ name, precision: "float32", software: false });
    expect(backend.info.threads === 1 || name === "wasm-mt").toBe(true);
    expect(backend.info.version).toMatch(/relaxed|plain/);
  });

  test.each([
    { n: 1, d: 1, width: 1, shift: 0, init: "gaussian" as const },
    { n: 5, d: 7, width: 333, shift: 0.4, init: "antisymmetric" as const },
    { n: 20, d: 100, width: 1030, shift: 0.9, init: "gaussian" as const },
  ])("steps and counts like js in float64: n=$n d=$d width=$width", async (shape) => {
    const problem = problemOf(shape);
    const network = await backend.network(problem);
    const oracle = await js.network(problem);
    const u = problem.inputs.slice(0, problem.n);
    for (let step = 0; step < 2; step++) {
      expectClose(await network.forward(), await oracle.forward());
      expect(await network.overlaps()).toEqual(await oracle.overlaps());
      await network.update(u);
      await oracle.update(u);
    }
    await network.settled();
    expectClose(await network.weights(0, problem.width), await oracle.weights(0, problem.width));
    for (const counter of ["macs", "compares", "words"] as const) {
      expect(network.counters[counter]).toBe(oracle.counters[counter]);
    }
    const before = { ...network.counters };
    await network.restore();
    await oracle.restore();
    expect(await network.weights(0, problem.width)).toEqual(await oracle.weights(0, problem.width));
    expect(network.counters).toEqual(before);
    network.dispose();
    oracle.dispose();
  });

  test("refuses a network that does not fit, and names the bytes", () => {
    const problem = problemOf({ n: 2, d: 50, width: 2 ** 25, shift: 0.5, init: "gaussian" });
    expect(() => backend.network(problem)).toThrow(/width 33554432.* needs \d+ bytes/);
  });

  test.each(["nn", "nt", "tn"] as const)("%s product", async (orientation) => {
    const shape = { orientation, rows: 3, inner: 2, cols: 2 };
    // A = [1 2; 3 4; 5 6], B = [1 10; 100 1000]
    const a = orientation === "tn" ? [1, 3, 5, 2, 4, 6] : [1, 2, 3, 4, 5, 6];
    const b = orientation === "nt" ? [1, 100, 10, 1000] : [1, 10, 100, 1000];
    const product = await backend.product(shape, Float32Array.from(a), Float32Array.from(b));
    await product.run();
    expect([...(await product.result())]).toEqual([201, 2010, 403, 4030, 605, 6050]);
    expect(product.counters).toMatchObject({ macs: 12, bytesRead: 40, bytesWritten: 24 });
    product.dispose();
  });
});
