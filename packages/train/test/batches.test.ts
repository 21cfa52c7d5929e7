// Mini-batches: the order of the inputs, and steps against the naive network's.
import { distance, norm } from "@widthwise/core";
import { algorithms, startTraining, type TrainerOptions } from "@widthwise/train";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Batches } from "../src/batches.ts";
import { madeProblem } from "./made-problem.ts";
import { NaiveNetwork } from "./naive-network.ts";
import { open } from "./open.ts";

test("every epoch holds every input once, in parts of the size, and the key says which", () => {
  const shape = fc
    .integer({ min: 1, max: 40 })
    .chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 1, max: n })));
  fc.assert(
    fc.property(shape, fc.nat(), ([n, size], seed) => {
      const batches = new Batches(n, seed, size);
      const again = new Batches(n, seed, size);
      const orders = new Set<string>();
      for (let epoch = 0; epoch < 3; epoch++) {
        const seen: number[] = [];
        for (let part = 0; part < Math.ceil(n / size); part++) {
          expect(batches.current).toEqual(again.current);
          expect(batches.current).toEqual(batches.current.toSorted());
          expect(batches.current.length).toBe(Math.min(size, n - seen.length));
          seen.push(...batches.current);
          batches.next();
          again.next();
        }
        orders.add(seen.join());
        expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
      }
      // 3 equal orders of 8 inputs or more in parts of 3 or fewer: below 1e-6 by chance
      if (n >= 8 && size <= 3) expect(orders.size).toBeGreaterThan(1);
      again.restore();
      expect(again.current).toEqual(new Batches(n, seed, size).current);
    }),
    { seed: 1, numRuns: 60 },
  );
});

test("without a size every step takes all inputs", () => {
  const batches = new Batches(5, 1);
  batches.next();
  expect([...batches.current]).toEqual([0, 1, 2, 3, 4]);
});

describe("a mini-batch step is the naive network's step on those inputs", () => {
  const problem = madeProblem({ n: 11, d: 10, width: 400 });
  const size = 4;
  const steps = 7;
  const cases = (["js", "wasm"] as const).flatMap((backend) =>
    ["dense-gd", "dense-gn", "tree-gd", "tree-gn", "live-gd", "live-gn"]
      .filter((name) => algorithms[name].backends?.includes(backend) ?? true)
      .map((name) => ({ name, backend })),
  );
  test.each(cases)("$name on $backend", async ({ name, backend }) => {
    const options: TrainerOptions = {
      start: "shared",
      batch: size,
      ...(name.endsWith("gd") ? { rate: 0.7 } : {}),
    };
    const trainer = await startTraining(algorithms[name], await open(backend), problem, options);
    const losses = async () => {
      const found: Float64Array[] = [];
      for (let t = 0; t < steps; t++) {
        await trainer.step();
        found.push((await trainer.evaluate()).slice());
      }
      return found;
    };
    const found = await losses();
    const naive = new NaiveNetwork(problem);
    const batches = new Batches(problem.n, problem.seed, size);
    const tolerance = (backend === "js" ? 1e-9 : 1e-4) * norm(problem.labels);
    for (let t = 0; t < steps; t++) {
      const batch = [...batches.current];
      if (name.endsWith("gd")) naive.descend(0.7, batch);
      else naive.solve(batch);
      batches.next();
      expect(distance(found[t], naive.outputs())).toBeLessThan(tolerance);
    }
    await trainer.restore();
    expect(await losses()).toEqual(found);
    trainer.dispose();
  });
});

test.each([0, 12, 2.5])("batch %s of 11 inputs is refused", async (batch) => {
  const problem = madeProblem({ n: 11 });
  await expect(startTraining(algorithms["dense-gd"], await open("js"), problem, { batch })).rejects.toThrow(
    `batch is ${batch}, accepted are whole numbers from 1 to n = 11`,
  );
});
