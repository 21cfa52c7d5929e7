// Damped inexact Gauss–Newton by fired pairs: with next to no damping it is Gauss–Newton, and whatever its options, no step makes the loss larger.
import { distance, norm } from "@widthwise/core";
import { algorithms, DampedGaussNewton, type DampedOptions, startTraining } from "@widthwise/train";
import { describe, expect, test } from "vitest";
import { madeProblem } from "./made-problem.ts";
import { open } from "./open.ts";

const js = await open("js");
const wasms = await Promise.all([1, 2].map((threads) => open("wasm-mt", { threads })));

function start(problem: ReturnType<typeof madeProblem>, options: DampedOptions, { kernels } = wasms[0]) {
  if (kernels === undefined) throw new Error("wasm has kernels");
  const inputs = Float32Array.from(problem.inputs);
  const { n, width } = problem;
  const network = kernels.pairs({ ...problem, inputs, mostPairs: n * width });
  return new DampedGaussNewton(network, kernels, { ...problem, inputs }, options);
}

const exact = { landmarks: 0, tolerance: 1e-5, maxSteps: 500, damping: 1e-9 };

describe("damped Gauss–Newton", () => {
  test.each([
    { n: 20, d: 30, width: 2000 },
    { n: 300, d: 60, width: 4096, c: 0.3 },
  ])("with next to no damping takes the steps of dense-gn: n = $n, width $width", async (shape) => {
    const problem = madeProblem(shape);
    const oracle = await startTraining(algorithms["dense-gn"], js, problem, { start: "shared" });
    const run = start(problem, exact);
    for (let step = 0; step < 3; step++) {
      const { outputs } = await oracle.step();
      // as far as both still fall
      if (distance(outputs, problem.labels) < 1e-2 * norm(problem.labels)) break;
      expect(distance(run.outputs, outputs)).toBeLessThan(2e-3 * norm(problem.labels));
      run.step();
    }
  });

  test.each([0, 10, 60])(
    "with %i landmarks solves the same system, in fewer steps the more there are",
    (landmarks) => {
      const problem = madeProblem({ n: 200, d: 6, width: 4000, c: 0.1 });
      const options = { landmarks, tolerance: 1e-4, maxSteps: 300, damping: 1e-4 };
      const found = [0, landmarks].map((count) => {
        const run = start(problem, { ...options, landmarks: count });
        return { ...run.step(), outputs: run.outputs };
      });
      expect(distance(found[0].outputs, found[1].outputs)).toBeLessThan(2e-3 * norm(problem.labels));
      console.log(
        landmarks,
        found.map((f) => f.inner),
      );
      if (landmarks === 60) expect(found[1].inner).toBeLessThan(found[0].inner);
    },
  );

  test("no step makes the loss larger, and every step says where its time went", () => {
    const problem = madeProblem({ n: 80, d: 20, width: 500, c: 0.2 });
    for (const backend of wasms) {
      const run = start(problem, { landmarks: 20, tolerance: 0.1, maxSteps: 30, damping: 1e-4 }, backend);
      let last = distance(run.outputs, problem.labels);
      for (let step = 0; step < 12; step++) {
        const { before, after, share, seconds } = run.step();
        expect(before).toBeCloseTo(last, 9);
        if (share > 0) expect(after).toBeLessThan(before);
        // gone back, as far as float32 goes
        else expect(after).toBeCloseTo(before, 4);
        for (const value of Object.values(seconds)) expect(value).toBeGreaterThanOrEqual(0);
        last = after;
      }
      expect(last).toBeLessThan(0.5 * norm(problem.labels));
    }
  });

  test("is the same on any number of threads", () => {
    const problem = madeProblem({ n: 70, d: 30, width: 700, c: 0.3 });
    const [one, other] = wasms.map((backend) => {
      const run = start(problem, { landmarks: 20, tolerance: 0.05, maxSteps: 50, damping: 0.1 }, backend);
      for (let step = 0; step < 3; step++) run.step();
      return run.outputs;
    });
    expect(other).toEqual(one);
  });
});
