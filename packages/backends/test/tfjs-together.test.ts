// Several tfjs backends open in one process.
import type { Problem } from "@widthwise/core";
import { expect, it } from "vitest";
import type { Backend, Opened } from "../src/backend.ts";
import { openTfjsCpu } from "../src/tfjs-cpu.ts";
import { openTfjsWasm } from "../src/tfjs-wasm.ts";

function backendOf(opened: Opened): Backend {
  if ("missing" in opened) throw new Error(opened.missing);
  return opened.backend;
}

const problem: Problem = {
  inputs: Float64Array.of(1, 0, 0.6, 0.8),
  labels: new Float64Array(2),
  n: 2,
  d: 2,
  width: 9,
  shift: 0.25,
  seed: 1,
  init: "gaussian",
};

it("two backends on one tfjs-core take turns, and closing one leaves the other", async () => {
  const cpu = backendOf(await openTfjsCpu());
  const twin = backendOf(await openTfjsCpu());
  const wasm = backendOf(await openTfjsWasm());
  const networks = [await cpu.network(problem), await wasm.network(problem)];
  const u = Float64Array.of(0.5, -0.25);
  for (let step = 0; step < 3; step++) {
    const [a, b] = [await networks[0].forward(), await networks[1].forward()];
    expect(Math.hypot(...a.map((value, i) => value - b[i]))).toBeLessThan(1e-6);
    for (const network of networks) await network.update(u);
  }
  await twin.dispose();
  await wasm.dispose();
  expect((await networks[0].forward()).length).toBe(2);
  await cpu.dispose();
});

it("says that a network is too large before allocating it", async () => {
  const wasm = backendOf(await openTfjsWasm());
  const huge = { ...problem, d: 784, inputs: new Float64Array(2 * 784), width: 2 ** 22 };
  await expect(wasm.network(huge)).rejects.toThrow(
    "width 4194304 needs 24.56 GB of tensors, tfjs-wasm holds at most 3.50 GB",
  );
  await wasm.dispose();
});
