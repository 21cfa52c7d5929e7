// `run` for suites that are measured in paired rounds.
import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import {
  commitOf,
  describeMachine,
  describeRuntime,
  type Machine,
  type Result,
  schemaName,
} from "@widthwise/measure";
import { ownCommand } from "../../command-line.ts";
import { benchmarkVersion } from "../../measuring/code-version.ts";
import { Progress } from "../../measuring/progress.ts";
import { assemble } from "../../measuring/rounds/assemble.ts";
import { Journal } from "../../measuring/rounds/journal.ts";
import { measureSuite } from "../../measuring/rounds/measure-suite.ts";
import { startRoundsProcess } from "../../measuring/rounds/rounds-process.ts";
import { type CellSpec, idOf } from "../../measuring/rounds/spec.ts";
import type { PairedSuite } from "../../suites.ts";
import { workspaceRoot } from "../../workspace.ts";
import type { OutputOptions } from "../options/common-options.ts";
import { DEFAULT_SHIFT } from "../options/data-options.ts";
import type { SuiteOptions } from "../options/suite-options.ts";
import { destinationOf, finishRun } from "./finish-run.ts";
import { type PlannedSuite, planSuite } from "./plan-suite.ts";

/** Measures in paired rounds, and writes the result and its report. */
export async function runSuite(suite: PairedSuite, options: SuiteOptions & OutputOptions): Promise<void> {
  const { name } = suite;
  const { shard } = options;
  const planned = planSuite(suite, options, true);
  const destination = destinationOf(name, options, shard);
  const journal = new Journal(
    join(resolve(options.output), `${name}-${keyOf(planned, name)}.jsonl`),
    options.resume,
  );
  const progress = new Progress(options.quiet);
  const startedAt = new Date().toISOString();

  const before = await calibrateMachine(planned, progress);
  await measureSuite(planned.plan, journal, progress);
  const result: Result = {
    schema: schemaName,
    suite: name,
    kind: suite.kind,
    profile: options.profile,
    benchmarkVersion: benchmarkVersion(name),
    seed: planned.plan.seed,
    ...commitOf(workspaceRoot),
    command: ownCommand(),
    startedAt,
    seconds: progress.seconds,
    machine: { ...describeMachine(), ...(before.peaks ? { peaks: before.peaks } : {}) },
    runtime: describeRuntime(),
    dataset: planned.dataset,
    ...(shard === undefined ? {} : { shard }),
    settings: {
      labels: options.labels,
      shift: planned.plan.data?.shift ?? DEFAULT_SHIFT,
      init: options.init,
      rounds: planned.plan.rounds,
      processes: planned.plan.processes,
      budgetSeconds: planned.plan.budgetSeconds,
      checkSteps: planned.plan.checkSteps,
    },
    ...assemble(planned.plan, journal, before.peaks, before.gemmRates),
  };
  const samples = journal.events.filter(({ kind }) => kind === "sampled");
  await finishRun(
    result,
    destination,
    options,
    samples.map((event) => JSON.stringify(event)),
  );
  journal.discard();
}

/** What a resumed run must have in common with the one that it goes on from. */
function keyOf({ plan }: PlannedSuite, name: string): string {
  const { data, ...rest } = plan;
  const hash = createHash("sha256").update(
    JSON.stringify([rest, data?.shift, data?.init, benchmarkVersion(name), commitOf(workspaceRoot)]),
  );
  if (data) hash.update(new Uint8Array(data.inputs.buffer));
  return hash.digest("hex").slice(0, 16);
}

/** The product that a backend's dense steps are held against: the shape of the forward pass over one block. */
const GEMM = { n: 64, d: 784, width: 4096 } as const;
const GEMM_TRIALS = 5;

/** FMA and memory peaks of one core, and each backend's rate at a matrix product, before anything else runs. */
async function calibrateMachine(
  { plan }: PlannedSuite,
  progress: Progress,
): Promise<{ peaks?: NonNullable<Machine["peaks"]>; gemmRates: Map<string, number> }> {
  const gemmRates = new Map<string, number>();
  const probe = startRoundsProcess();
  progress.show("machine: arithmetic and memory peaks");
  const peaks = await probe.ask("peaks", {}).finally(() => probe.end());
  if (plan.data === undefined) return { peaks, gemmRates };
  for (const backend of new Set(
    plan.cells.filter(({ kind }) => kind !== "noop").map((cell) => cell.backend),
  )) {
    progress.show(`machine: matrix product of ${backend}`);
    const host = startRoundsProcess();
    try {
      const info = await host.ask("open", { backend, threads: plan.threads });
      if ("missing" in info) continue;
      const cell: CellSpec = { kind: "products", algorithm: "gemm-nn", backend, ...GEMM };
      const { counters } = await host.ask("prepare", { cell, reference: null, timed: true, limitNs: 0.5e9 });
      let best = Number.POSITIVE_INFINITY;
      for (let trial = 0; trial < GEMM_TRIALS; trial++) {
        const { rawNs } = await host.ask("sample", { id: idOf(cell) });
        best = Math.min(best, ...rawNs);
      }
      if (counters) gemmRates.set(backend, (2 * counters.macs) / (best / 1e9));
    } finally {
      host.end();
    }
  }
  return { peaks, gemmRates };
}
