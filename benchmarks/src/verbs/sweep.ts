import { resolve } from "node:path";
import { type Result, writeWhole } from "@widthwise/measure";
import { Command } from "commander";
import { commandOf } from "../command-line.ts";
import { exitCodes, UsageError } from "../exit-codes.ts";
import { wholeNumber } from "../grids.ts";
import { CellStore } from "../measuring/jobs/cell-store.ts";
import { JobLedger } from "../measuring/jobs/job-ledger.ts";
import { measureStudy } from "../measuring/jobs/measure-study.ts";
import { Progress } from "../measuring/progress.ts";
import { decidingWords } from "../measuring/sweep/command-words.ts";
import { kubernetesJob } from "../measuring/sweep/kubernetes.ts";
import { launchOnSlurm } from "../measuring/sweep/slurm.ts";
import { statusOf, statusText } from "../measuring/sweep/status.ts";
import type { Sweep } from "../measuring/sweep/sweep.ts";
import { oneOf } from "../names.ts";
import { startJobProcess } from "../studies/start-job-process.ts";
import { loadSuite } from "../suites.ts";
import { destinationOf, finishRun, type OutputOptions } from "./finish-run.ts";
import { addCommonOptions, checkWritable } from "./options.ts";
import { addSuiteOptions, type SuiteOptions } from "./plan.ts";
import { planStudy } from "./plan-study.ts";
import { studyResult } from "./run-study.ts";

interface SweepOptions extends SuiteOptions, OutputOptions {
  launcher: string;
  fresh: boolean;
  status: boolean;
  workers?: string;
  retries: string;
  shards?: string;
  sbatch?: string;
  image?: string;
  claim?: string;
}

/** Tasks of an array job, unless the user says. */
const DEFAULT_SHARDS = 16;
/** What only some launchers take. */
const only: Readonly<Record<string, readonly string[]>> = {
  shards: ["slurm", "kubernetes"],
  sbatch: ["slurm"],
  image: ["kubernetes"],
  claim: ["kubernetes"],
};

export function sweepVerb(): Command {
  const command = new Command("sweep")
    .description(
      "run a study whose jobs take long, anywhere: every cell is recorded when it is done, and the result is the same file however it ran",
    )
    .argument("<study>");
  return addSuiteOptions(addCommonOptions(command))
    .option("--launcher <name>", "local, slurm, or kubernetes (prints a job for kubectl)", "local")
    .option("--resume", "use the cells that are recorded", false)
    .option("--fresh", "forget the cells that are recorded", false)
    .option("--status", "say how far the sweep is, and run nothing", false)
    .option("--workers <count>", "processes at a time; default: a core each, in a part of a cluster job one")
    .option("--retries <count>", "how often a job that fails is tried again", "2")
    .option("--shards <count>", `parts of a cluster job; default: at most ${DEFAULT_SHARDS}`)
    .option("--sbatch <options>", "more options for sbatch, such as '--partition=long --time=60'")
    .option("--image <name>", "of pods: has this repository installed as its working directory")
    .option("--claim <name>", "of pods: a volume claim that all of them can write")
    .option("--publish", "write into reports/<machine>/<date>-<study>/", false)
    .option("--output <folder>", "where cells and unpublished results go", ".widthwise")
    .action(sweepAction);
}

async function sweepAction(name: string, options: SweepOptions, command: Command): Promise<void> {
  const suite = loadSuite(name);
  if (suite.kind !== "study")
    throw new UsageError(`${name} measures time in paired rounds and is no sweep: run it with widthwise run`);
  const launcher = oneOf("launcher", options.launcher, ["local", "slurm", "kubernetes"]);
  for (const [option, launchers] of Object.entries(only))
    if (command.getOptionValueSource(option) === "cli" && !launchers.includes(launcher))
      throw new UsageError(`--${option} is for --launcher ${launchers.join(" or ")}, not for ${launcher}`);
  if (options.resume && options.fresh)
    throw new UsageError("--resume uses what is recorded, --fresh forgets it: give one of them");
  const workers =
    options.workers === undefined ? undefined : wholeNumber("--workers", options.workers, 1, 1024);
  const retries = wholeNumber("--retries", options.retries, 0, 100);
  const { plan, shard } = await planStudy(suite, options, command);
  if (plan.jobs.some(({ timed }) => timed))
    throw new UsageError(
      `${name} measures time, which needs the machine for itself: run it with widthwise run`,
    );
  const output = resolve(options.output);
  const store = new CellStore(output, plan.study);
  const found = new JobLedger(plan, store).read();
  const sweep: Sweep = {
    name,
    plan,
    found,
    store,
    progress: new Progress(options.quiet),
    words: decidingWords(name, command),
    output,
    retries,
    workers,
    shards:
      options.shards === undefined
        ? Math.max(1, Math.min(DEFAULT_SHARDS, found.open.length))
        : wholeNumber("--shards", options.shards, 1, 1000),
  };
  const say = (text: string): void => void process.stdout.write(`${text}\n`);

  if (options.status) {
    const json = options.json === undefined ? undefined : checkWritable(options.json);
    const status = await statusOf(sweep);
    if (json !== undefined) writeWhole(json, `${JSON.stringify(status, null, 1)}\n`);
    return say(statusText(status));
  }
  if (launcher === "kubernetes") return say(JSON.stringify(kubernetesJob(sweep, options), null, 1));
  if (shard !== undefined) return recordPart(sweep, `${shard.index}/${shard.of}`);

  const recorded = plan.jobs.length - found.open.length;
  if (recorded > 0 && !options.resume && !options.fresh)
    throw new UsageError(
      `${recorded} of ${plan.jobs.length} cells of this sweep are recorded in ${store.folder}: --resume uses them, --fresh forgets them`,
    );
  const destination = destinationOf(name, options, undefined);
  if (options.fresh) found.forget(plan.jobs);
  if (launcher === "slurm") await launchOnSlurm(sweep, options.sbatch?.trim().split(/\s+/) ?? []);
  else {
    found.forgetFailures(found.failed);
    await measureStudy(plan, found, sweep.progress, { start: startJobProcess, workers, retries });
  }
  const result: Result = {
    ...studyResult(name, options.profile, plan, found),
    command: commandOf(sweep.words),
  };
  await finishRun(result, destination, options);
}

/** What a task of a cluster job does: its part of the cells, recorded for the process that waits for all. */
async function recordPart({ plan, found, progress, workers, retries }: Sweep, part: string): Promise<void> {
  const before = found.open.length;
  await measureStudy(plan, found, progress, { start: startJobProcess, workers, retries });
  const failed = found.failed.length;
  process.stdout.write(
    `part ${part}: ${before - found.open.length} cells recorded, ${plan.jobs.length - before} were there, ${failed} failed\n`,
  );
  process.exitCode = failed > 0 ? exitCodes.failed : exitCodes.ok;
}
