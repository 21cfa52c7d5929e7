import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import {
  commitOf,
  describeMachine,
  describeRuntime,
  type Machine,
  type Result,
  schemaName,
  writeResult,
  writeWhole,
} from "@widthwise/measure";
import { Command } from "commander";
import { assemble, NOOP } from "../run/assemble.ts";
import { Journal } from "../run/journal.ts";
import { measureSuite } from "../run/measure-suite.ts";
import { MeasuringProcess } from "../run/measuring-process.ts";
import { Progress } from "../run/progress.ts";
import { type CellSpec, idOf } from "../run/spec.ts";
import { benchmarkVersion, workspaceRoot } from "../suites.ts";
import { exitCodes, UsageError } from "../usage.ts";
import { addCommonOptions, checkWritable } from "./options.ts";
import { addSuiteOptions, type Planned, planSuite, type SuiteOptions } from "./plan.ts";

interface RunOptions extends SuiteOptions {
  json?: string;
  quiet: boolean;
  resume: boolean;
  publish: boolean;
  output: string;
}

export function runVerb(): Command {
  const command = new Command("run").description("measure a suite and write its report").argument("<suite>");
  return addSuiteOptions(addCommonOptions(command))
    .option("--resume", "go on where an interrupted run of the same command stopped", false)
    .option("--publish", "write into reports/<machine>/<date>-<suite>/", false)
    .option("--output <folder>", "where results go that are not published", ".widthwise")
    .action(run);
}

async function run(name: string, options: RunOptions): Promise<void> {
  const planned = planSuite(name, options, true);
  const json = options.json === undefined ? undefined : checkWritable(options.json);
  const machine = describeMachine();
  const date = new Date().toISOString().slice(0, 10);
  if (options.publish && planned.shard)
    throw new UsageError("--publish takes whole suites: merge the shards, then publish the merged file");
  const part = planned.shard ? `-${planned.shard.index}-of-${planned.shard.of}` : "";
  const folder = options.publish
    ? join(workspaceRoot, "reports", machine.id, `${date}-${name}`)
    : join(resolve(options.output), `${date}-${name}${part}`);
  checkWritable(join(folder, "result.json"));
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
    profile: options.profile,
    benchmarkVersion: benchmarkVersion(name),
    seed: planned.plan.seed,
    ...commitOf(workspaceRoot),
    command: commandLine(),
    startedAt,
    seconds: progress.seconds,
    machine: { ...machine, ...(before.peaks ? { peaks: before.peaks } : {}) },
    runtime: describeRuntime(),
    dataset: planned.dataset,
    ...(planned.shard === undefined ? {} : { shard: planned.shard }),
    settings: {
      labels: options.labels,
      shift: options.shift,
      init: options.init,
      rounds: planned.plan.rounds,
      processes: planned.plan.processes,
      budgetSeconds: planned.plan.budgetSeconds,
    },
    ...assemble(planned.plan, journal, before.peaks, before.gemmRates),
  };
  // the plotting library is loaded when there is something to plot
  const { reportText, writeAll } = await import("../report/index.ts");
  if (json !== undefined) writeResult(json, result);
  await writeReport(folder, result, journal);
  if (options.publish) await writeAll(workspaceRoot);
  journal.discard();
  process.stdout.write(`${reportText(result)}\n`);
  process.stdout.write(`report: ${relative(process.cwd(), join(folder, "index.html"))}\n`);
  if (json !== undefined) process.stdout.write(`JSON:   ${options.json}\n`);
  const failed = result.cells.filter((cell) => cell.status === "invalid" || cell.status === "error");
  for (const cell of failed)
    process.stderr.write(
      `${cell.status}: ${cell.algorithm} on ${cell.backend}, width ${cell.width}, n ${cell.n}: ${cell.reason}\n`,
    );
  process.exitCode = failed.length > 0 ? exitCodes.failed : exitCodes.ok;
}

/** The files of one measurement, sealed, and all that is generated from it. */
async function writeReport(folder: string, result: Result, journal: Journal): Promise<void> {
  const { generateFolder, sealName, sealText } = await import("../report/index.ts");
  writeResult(join(folder, "result.json"), result);
  const raw = journal.events
    .filter((event) => event.kind === "sampled")
    .map((event) => JSON.stringify(event));
  const samples = gzipSync(`${raw.join("\n")}\n`, { level: 9 });
  writeWhole(join(folder, "samples.jsonl.gz"), samples);
  const measured = new Map([
    ["result.json", readFileSync(join(folder, "result.json"))],
    ["samples.jsonl.gz", samples],
  ]);
  writeWhole(join(folder, sealName), sealText(measured));
  for (const [name, content] of await generateFolder(result)) writeWhole(join(folder, name), content);
}

/** What a resumed run must have in common with the one that it goes on from. */
function keyOf({ plan }: Planned, name: string): string {
  const { data, ...rest } = plan;
  const hash = createHash("sha256").update(
    JSON.stringify([rest, data?.shift, data?.init, benchmarkVersion(name), commitOf(workspaceRoot)]),
  );
  if (data) hash.update(new Uint8Array(data.inputs.buffer));
  return hash.digest("hex").slice(0, 16);
}

/** The command as a user would type it again. */
function commandLine(): string {
  return ["npx", "widthwise", ...process.argv.slice(2).filter((word) => word !== "--resume")].join(" ");
}

/** The product that a backend's dense steps are held against: the shape of the forward pass over one block. */
const GEMM = { n: 64, d: 784, width: 4096 } as const;
const GEMM_TRIALS = 5;

/** FMA and memory peaks of one core, and each backend's rate at a matrix product, before anything else runs. */
async function calibrateMachine(
  { plan }: Planned,
  progress: Progress,
): Promise<{ peaks?: NonNullable<Machine["peaks"]>; gemmRates: Map<string, number> }> {
  const gemmRates = new Map<string, number>();
  const probe = new MeasuringProcess();
  progress.show("machine: arithmetic and memory peaks");
  const peaks = await probe.ask("peaks", {}).finally(() => probe.end());
  if (plan.data === undefined) return { peaks, gemmRates };
  for (const backend of new Set(
    plan.cells.filter(({ algorithm }) => algorithm !== NOOP).map((cell) => cell.backend),
  )) {
    progress.show(`machine: matrix product of ${backend}`);
    const host = new MeasuringProcess();
    try {
      const info = await host.ask("open", { backend, threads: plan.threads });
      if ("missing" in info) continue;
      const cell: CellSpec = { algorithm: "gemm-nn", backend, ...GEMM };
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
