// Which cells are measured in turn, when they are measured again, and what counts of it: from journals that are made here.
import type { Cell } from "@widthwise/measure";
import { afterEach, describe, expect, test, vi } from "vitest";
import { Progress } from "../src/measuring/progress.ts";
import { assemble } from "../src/measuring/rounds/assemble.ts";
import { cellBytes } from "../src/measuring/rounds/cell-limits.ts";
import type { Event } from "../src/measuring/rounds/events.ts";
import { Journal } from "../src/measuring/rounds/journal.ts";
import { turnsOf } from "../src/measuring/rounds/measure-phase.ts";
import { Oracle } from "../src/measuring/rounds/oracle.ts";
import { isComplete, openVisits, phasesOf } from "../src/measuring/rounds/phases.ts";
import { leastRounds, type RunPlan } from "../src/measuring/rounds/run-plan.ts";
import { type CellSpec, idOf, type TrainingData } from "../src/measuring/rounds/spec.ts";

const product = (algorithm: string, width: number): CellSpec => ({
  kind: "products",
  algorithm,
  backend: "js",
  n: 4,
  d: 8,
  width,
});
const cells = [product("gemm-nn", 64), product("gemm-nt", 64), product("gemm-nn", 128)];
const [a, b, other] = cells.map(idOf);
const plan: RunPlan = {
  kind: "products",
  cells,
  twins: [],
  rounds: 2,
  processes: 3,
  budgetSeconds: 1,
  checkSteps: 1,
  seed: 1,
};

/** loads[process][attempt] of the cells by name; a name that is absent was not visited. */
type Loads = readonly (readonly Readonly<Record<string, number | null>>[])[];

/** Times tell which attempt they are of: 1000·(attempt + 1) ns, more or less. */
function journalOf(
  loads: Loads,
  turnOf: (process: number, id: string) => string = () => "together",
): Journal {
  const info = { version: "1", device: "cpu", software: false, threads: 1, precision: "float32" } as const;
  const events: Event[] = [
    { kind: "backend", name: "js", info: { name: "js", ...info } },
    ...loads.flatMap((attempts, process): Event[] => [
      ...cells.map(
        (cell): Event => ({
          kind: "prepared",
          process,
          id: idOf(cell),
          prepared: { status: "ok", innerIterations: 1, repeats: 3 },
        }),
      ),
      ...attempts.flatMap((byId, attempt): Event[] => [
        ...(attempt === 0 ? [a, b, other] : Object.keys(byId)).map(
          (id): Event => ({
            kind: "rounds",
            phase: `process ${process + 1} of 3`,
            attempt,
            turn: turnOf(process, id),
            rounds: [[id], [id]],
            skipped: [],
          }),
        ),
        ...Object.entries(byId).flatMap(([id, load]) =>
          [0, 1].map((round): Event => {
            const place = { process, attempt, round: 2 * process + round, id };
            const rawNs = [1, 2, 3].map((k) => 1000 * (attempt + 1) + k + process);
            return { kind: "sampled", ...place, load, rawNs, collections: round };
          }),
        ),
      ]),
    ]),
  ];
  return new Journal(events);
}

const quiet = { [a]: 0.01, [b]: -0.01, [other]: 0.02 };
const timingOf = (journal: Journal, id: string, of = plan): NonNullable<Cell["timing"]> => {
  const found = assemble(of, journal, undefined, new Map()).cells;
  return found[cells.findIndex((cell) => idOf(cell) === id)].timing!;
};
const openOf = (journal: Journal) =>
  phasesOf(plan).map((phase) => phase.cells.map((cell) => openVisits(phase, cell, journal)));

describe("attempts", () => {
  test("a quiet run is measured once; its cells are paired, their load and collections told", () => {
    const journal = journalOf([[quiet], [quiet], [quiet]]);
    expect(isComplete(plan, journal)).toBe(true);
    expect(timingOf(journal, b)).toMatchObject({
      processes: [0, 0, 1, 1, 2, 2],
      interval: "processes",
      turn: "together",
      attempts: 1,
      load: 0,
      notes: [],
    });
    expect(timingOf(journal, a).collections).toBeCloseTo(0.5 / 3, 12);
    expect(timingOf(journal, a).load).toBeCloseTo(0.01, 12);
  });

  test.each<[string, Loads[number], number[]]>([
    ["nothing disturbed", [quiet], [0, 0, 0]],
    ["one disturbed: all of its size again", [{ ...quiet, [a]: 0.04 }], [2, 2, 0]],
    ["exactly 3 %: not above", [{ ...quiet, [a]: 0.03 }], [0, 0, 0]],
    [
      "quiet when measured again",
      [
        { ...quiet, [a]: 0.04 },
        { [a]: 0, [b]: 0 },
      ],
      [0, 0, 0],
    ],
    [
      "disturbed again: once more",
      [
        { ...quiet, [a]: 0.04 },
        { [a]: 0.05, [b]: 0.2 },
      ],
      [2, 2, 0],
    ],
    [
      "at most three times",
      [
        { ...quiet, [a]: 0.9 },
        { [a]: 0.9, [b]: 0.9 },
        { [a]: 0.9, [b]: 0.9 },
      ],
      [0, 0, 0],
    ],
    ["where the load is not seen, nothing again", [{ [a]: null, [b]: null, [other]: null }], [0, 0, 0]],
    ["what is not complete is completed first", [{ [a]: 0.9, [other]: 0 }], [0, 2, 0]],
  ])("%s", (_, attempts, open) => {
    expect(openOf(journalOf([attempts, [quiet], [quiet]]))[0]).toEqual(open);
  });

  test("the least disturbed counts in each process, for all cells of a size, and the time has no say", () => {
    const journal = journalOf([
      // the second is the quietest of three; then the first
      [
        { ...quiet, [a]: 0.9 },
        { [a]: 0.04, [b]: 0 },
        { [a]: 0.05, [b]: 0.2 },
      ],
      [
        { ...quiet, [a]: 0.031, [b]: 0 },
        { [a]: 0.5, [b]: 0.5 },
        { [a]: 0.5, [b]: 0.5 },
      ],
      [quiet],
    ]);
    expect(isComplete(plan, journal)).toBe(true);
    for (const id of [a, b]) {
      const { samples, attempts, turn } = timingOf(journal, id);
      expect(samples.map((ns) => Math.floor(ns / 1000))).toEqual([2, 2, 1, 1, 1, 1]);
      expect({ attempts, turn }).toEqual({ attempts: 3, turn: "together" });
    }
    expect(timingOf(journal, a).load).toBeCloseTo((0.04 + 0.031 + 0.01) / 3, 12);
    expect(timingOf(journal, other)).toMatchObject({ attempts: 1, notes: [] });
    // every visit is kept
    expect(journal.sampled).toHaveLength(2 * (3 * 3 + 4 * 2));
  });

  test("what stays disturbed is published with the mark and the load", () => {
    const loud = { [a]: 0.2, [b]: 0.2 };
    const journal = journalOf([[{ ...quiet, ...loud }, loud, loud], [quiet], [quiet]]);
    expect(timingOf(journal, a)).toMatchObject({ attempts: 3, notes: ["contended"] });
    expect(timingOf(journal, a).load).toBeCloseTo(0.22 / 3, 12);
  });

  test("with another turn in one process a cell is not paired", () => {
    const journal = journalOf([[quiet], [quiet], [quiet]], (process, id) =>
      process === 1 && id === a ? "together, later" : "together",
    );
    expect(timingOf(journal, a).turn).toBe("together; together, later");
    expect(timingOf(journal, b).turn).toBe("together");
  });
});

describe("phases", () => {
  test.each([
    [1, 6, 6],
    [1, 4, 4],
    [2, 6, 3],
    [2, 2, 2],
    [3, 2, 1],
    [6, 1, 1],
  ])("%i processes of %i rounds: a slow cell has at least %i in each", (processes, rounds, least) => {
    expect(leastRounds({ ...plan, processes, rounds })).toBe(least);
  });

  const step = (algorithm: string, width: number, twin?: boolean): CellSpec => ({
    kind: "training",
    algorithm,
    backend: "wasm",
    n: 128,
    d: 784,
    width,
    ...(twin && { twin }),
  });
  const data: TrainingData = {
    inputs: new Float64Array(128 * 784),
    labels: new Float64Array(128),
    d: 784,
    shift: "c=0.48",
    seed: 1,
    init: "gaussian",
  };
  const big = ["dense-gd", "dense-gn"].map((algorithm) => step(algorithm, 2 ** 20));
  const training: RunPlan = {
    ...plan,
    kind: "training",
    data,
    cells: [step("dense-gd", 2 ** 10), ...big],
    twins: [step("dense-gd", 2 ** 20, true)],
  };

  test("big cells have as many processes as others, with all of their size in one phase, twins too", () => {
    const phases = phasesOf(training);
    expect(phases).toHaveLength(6);
    for (const process of [0, 1, 2]) {
      const [small, large] = phases.filter((phase) => phase.process === process);
      expect(small).toMatchObject({ big: false, cells: [training.cells[0]], firstRound: 2 * process });
      expect(large).toMatchObject({ big: true, cells: [...big, ...training.twins], firstRound: 2 * process });
    }
    expect(new Set(phases.map(({ name }) => name)).size).toBe(6);
  });

  afterEach(() => {
    vi.restoreAllMocks();
  });
  const bytes = phasesOf(training)[1].cells.reduce((sum, cell) => sum + cellBytes(cell, data), 0);
  test.each([
    ["in turn where their states fit together", 1.3, 1],
    ["alone where they do not", 1.1, 3],
  ])("they are measured %s", (_, free, turns) => {
    vi.spyOn(process, "availableMemory").mockReturnValue(free * bytes);
    const run = {
      plan: training,
      journal: new Journal(),
      progress: new Progress(true),
      oracle: new Oracle(training),
    };
    const phase = phasesOf(training)[1];
    const found = turnsOf(phase.cells, run, phase);
    expect(found).toHaveLength(turns);
    expect(found.flatMap((turn) => turn.cells)).toEqual(phase.cells);
    expect(new Set(found.map(({ name }) => name)).size).toBe(turns);
  });
});
