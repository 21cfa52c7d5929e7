// Every algorithm on problems that it must refuse, and on hard ones that it must survive.
import { norm, type Problem } from "@widthwise/core";
import { algorithms, explainBreakdown, explainEnd, nothingFires, startTraining } from "@widthwise/train";
import { describe, expect, test } from "vitest";
import { madeProblem } from "./made-problem.ts";
import { open } from "./open.ts";

const backends = await Promise.all(["js", "wasm"].map((name) => open(name)));
const cases = Object.keys(algorithms).flatMap((name) =>
  backends
    .filter(({ info }) => algorithms[name].backends?.includes(info.name) ?? true)
    .map((backend) => ({ name, backend })),
);
const base = madeProblem({ n: 6, d: 9, width: 501, init: "antisymmetric" });
const made = (parts: Partial<Problem> = {}): Problem => ({
  ...base,
  inputs: base.inputs.slice(),
  labels: base.labels.slice(),
  ...parts,
});

describe.each(cases)("$name on $backend.info.name", ({ name, backend }) => {
  const descends = /-gd$|-adam$/.test(name);
  const refused: [string, (problem: Problem) => void, RegExp][] = [
    ["a label that is NaN", ({ labels }) => labels.fill(Number.NaN, 2, 3), /label 2 is NaN/],
    [
      "an input of zeros",
      ({ inputs }) => inputs.fill(0, 9, 18),
      /input 1 has length 0, accepted are inputs of length 1/,
    ],
    [
      "an input of length 2",
      ({ inputs }) =>
        inputs.forEach((x, k) => {
          if (k < 9) inputs[k] = 2 * x;
        }),
      /input 0 has length 2/,
    ],
  ];
  test.each(refused)("%s is refused", async (_, spoil, message) => {
    const problem = made();
    spoil(problem);
    await expect(startTraining(algorithms[name], backend, problem)).rejects.toThrow(message);
  });

  test("an input twice: a breakdown that says so, or descent", async () => {
    const problem = made();
    problem.inputs.copyWithin(9, 36, 45);
    const trainer = await startTraining(algorithms[name], backend, problem);
    const { status } = await trainer.step();
    if (descends) expect(status).toBe("stepped");
    else {
      expect(status).toBe("breakdown");
      expect(explainBreakdown(problem, await trainer.fired())).toMatch(/inputs 1 and 4 are equal/);
    }
    trainer.dispose();
  });

  test("a shift that nothing reaches: a breakdown that says so, or a loss that stays", async () => {
    const problem = made({ shift: 10 });
    const trainer = await startTraining(algorithms[name], backend, problem);
    const { status } = await trainer.step();
    const fired = await trainer.fired();
    if (name !== "kernel-limit") {
      expect(status).toBe(descends ? "stepped" : "breakdown");
      expect(nothingFires(fired)).toBe(true);
      expect(explainBreakdown(problem, fired)).toMatch(
        /no neuron of 501 fires at any input: the shift b = 10/,
      );
      expect(norm(await trainer.evaluate())).toBe(0);
      expect(norm(await trainer.predict(problem.inputs, 6))).toBe(0);
    }
    trainer.dispose();
  });

  test("a shift below every product: every neuron fires everywhere", async () => {
    const problem = made({ width: 250, shift: -10 });
    const trainer = await startTraining(algorithms[name], backend, problem);
    for (let t = 0; t < 3; t++) await trainer.step();
    if (!algorithms[name].approximate)
      for (const count of await trainer.fired()) expect(count).toBeCloseTo(250, 6);
    const f = await trainer.evaluate();
    for (const value of f) expect(value).not.toBeNaN();
    trainer.dispose();
  });

  test("a width that no memory holds is refused before anything is allocated", async () => {
    const problem = made({ width: 2 ** 50 });
    const started = startTraining(algorithms[name], backend, problem);
    if (name === "kernel-limit") (await started).dispose();
    else
      await expect(started).rejects.toThrow(
        new RegExp(
          `^${name} at width 1125899906842624 with n = 6: \\d+ GiB of memory are needed, [\\d.]+ GiB are`,
        ),
      );
  });

  test.each([1, 2, 3, 255, 257])("width %i", async (width) => {
    const problem = made({
      n: 1,
      inputs: base.inputs.slice(0, 9),
      labels: base.labels.slice(0, 1),
      width,
      shift: 0.1,
    });
    const trainer = await startTraining(algorithms[name], backend, problem);
    for (let t = 0; t < 2; t++) await trainer.step();
    const found = await trainer.predict(problem.inputs, 1);
    expect(Math.abs(found[0] - (await trainer.evaluate())[0])).toBeLessThan(1e-4);
    trainer.dispose();
  });
});

describe("a rate beyond float32", async () => {
  const all = await Promise.all(["js", "wasm", "wasm-mt", "tfjs-cpu", "tfjs-wasm"].map((name) => open(name)));
  const steppers = Object.values(algorithms).filter(({ atOnce }) => !atOnce);
  const runs = steppers.flatMap(({ name, backends: only }) =>
    all.filter(({ info }) => only?.includes(info.name) ?? true).map((backend) => ({ name, backend })),
  );
  test.each(runs)(
    "$name on $backend.info.name: diverged, with the state as it was",
    async ({ name, backend }) => {
      for (const rate of [1e41, 1e300]) {
        const trainer = await startTraining(algorithms[name], backend, base, { rate });
        const before = Float64Array.from(await trainer.evaluate());
        expect((await trainer.step()).status).toBe("diverged");
        expect(Float64Array.from(await trainer.evaluate())).toEqual(before);
        const fired = await trainer.fired();
        expect(nothingFires(fired)).toBe(false);
        expect(explainEnd("diverged", [1, 1], base, fired)).toMatch(/choose a smaller rate/);
        trainer.dispose();
      }
    },
  );
  test.each(runs)(
    "$name on $backend.info.name: a large one that it holds is taken",
    async ({ name, backend }) => {
      const trainer = await startTraining(algorithms[name], backend, base, { rate: 1e30 });
      expect((await trainer.step()).status).toBe("stepped");
      expect(norm(await trainer.evaluate())).toBeGreaterThan(1e20);
      trainer.dispose();
    },
  );
});
