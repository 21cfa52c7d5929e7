// An iteration that does nothing has no time and says why, on every backend; an answer that is no number is never right.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Backend, openBackend } from "@widthwise/backends";
import { readResult } from "@widthwise/measure";
import { algorithms, startTraining } from "@widthwise/train";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { farthest, judge } from "../src/measuring/judge.ts";
import { MeasuredCells } from "../src/measuring/rounds/measured-cells.ts";
import type { Reference } from "../src/measuring/rounds/requests.ts";
import { type CellSpec, problemOf, type TrainingData } from "../src/measuring/rounds/spec.ts";
import { follow } from "../src/measuring/rounds/training-specimen.ts";
import { widthwise } from "./command.ts";
import { madeTraining } from "./made-training.ts";

const [n, d, width] = [6, 5, 64];

function data(shift: string, twice = false): TrainingData {
  const made = madeTraining(n, d, shift);
  if (twice) made.inputs.copyWithin(d, 0, d);
  return made;
}

const backends = ["js", "wasm", "wasm-mt", "tfjs-cpu", "tfjs-wasm"];
const opened = new Map<string, Backend>();
beforeAll(async () => {
  for (const name of backends) {
    const found = await openBackend(name);
    if ("backend" in found) opened.set(name, found.backend);
  }
});
afterAll(async () => {
  for (const backend of opened.values()) await backend.dispose();
});

const cellOf = (algorithm: string, backend: string): CellSpec => ({
  kind: "training",
  algorithm,
  backend,
  n,
  d,
  width,
});

/** What the float64 oracle of a cell finds, which breaks down where the cell does. */
async function oracleOf(cell: CellSpec, given: TrainingData, steps = 2): Promise<Reference> {
  const js = opened.get("js") as Backend;
  const problem = problemOf(cell, given);
  const trainer = await startTraining(algorithms[algorithms[cell.algorithm].oracle], js, problem, {
    start: "shared",
  });
  const found = await follow(trainer, problem, steps);
  trainer.dispose();
  return found;
}

async function prepared(cell: CellSpec, given: TrainingData, reference?: Reference | null) {
  const cells = new MeasuredCells(opened.get(cell.backend) as Backend, given);
  const held = reference === undefined ? await oracleOf(cell, given) : reference;
  return cells.prepare({ cell, reference: held, timed: true, limitNs: 1e7 });
}

/** Every algorithm named on every backend that has it. */
const pairs = <T extends readonly unknown[]>(rows: readonly (readonly [algorithm: string, ...T])[]) =>
  backends.flatMap((backend) =>
    rows
      .filter(([algorithm]) => algorithms[algorithm].backends?.includes(backend) ?? true)
      .map(([algorithm, ...rest]) => [algorithm, backend, ...rest] as const),
  );

describe("an iteration", { timeout: 120_000 }, () => {
  test.each(pairs([["dense-gd"], ["dense-gn"], ["live-gd"], ["live-gn"], ["tree-gn"]]))(
    "of %s on %s that does something is timed",
    async (algorithm, backend) => {
      const found = await prepared(cellOf(algorithm, backend), data("b=0.5"));
      expect(found).toMatchObject({ status: "ok", innerIterations: expect.any(Number) });
    },
  );

  const equal = /step 1 breaks down: inputs 0 and 1 are equal/;
  const unfired = /step 1 breaks down: no neuron of 64 fires at input \d: .* is too large/;
  const nothing = /step 1 moves nothing: no neuron of 64 fires at any input/;
  test.each(
    pairs([
      ...["dense-gn", "live-gn", "tree-gn", "sketch-gn"].flatMap((name) => [
        [name, data("b=0.5", true), equal] as const,
        [name, data("b=2.2"), unfired] as const,
      ]),
      ...["dense-gd", "live-gd", "tree-gd", "lsh-gd"].map((name) => [name, data("b=9"), nothing] as const),
    ]),
  )("of %s on %s that does nothing has no time", async (algorithm, backend, given, reason) => {
    for (const reference of [undefined, null]) {
      const found = await prepared(cellOf(algorithm, backend), given, reference);
      expect(found).toMatchObject({ status: "invalid", reason: expect.stringMatching(reason) });
      expect(found).not.toHaveProperty("innerIterations");
      expect(found).not.toHaveProperty("counters");
    }
  });

  test("that the oracle cannot follow agrees with nothing", async () => {
    const cell = cellOf("dense-gn", "js");
    const { residualNorms, steps } = await oracleOf(cell, data("b=0.5"));
    const stuck = { steps, residualNorms: residualNorms.slice(0, 2), stuck: "step 2 breaks down: so it is" };
    expect(await prepared(cell, data("b=0.5"), stuck)).toMatchObject({
      status: "invalid",
      reason: "step 2 breaks down: so it is in the float64 oracle, and not here",
    });
  });
});

test("the farthest value from its reference is one that is no number, wherever it stands", () => {
  expect(farthest([1, Number.NaN, 1, 5], [1, 1, 1, 1])).toBe(1);
  expect(farthest([1, 2, 4, 3], [1, 1, 1, 1])).toBe(2);
  expect(farthest([Number.POSITIVE_INFINITY, 7], [Number.POSITIVE_INFINITY, 7])).toBe(0);
  const check = { what: "it", value: Number.NaN, reference: 1, tolerance: 9 };
  expect(judge(check)).toEqual({ wrong: "it: NaN instead of 1, tolerance 9" });
  expect(judge({ ...check, value: 2 })).toEqual({ check: { ...check, value: 2 } });
});

describe("a command with cells whose step does nothing", { timeout: 120_000 }, () => {
  const words = (verb: string) => [
    ...[verb, "cpi", "--algorithms", "dense-gd,dense-gn,live-gn", "--backends", "wasm", "--shift", "b=3"],
    ...["--widths", "2^8:2^12", "--n", "16", "--budget", "3", "--quiet", "--json", "out.json"],
  ];
  const reason = /^step 1 breaks down: no neuron of \d+ fires at input \d+: .* the shift b = 3 is too large/;

  test("run gives them no time, nothing that is fitted to it, and ends with 1", async () => {
    const cwd = mkdtempSync(join(tmpdir(), "widthwise-test-"));
    const { exitCode, stderr } = await widthwise(
      [...words("run"), "--rounds", "6", "--processes", "1", "--attempts", "1"],
      { cwd },
    );
    const { cells, fits, crossovers } = readResult(join(cwd, "out.json"));
    const [unwell, well] = [true, false].map((stuck) =>
      cells.filter(({ algorithm, width }) => (algorithm !== "dense-gd" && width < 4096) === stuck),
    );
    for (const { status, reason: why, timing, initNs } of unwell)
      expect({ status, why, timing, initNs }).toEqual({
        status: "invalid",
        why: expect.stringMatching(reason),
      });
    for (const { status, timing } of well) expect([status, timing?.samples.length]).toEqual(["ok", 6]);
    expect([unwell.length, well.length]).toEqual([8, 7]);
    expect([...new Set(fits.map(({ algorithm }) => algorithm))]).toEqual(["dense-gd"]);
    expect(crossovers.every(({ status }) => status === "unresolved")).toBe(true);
    expect(stderr.match(/^invalid: .* step 1 breaks down: /gm)).toHaveLength(8);
    expect(exitCode).toBe(1);
  });

  test("verify says so, and ends with 1", async () => {
    const cwd = mkdtempSync(join(tmpdir(), "widthwise-test-"));
    const { exitCode, stdout } = await widthwise(words("verify"), { cwd });
    expect(stdout).toMatch(
      /^invalid: cpi on wasm: step 1 breaks down: .*\(dense-gn n=16 width=256 and 1 more\)$/m,
    );
    expect(stdout).toMatch(/^15 cells: 7 right, 8 wrong, 0 skipped$/m);
    expect(exitCode).toBe(1);
  });
});
