// The live neurons in WebAssembly: the draws of the reference bit for bit, and the outputs of dense training.
import {
  distance,
  float32Below,
  gramOfRows,
  type LiveRows,
  liveLaw,
  norm,
  normalTail,
  type Problem,
} from "@widthwise/core";
import { algorithms, sampledLiveSet, startTraining, type Trainer } from "@widthwise/train";
import { describe, expect, test } from "vitest";
import { madeProblem } from "./made-problem.ts";
import { open } from "./open.ts";

const js = await open("js");
const wasms = await Promise.all([1, 2, 3].map((threads) => open("wasm-mt", { threads })));

const shapes: Record<string, Problem> = {
  "candidates, several chunks": madeProblem({ n: 8, d: 9, width: 5 * 2 ** 16 + 3 }),
  "n = 1": madeProblem({ n: 1, d: 3, width: 3000 }),
  "n beyond a word": madeProblem({ n: 70, d: 100, width: 4000, c: 1 }),
  "a twin missing": madeProblem({ n: 9, d: 12, width: 70001, init: "antisymmetric" }),
  "more inputs than dimensions": madeProblem({ n: 20, d: 9, width: 9000, c: 0.7 }),
  "n·p > 1": madeProblem({ n: 20, d: 40, width: 3001 }),
  "n·p > 1 with twins": madeProblem({ n: 21, d: 40, width: 2001, init: "antisymmetric" }),
  "plain ReLU": madeProblem({ n: 16, d: 32, width: 777, c: 0 }),
  "plain ReLU, n beyond a word and odd": madeProblem({ n: 71, d: 90, width: 1500, c: 0 }),
  "an eighth fires": madeProblem({ n: 38, d: 60, width: 1200, c: 0.19 }),
  "everything fires": { ...madeProblem({ n: 3, d: 9, width: 40, c: 0 }), shift: 0 },
  "seed beyond 32 bits": madeProblem({ n: 33, d: 50, width: 20000, c: 0.9, seed: 2 ** 40 + 5 }),
};

/** The pieces one behind the other. */
function joined(pieces: readonly LiveRows[]) {
  const join = (key: "neuron" | "sign" | "z") =>
    Float64Array.from(pieces.flatMap((piece) => [...piece[key]]));
  return { neuron: join("neuron"), sign: join("sign"), z: join("z") };
}

describe("the live set drawn in WebAssembly is the reference's, bit for bit, on any number of threads", () => {
  test.each(Object.entries(shapes))("%s", async (_, problem) => {
    const kernel = gramOfRows(problem.inputs, problem.n, problem.d);
    const expected = sampledLiveSet(problem, kernel);
    expect(expected.count).toBeGreaterThan(0);
    for (const { kernels } of wasms) {
      const live = await kernels?.live(liveLaw(problem, kernel));
      if (live === undefined) throw new Error("wasm has kernels");
      const { neuron, sign, z } = joined([...live.rows()]);
      expect(live.count).toBe(expected.count);
      expect(neuron).toEqual(expected.neuron);
      expect(sign).toEqual(expected.sign);
      // it keeps z − b
      const b = float32Below(problem.shift);
      expect(z).toEqual(expected.z.map((value) => Math.fround(value - b) + b));
      live.dispose();
    }
  });

  test("both ways of drawing are among them", () => {
    const means = Object.values(shapes).map(({ n, shift }) => n * normalTail(shift));
    expect(means.some((mean) => mean < 1)).toBe(true);
    expect(means.some((mean) => mean > 1)).toBe(true);
  });
});

async function run(trainer: Trainer, steps: number): Promise<Float64Array[]> {
  const outputs: Float64Array[] = [];
  for (let t = 0; t < steps; t++) outputs.push((await trainer.step()).outputs.slice());
  outputs.push((await trainer.evaluate()).slice());
  return outputs;
}

describe.each(["live-gn", "live-gd", "tree-gn", "tree-gd", "tree-sketch-gn", "scan-gn", "scan-gd"] as const)(
  "%s in WebAssembly",
  (name) => {
    const dense = name.endsWith("gn") ? "dense-gn" : "dense-gd";
    test.each(Object.entries(shapes).filter(([, { width }]) => width < 1e4))(
      `has ${dense}'s outputs in float64, step for step: %s`,
      async (_, problem) => {
        const steps = 8;
        const oracle = await run(await startTraining(algorithms[dense], js, problem), steps);
        const runs = [];
        for (const backend of wasms) {
          const trainer = await startTraining(algorithms[name], backend, problem, { start: "shared" });
          const first = await run(trainer, steps);
          await trainer.restore();
          expect(await run(trainer, steps)).toEqual(first);
          await trainer.restore();
          expect(await run(trainer, steps)).toEqual(first);
          runs.push(first);
          trainer.dispose();
        }
        // the oracle may stop at a breakdown (more inputs than the neurons tell apart): outputs stay then
        const tolerance = 1e-4 * norm(problem.labels);
        for (let t = 0; t <= steps; t++) expect(distance(runs[0][t], oracle[t])).toBeLessThan(tolerance);
        for (const other of runs) expect(other).toEqual(runs[0]);
      },
    );

    test.each(Object.entries(shapes))(
      "is the same on 1, 2 and 3 threads from the sampled start: %s",
      async (_, problem) => {
        const runs = [];
        for (const backend of wasms) {
          const trainer = await startTraining(algorithms[name], backend, problem);
          const first = await run(trainer, 3);
          const fired = await trainer.fired();
          await trainer.restore();
          expect(await run(trainer, 3)).toEqual(first);
          expect(await trainer.fired()).toEqual(fired);
          runs.push(first);
          trainer.dispose();
        }
        for (const other of runs) expect(other).toEqual(runs[0]);
        // trees in JavaScript start from the shared weights
        if (!algorithms[name].sampled?.includes("js")) return;
        const reference = await run(await startTraining(algorithms[name], js, problem), 3);
        for (const [t, f] of reference.entries())
          expect(distance(runs[0][t], f)).toBeLessThan(1e-4 * norm(problem.labels));
      },
    );
  },
);

test("live-gn converges to 1e-5", async () => {
  const problem = madeProblem({ n: 20, d: 40, width: 2 ** 16 });
  for (const backend of wasms) {
    const trainer = await startTraining(algorithms["live-gn"], backend, problem);
    const outputs = await run(trainer, 8);
    expect(distance(outputs[8], problem.labels)).toBeLessThan(1e-5);
    trainer.dispose();
  }
});

test("nothing fires: a breakdown, not an exception", async () => {
  const problem = { ...madeProblem({ n: 4, d: 9, width: 1000 }), shift: 20 };
  for (const backend of [js, ...wasms]) {
    const trainer = await startTraining(algorithms["live-gn"], backend, problem);
    expect(trainer.liveNeurons).toBe(0);
    expect((await trainer.step()).status).toBe("breakdown");
    trainer.dispose();
  }
});

test("what does not fit is refused with its bytes", async () => {
  const problem = {
    ...madeProblem({ n: 16, d: 20 }),
    width: 2 ** 50,
    shift: Math.sqrt(0.48 * Math.log(2 ** 50)),
  };
  await expect(startTraining(algorithms["live-gn"], wasms[0], problem)).rejects.toThrow(
    /\d GiB of memory are needed/,
  );
  // and the memory is as before
  const trainer = await startTraining(algorithms["live-gn"], wasms[0], shapes["n = 1"]);
  expect((await trainer.step()).status).toBe("stepped");
  trainer.dispose();
});
