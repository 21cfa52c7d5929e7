// Gauss–Newton by sketching: the Jacobian of who fires, its sketch, and the steps of the exact solve.
import { distance, gramOfRows, newCounters, norm, symmetricEigenvalues } from "@widthwise/core";
import { expectedSteps, sample, sparseColumns } from "@widthwise/sketch";
import { algorithms, type SketchOptions, startTraining } from "@widthwise/train";
import { describe, expect, test } from "vitest";
import { Batches } from "../src/batches.ts";
import { FiredJacobian, shortCoordinates } from "../src/fired-jacobian.ts";
import { restrictTo, setsOfBits } from "../src/fired-sets.ts";
import { madeProblem } from "./made-problem.ts";
import { NaiveNetwork } from "./naive-network.ts";
import { open } from "./open.ts";

const js = await open("js");
const wasm = await open("wasm");

const shapes = {
  "fewer inputs than dimensions": madeProblem({ n: 12, d: 20, width: 300 }),
  "more inputs than dimensions": madeProblem({ n: 20, d: 6, width: 500, c: 0.3 }),
  "plain ReLU": madeProblem({ n: 16, d: 4, width: 200, c: 0 }),
};

/** The Gram matrix of the naive Jacobian, and the fired sets of the backend's bits. */
async function stateOf(problem: (typeof shapes)["plain ReLU"], backend = js) {
  const network = await backend.network(problem);
  await network.forward();
  const bits = network.firedBits?.();
  if (bits === undefined) throw new Error("js and wasm say who fired");
  const sets = setsOfBits(bits, problem.n, newCounters());
  network.dispose();
  const rows = new NaiveNetwork(problem).jacobian();
  const gram = rows.map((row) => rows.map((other) => row.reduce((sum, x, k) => sum + x * other[k], 0)));
  return { sets, gram, rows };
}

describe.each(Object.entries(shapes))("the fired Jacobian, %s", (_, problem) => {
  const { n, d, width, inputs } = problem;
  const kernel = gramOfRows(inputs, n, d);

  test("its sets are the neurons with a gradient, on js and wasm", async () => {
    for (const backend of [js, wasm]) {
      const { sets, rows } = await stateOf(problem, backend);
      const found = Array.from({ length: sets.rows }, (_, k) => [
        sets.neuron[k],
        [...sets.input.subarray(sets.start[k], sets.start[k + 1])],
      ]);
      const expected = [];
      for (let r = 0; r < width; r++) {
        const fired = rows.flatMap((row, i) =>
          row.subarray(r * d, (r + 1) * d).some((x) => x !== 0) ? [i] : [],
        );
        if (fired.length > 0) expected.push([r, fired]);
      }
      expect(found).toEqual(expected);
    }
  });

  test("applies G through the kernel and through coordinates, whole and on a batch", async () => {
    const { sets, gram } = await stateOf(problem);
    const { coordinates, q } = shortCoordinates(problem, kernel);
    expect(q).toBe(Math.min(n, d));
    const v = Float64Array.from({ length: n }, (_, i) => Math.sin(i + 1));
    const expected = gram.map((row) => row.reduce((sum, x, j) => sum + x * v[j], 0));
    for (const [x, columns] of [
      [coordinates, q],
      [inputs, d],
    ] as const) {
      const jacobian = new FiredJacobian(sets, width, kernel, x, columns, newCounters());
      const out = new Float64Array(n);
      jacobian.applyGram(v, out);
      expect(distance(out, expected)).toBeLessThan(1e-12 * norm(expected));
    }
    const batch = Int32Array.of(0, 2, 3, n - 1);
    const within = restrictTo(sets, batch, n);
    const part = Float64Array.from([...batch].flatMap((i) => [...coordinates.subarray(i * q, (i + 1) * q)]));
    const block = Float64Array.from({ length: 16 }, (_, at) => kernel[batch[at >> 2] * n + batch[at & 3]]);
    const jacobian = new FiredJacobian(within, width, block, part, q, newCounters());
    const out = new Float64Array(4);
    jacobian.applyGram(v.subarray(0, 4), out);
    const expectedPart = [...batch].map((i) => [...batch].reduce((sum, j, k) => sum + gram[i][j] * v[k], 0));
    expect(distance(out, expectedPart)).toBeLessThan(1e-12 * norm(expectedPart));
  });
});

test.each([
  { kind: "count-sketch", rows: 30, offset: 0 },
  { kind: "sparse-sign", rows: 40, offset: 3 },
] as const)("its sketch is S Jᵀ with the columns that `sample` has, %o", async ({ kind, rows, offset }) => {
  const problem = shapes["more inputs than dimensions"];
  const { n, d, width, inputs } = problem;
  const { sets, rows: jacobian } = await stateOf(problem);
  const key = { seed: 9, stream: 1 };
  const drawn = sparseColumns({ kind, rows, cols: width * d }, key);
  const fired = new FiredJacobian(sets, width, gramOfRows(inputs, n, d), inputs, d, newCounters());
  const found = fired.sketch(drawn, rows, offset * width * d);
  // all columns up to the block in question, the Jacobian there and zero before; without a_r, as the class says
  const whole = sample({ kind, rows, cols: (offset + 1) * width * d }, key);
  const signs = new NaiveNetwork(problem).a;
  const column = new Float64Array(rows);
  for (let i = 0; i < n; i++) {
    const row = new Float64Array(whole.cols);
    row.set(
      jacobian[i].map((x, k) => x * signs[Math.floor(k / d)]),
      offset * width * d,
    );
    whole.apply(row, column);
    for (let s = 0; s < rows; s++) expect(found[s * n + i]).toBeCloseTo(column[s], 12);
  }
});

test("both ways of applying G are among the shapes", async () => {
  const ways = await Promise.all(
    Object.values(shapes).map(async (problem) => {
      const { n, d, width, inputs } = problem;
      const { sets } = await stateOf(problem);
      const kernel = gramOfRows(inputs, n, d);
      const { coordinates, q } = shortCoordinates(problem, kernel);
      return new FiredJacobian(sets, width, kernel, coordinates, q, newCounters()).through;
    }),
  );
  expect(new Set(ways)).toEqual(new Set(["kernel", "coordinates"]));
});

describe("sketch-gn", () => {
  const steps = 5;
  const kinds: SketchOptions[] = [
    {},
    { kind: "none" },
    { kind: "sparse-sign", rows: 8 },
    { rows: { distortion: 0.9, failure: 0.5 } },
  ];
  const cases = [js, wasm].flatMap((backend) =>
    Object.entries(shapes).flatMap(([name, problem]) =>
      kinds.map((sketch) => ({
        on: backend.info.name,
        backend,
        name,
        problem,
        sketch,
        how: JSON.stringify(sketch),
      })),
    ),
  );

  test.each(cases)("has dense-gn's outputs, $name, $how on $on", async ({ backend, problem, sketch }) => {
    const trainer = await startTraining(algorithms["sketch-gn"], backend, problem, { sketch });
    const exact = await startTraining(algorithms["dense-gn"], js, problem);
    const { gram } = await stateOf(problem);
    const [least] = symmetricEigenvalues(Float64Array.from(gram.flat()), problem.n);
    const first = distance(await exact.evaluate(), problem.labels);
    // G u = e(1 ± 1e-8) moves the weights by 1e-8·‖e‖/√λ, and f by at most √n times that, at each step
    const inexact = steps * 1e-8 * first * Math.sqrt(problem.n / least);
    const tolerance = inexact + (backend === js ? 0 : 1e-4 * norm(problem.labels));
    for (let t = 0; t < steps; t++) {
      const { outputs, status, inner } = await trainer.step();
      const expected = await exact.step();
      expect(status).toBe(expected.status);
      expect(distance(outputs, expected.outputs)).toBeLessThan(tolerance);
      if (status === "breakdown") break;
      expect(inner?.status).toBe("converged");
      expect(inner?.relativeResidual).toBeLessThanOrEqual(1e-8);
    }
    trainer.dispose();
  });

  test("takes the iterations that the rows of the sketch predict, and says when they run out", async () => {
    const problem = madeProblem({ n: 60, d: 40, width: 3000, c: 0.2 });
    const first = async (sketch: SketchOptions) =>
      (await (await startTraining(algorithms["sketch-gn"], js, problem, { sketch })).step()).inner;
    for (const rows of [4, 8, 16]) {
      const inner = await first({ kind: "sparse-sign", rows });
      // the limit law for n → ∞; a third more at n = 60
      expect(inner?.iterations).toBeLessThanOrEqual((4 / 3) * expectedSteps(1, rows, 1e-8));
      expect(inner?.iterations).toBeGreaterThan(expectedSteps(1, rows, 1e-8) / 2);
    }
    const short = await first({ maxSteps: 3 });
    expect(short).toMatchObject({ status: "max-steps", iterations: 3 });
    expect(short?.relativeResidual).toBeGreaterThan(1e-8);
  });

  test("draws its sketch anew at every step, and the same after a restart", async () => {
    // the weights stand still, so that only the sketch differs
    const trainer = await startTraining(algorithms["sketch-gn"], js, madeProblem(), { rate: 1e-30 });
    const residuals = async () => [
      (await trainer.step()).inner?.relativeResidual,
      (await trainer.step()).inner?.relativeResidual,
    ];
    const [first, second] = await residuals();
    expect(first).not.toBe(second);
    await trainer.restore();
    expect(await residuals()).toEqual([first, second]);
  });

  test("mini-batches are the naive network's", async () => {
    const problem = madeProblem({ n: 11, d: 10, width: 400 });
    const trainer = await startTraining(algorithms["sketch-gn"], js, problem, {
      batch: 4,
      sketch: { tolerance: 1e-12 },
    });
    const naive = new NaiveNetwork(problem);
    const batches = new Batches(problem.n, problem.seed, 4);
    for (let t = 0; t < 7; t++) {
      await trainer.step();
      naive.solve([...batches.current]);
      batches.next();
      expect(distance(await trainer.evaluate(), naive.outputs())).toBeLessThan(1e-9 * norm(problem.labels));
    }
  });

  test("two equal inputs are a breakdown, as for the exact solve", async () => {
    const problem = madeProblem({ n: 6, d: 10 });
    problem.inputs.copyWithin(10, 0, 10);
    for (const kind of ["count-sketch", "sparse-sign"] as const) {
      const trainer = await startTraining(algorithms["sketch-gn"], js, problem, { sketch: { kind } });
      const { status, inner } = await trainer.step();
      expect([status, inner?.status]).toEqual(["breakdown", "breakdown"]);
    }
  });

  test.each([
    [{ rows: 0.5 }, "sketch rows are 0.5 times the inputs"],
    [{ tolerance: 0 }, "inner tolerance is 0"],
    [{ tolerance: 2 }, "inner tolerance is 2"],
    [{ maxSteps: 0.5 }, "inner steps are 0.5"],
    [{ kind: "srht" }, "sketch kind is srht"],
    [{ rows: { distortion: 2, failure: 0.1 } }, "distortion of the sketch is 2"],
    [{ rows: { distortion: 1e-5, failure: 1e-3 } }, "the sketch would have"],
  ])("%o is refused", async (sketch, message) => {
    const started = startTraining(algorithms["sketch-gn"], js, madeProblem(), {
      sketch: sketch as SketchOptions,
    });
    await expect(started).rejects.toThrow(message);
    await expect(started).rejects.toMatchObject({ name: "ProblemError" });
  });
});
