// Every way to hold the network takes the same steps: Gram space, trees and sketches against dense products.
import { distance, norm } from "@widthwise/core";
import { algorithms, startTraining, type Trainer, type TrainerOptions } from "@widthwise/train";
import { describe, expect, test } from "vitest";
import { madeProblem } from "./made-problem.ts";
import { open } from "./open.ts";

const backend = await open("js");

async function residuals(trainer: Trainer, labels: Float64Array, steps: number): Promise<number[]> {
  const norms: number[] = [];
  for (let t = 0; t < steps; t++) norms.push(distance((await trainer.step()).outputs, labels));
  norms.push(distance(await trainer.evaluate(), labels));
  return norms;
}

const shapes = [
  { n: 12, d: 10, width: 300 },
  { n: 1, d: 3, width: 64 },
  { n: 20, d: 40, width: 1000 },
  { n: 16, d: 32, width: 777, c: 0 },
  { n: 9, d: 12, width: 501, init: "antisymmetric" as const },
];

describe("every exact algorithm takes the dense steps", () => {
  // rounding of f is about 1e-15 per term; a neuron that flips on the threshold moves f continuously
  const tolerance = 1e-9;
  for (const name of ["tree-gn", "live-gn", "sketch-gn", "tree-gd", "live-gd"])
    test.each(shapes)(`${name} gives the dense residuals, step for step: %o`, async (shape) => {
      const problem = madeProblem(shape);
      // an inner residual of 1e-12 moves f by less than √(n/λ_min(G)) times as much
      const shared: TrainerOptions = { start: "shared", sketch: { tolerance: 1e-12 } };
      const dense = await startTraining(algorithms[algorithms[name].oracle], backend, problem, shared);
      const gram = await startTraining(algorithms[name], backend, problem, shared);
      const expected = await residuals(dense, problem.labels, 5);
      const found = await residuals(gram, problem.labels, 5);
      expect(distance(found, expected)).toBeLessThan(tolerance * norm(problem.labels));
      expect(await gram.fired()).toEqual(await dense.fired());
      await gram.restore();
      expect(await residuals(gram, problem.labels, 5)).toEqual(found);
    });
});

test("dense-gd descends at its default rate", async () => {
  const problem = madeProblem({ width: 2000 });
  const losses = await residuals(
    await startTraining(algorithms["dense-gd"], backend, problem),
    problem.labels,
    20,
  );
  for (let t = 1; t < losses.length; t++) expect(losses[t]).toBeLessThan(losses[t - 1]);
});
