// Measuring processes that die or lack something: what can be measured is, what cannot is said, and the command ends as it should.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import { readResult } from "@widthwise/measure";
import { describe, expect, test, vi } from "vitest";
import { Progress } from "../src/measuring/progress.ts";
import { assemble } from "../src/measuring/rounds/assemble.ts";
import { peaksOrReason } from "../src/measuring/rounds/calibrate-machine.ts";
import type { Event } from "../src/measuring/rounds/events.ts";
import { Journal } from "../src/measuring/rounds/journal.ts";
import { measurePhase } from "../src/measuring/rounds/measure-phase.ts";
import { measureSuite } from "../src/measuring/rounds/measure-suite.ts";
import { Oracle } from "../src/measuring/rounds/oracle.ts";
import { isComplete, openVisits, phasesOf } from "../src/measuring/rounds/phases.ts";
import type { RunPlan } from "../src/measuring/rounds/run-plan.ts";
import { type CellSpec, idOf } from "../src/measuring/rounds/spec.ts";
import { trainSchema } from "../src/verbs/actions/train-schema.ts";
import { workspaceRoot } from "../src/workspace.ts";
import { widthwise } from "./command.ts";
import { madeTraining } from "./made-training.ts";

const preload = pathToFileURL(join(workspaceRoot, "benchmarks/test/fixtures/sick.ts")).href;
const sickness = (illness: string) => ({ NODE_OPTIONS: `--import=${preload}`, SICK: illness });
const quiet = new Progress(true);

/** Measuring processes that this process starts meanwhile are sick. */
async function whileSick<T>(illness: string, work: () => Promise<T>): Promise<T> {
  for (const [name, value] of Object.entries(sickness(illness))) vi.stubEnv(name, value);
  try {
    return await work();
  } finally {
    vi.unstubAllEnvs();
  }
}

const n = 4;
const d = 6;
const cell: CellSpec = { kind: "training", algorithm: "live-gn", backend: "js", n, d, width: 64 };
const plan: RunPlan = {
  kind: "training",
  cells: [cell, { ...cell, algorithm: "dense-gn" }, { ...cell, algorithm: "dense-gd" }],
  twins: [{ ...cell, twin: true }],
  data: madeTraining(n, d, "b=0.5"),
  rounds: 12,
  processes: 1,
  budgetSeconds: 0.5,
  checkSteps: 1,
  seed: 1,
};

/** A visit that is not made again. */
const isFirst = (event: Event): boolean => event.kind === "sampled" && event.attempt === 0;

/** Measures, from what an earlier process found on; returns all that is kept. */
async function measured(given: RunPlan, before: readonly Event[] = []) {
  const events: Event[] = [...before];
  const journal = new Journal(before, (event) => events.push(event));
  await measureSuite(given, journal, quiet);
  const { cells, controls } = assemble(given, journal, undefined, new Map());
  return { events, journal, cells, controls };
}

describe("a run in paired rounds", { timeout: 120_000 }, () => {
  test("gives up a cell that kills its processes, and a backend that kills each, says so, and goes on from there", async () => {
    const more = { ...plan, cells: [...plan.cells, { ...cell, backend: "tfjs-cpu", algorithm: "dense-gd" }] };
    // two samples per process and four processes: eight of twelve
    const first = await whileSick("dies-at 2 dense-gn js; dies-of tfjs-cpu.ts", () => measured(more));
    const [live, dense, , absent] = first.cells;
    expect(live.timing?.samples).toHaveLength(12);
    expect(dense).toMatchObject({
      status: "ok",
      reason: "8 of 12 rounds gave a sample: the measuring process was ended by SIGKILL (4 times)",
      timing: { notes: expect.arrayContaining(["short"]) },
    });
    expect(absent).toMatchObject({
      status: "skipped",
      reason: expect.stringMatching(
        /^tfjs-cpu is not available: .* was ended by SIGBUS \(4 times\); .*npm ci/,
      ),
    });
    expect(isComplete(more, first.journal)).toBe(false);

    // too few for an interval are no time
    const few = first.events.filter(
      (event) => event.kind !== "sampled" || event.id !== idOf(plan.cells[1]) || event.round < 5,
    );
    const { cells } = assemble(more, new Journal(few), undefined, new Map());
    expect(cells[1]).toMatchObject({
      status: "error",
      reason: expect.stringMatching(/^[1-5] of 12 rounds gave a sample: /),
    });
    expect(cells[1].timing).toBeUndefined();

    const second = await measured(more, first.events);
    expect(isComplete(more, second.journal)).toBe(true);
    for (const { reason, timing } of second.cells) {
      expect(reason).toBeUndefined();
      expect(timing?.samples).toHaveLength(12);
    }
    // a time may be made of what was measured again; what was there is kept
    expect(second.journal.sampled).toEqual(expect.arrayContaining([...first.journal.sampled]));
  });

  test.each([
    ["no-kernels", /the WebAssembly kernels are not built/],
    ["cut-kernels", /WebAssembly/],
    ["no-shared-memory", /could not allocate memory/],
    ["dies-early", /was ended by SIGKILL/],
  ])("has no peaks with %s, and says so", async (illness, said) => {
    expect(await whileSick(illness, peaksOrReason)).toMatch(said);
  });

  test("ends with 1 and a warning in its report when a cell is short; --resume makes the rest, in a folder of its own", async () => {
    const cwd = mkdtempSync(join(tmpdir(), "widthwise-test-"));
    const words = [
      "run",
      "cpi",
      "--dataset",
      "sphere",
      "--n",
      "8",
      "--rounds",
      "12",
      "--attempts",
      "1",
      "--budget",
      "4",
    ];
    words.push(
      "--processes",
      "1",
      "--algorithms",
      "dense-gn",
      "--backends",
      "wasm",
      "--widths",
      "64",
      "--json",
      "out.json",
    );
    const run = (illness: string, ...more: string[]) =>
      widthwise([...words, ...more], { cwd, env: sickness(illness) });
    const output = join(cwd, ".widthwise");
    const folders = () => readdirSync(output).filter((name) => !name.endsWith(".jsonl"));

    const first = await run("dies-at 2 dense-gn wasm");
    expect(first.exitCode).toBe(1);
    expect(first.stderr).toMatch(/short: dense-gn on wasm, width 64, n 8: \d+ of 12 rounds gave a sample: /);
    expect(first.stderr).toMatch(/this is not all: --resume measures what is missing/);
    expect(first.stderr).not.toMatch(/\n\s+at /);
    const [day] = folders();
    expect(day).toMatch(/^\d{4}-\d\d-\d\d-cpi$/);
    const text = readFileSync(join(output, day, "result.md"), "utf8");
    expect(text).toMatch(/\*\*short\*\*: 1 of 1 cells \(`dense-gn` on wasm\): the measuring process died/);
    const before = readResult(join(output, day, "result.json"));

    const refused = await run("");
    expect(refused.stderr).toMatch(/--resume goes on from it, --fresh forgets it/);
    expect(refused.exitCode).toBe(2);
    const second = await run("", "--resume", "--quiet");
    expect(second.exitCode).toBe(0);
    const { cells } = readResult(join(cwd, "out.json"));
    expect(cells.map(({ timing }) => timing?.samples.length)).toEqual([12]);
    // what was there stays, and is part of what came of it
    expect(readResult(join(output, day, "result.json"))).toEqual(before);
    const whole = join(output, readdirSync(output)[1], "samples.jsonl.gz");
    const kept = gunzipSync(readFileSync(join(output, day, "samples.jsonl.gz"))).toString();
    expect(gunzipSync(readFileSync(whole)).toString()).toContain(kept);
    expect(readdirSync(output)).toEqual([day, expect.stringMatching(/^\d{4}-\d\d-\d\dT\d{4}-cpi$/)]);
  });
});

describe("a study", { timeout: 120_000 }, () => {
  const inScratch = (verb: string) => {
    const cwd = mkdtempSync(join(tmpdir(), "widthwise-test-"));
    const words = [verb, "trivial-cells", "--profile", "verify", "--set", "cells=4", "--set", "trace=trace"];
    return {
      folders: () => readdirSync(join(cwd, ".widthwise")).filter((name) => name !== "cells"),
      cells: (folder: string) => readResult(join(cwd, ".widthwise", folder, "result.json")).cells,
      async command(illness: string, ...more: string[]) {
        const trace = join(cwd, "trace");
        rmSync(trace, { force: true });
        const { exitCode, stderr } = await widthwise([...words, "--quiet", ...more], {
          cwd,
          env: sickness(illness),
        });
        const begun = existsSync(trace) ? readFileSync(trace, "utf8").trim().split("\n").sort() : [];
        return { exitCode, stderr, begun };
      },
    };
  };
  const died = /^error: nothing on js, .*: the measuring process was ended by SIGKILL \(4 times\)$/m;
  const all = ["0", "1", "2", "3"];
  const rest = ["0", "1", "3"];

  test("run keeps what it recorded when its processes die; --resume does the rest, and nothing takes the place of anything", async () => {
    const { command, folders, cells } = inScratch("run");
    const first = await command("dies-of-job 2");
    expect(first).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(died), begun: rest });
    expect(first.stderr).toMatch(/this is not all: --resume measures what is missing/);
    expect(await command("")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/--resume goes on from it, --fresh forgets it/),
      begun: [],
    });
    expect(await command("", "--resume")).toEqual({ exitCode: 0, stderr: "", begun: ["2"] });
    const found = folders();
    expect(found).toEqual([
      expect.stringMatching(/^\d{4}-\d\d-\d\d-trivial-cells$/),
      expect.stringMatching(/^\d{4}-\d\d-\d\dT\d{4}-trivial-cells$/),
    ]);
    expect(found.map((folder) => cells(folder).map(({ status }) => status))).toEqual([
      ["ok", "ok", "error", "ok"],
      ["ok", "ok", "ok", "ok"],
    ]);
  });

  test("sweep records all but a job that kills its processes; --fresh forgets it all", async () => {
    const { command, folders } = inScratch("sweep");
    const first = await command("dies-of-job 2");
    expect(first).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(died), begun: rest });
    expect(await command("")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(
        /3 of 4 cells .* are recorded .*: --resume uses them, --fresh forgets them/,
      ),
      begun: [],
    });
    expect(await command("", "--fresh")).toEqual({ exitCode: 0, stderr: "", begun: all });
    expect(folders()).toHaveLength(2);
  });
});

describe("train", { timeout: 120_000 }, () => {
  const words = ["train", "--dataset", "sphere", "--n", "8", "--width", "64", "--backend", "js", "--quiet"];
  const train = (cwd: string, illness: string, algorithms: string) =>
    widthwise([...words, "--steps", "4", "--json", "out.json", "--algorithm", algorithms], {
      cwd,
      env: sickness(illness),
    });

  test("keeps what the other algorithms found when the process of one dies, and says how far that was", async () => {
    const cwd = mkdtempSync(join(tmpdir(), "widthwise-test-"));
    const { exitCode, stdout, stderr } = await train(
      cwd,
      "dies-in-training 2 live-gn",
      "dense-gd,live-gn,live-gd",
    );
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/dense-gd ‖f−y‖ +live-gd ‖f−y‖/);
    const died =
      /^live-gn: the measuring process was ended by SIGKILL after step [0-4] of 4, ‖f−y‖ \S+; the system ends /;
    expect(stderr).toMatch(new RegExp(`^widthwise: ${died.source.slice(1)}`));
    expect(stderr.trim().split("\n")).toHaveLength(1);
    const { runs, failed } = trainSchema.parse(JSON.parse(readFileSync(join(cwd, "out.json"), "utf8")));
    expect(runs.map(({ algorithm, losses }) => [algorithm, losses.length])).toEqual([
      ["dense-gd", 5],
      ["live-gd", 5],
    ]);
    expect(failed?.map(({ algorithm, reason }) => `${algorithm}: ${reason}`)).toEqual([
      expect.stringMatching(died),
    ]);
  });

  test("writes nothing when there is nothing", async () => {
    const cwd = mkdtempSync(join(tmpdir(), "widthwise-test-"));
    const { exitCode, stdout, stderr } = await train(cwd, "dies-in-training 0 live-gn", "live-gn");
    expect(stderr).toMatch(/^widthwise: the measuring process was ended by SIGKILL after step \d of 4, .*$/);
    expect([exitCode, stdout, readdirSync(cwd)]).toEqual([1, "", []]);
  });
});

describe("doctor", { timeout: 120_000 }, () => {
  const doctor = (illness: string) => widthwise(["doctor", "--quiet"], { env: sickness(illness) });

  test("says what a backend that dies when it is loaded died of, and what the others are", async () => {
    const { exitCode, stdout, stderr } = await doctor("dies-of tfjs-cpu.ts");
    expect(stdout).toMatch(
      /tfjs-cpu +not available: the measuring process was ended by SIGBUS\n +→ a file that it maps is cut: npm ci/,
    );
    expect(stdout).toMatch(/js +available/);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });

  test("outlives children that die at once", async () => {
    const { exitCode, stdout, stderr } = await doctor("dies-early");
    expect(stdout).toMatch(/peaks +not measured: the measuring process was ended by SIGKILL/);
    expect(stdout).toMatch(/js +not available: the measuring process was ended by SIGKILL/);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });
});

describe("a big cell", { timeout: 60_000 }, () => {
  const twin = { ...cell, twin: true };
  const wide = { ...cell, algorithm: "dense-gd", n: 64, d: 784, width: 2 ** 18 };

  test("has its twin beside it in the same phase, and as many processes as others", () => {
    const narrow = { ...wide, width: 64 };
    const big = { ...plan, cells: [narrow, wide], twins: [{ ...wide, twin: true }], processes: 2 };
    expect(phasesOf(big).map(({ process, cells }) => [process, cells.map(idOf)])).toEqual([
      [0, [idOf(narrow)]],
      [0, [idOf(wide), `${idOf(wide)} twin`]],
      [1, [idOf(narrow)]],
      [1, [idOf(wide), `${idOf(wide)} twin`]],
    ]);
  });

  test("loses no round when its run goes on, from whichever moment", async () => {
    const [phase] = phasesOf({ ...plan, cells: [cell], rounds: 8 }).map((each) => ({
      ...each,
      big: true,
      budgetSeconds: 60,
    }));
    expect(phase.cells).toEqual([cell, twin]);
    const measuredFrom = async (before: readonly Event[]) => {
      const events: Event[] = [...before];
      const journal = new Journal(before, (event) => events.push(event));
      await measurePhase({ plan, journal, progress: quiet, oracle: new Oracle(plan) }, phase);
      return { events, journal };
    };
    const whole = (await measuredFrom([])).events;
    expect(whole.map(({ kind }) => kind).slice(0, 4)).toEqual(["backend", "prepared", "prepared", "rounds"]);
    // killed after the first was prepared, after both, before any visit, and between two
    for (const kept of [2, 3, 4, 9]) {
      const { journal, events } = await measuredFrom(whole.slice(0, kept));
      for (const each of [cell, twin]) {
        const rounds = journal.samples(idOf(each), 0, 0).map(({ round }) => round);
        expect(rounds).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
        expect(openVisits(phase, each, journal)).toBe(0);
      }
      expect(events.slice(0, kept)).toEqual(whole.slice(0, kept));
      // more where others used the machine meanwhile
      expect(events.filter(isFirst)).toHaveLength(16);
    }
  });
});
