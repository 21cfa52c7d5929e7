// What `sweep` does.

import { resolve } from "node:path";
import type { Result } from "@widthwise/measure";
import { commandOf } from "../../command-line.ts";
import { exitCodes, UsageError } from "../../exit-codes.ts";
import { CellStore } from "../../measuring/jobs/cell-store.ts";
import { JobLedger } from "../../measuring/jobs/job-ledger.ts";
import { measureStudy } from "../../measuring/jobs/measure-study.ts";
import { keyOfPlan } from "../../measuring/jobs/plan.ts";
import { own } from "../../measuring/owner.ts";
import { Progress } from "../../measuring/progress.ts";
import { decidingWords } from "../../measuring/sweep/command-words.ts";
import { kubernetesJob } from "../../measuring/sweep/kubernetes.ts";
import { launchOnSlurm } from "../../measuring/sweep/slurm.ts";
import { statusOf, statusText } from "../../measuring/sweep/status.ts";
import type { Sweep } from "../../measuring/sweep/sweep.ts";
import { startJobProcess } from "../../studies/start-job-process.ts";
import type { Suite } from "../../suites.ts";
import { DEFAULT_SHARDS, type SweepOptions } from "../options/sweep-options.ts";
import type { Written } from "../options/verb.ts";
import { speak, speakLines } from "../output/speak.ts";
import { finishRun, sayUnfinished } from "./finish-run.ts";
import { planStudy } from "./plan-study.ts";
import { destinationOf } from "./result-folder.ts";
import { studyResult } from "./run-study.ts";

/** What only some launchers take. */
const only: Readonly<Record<string, readonly string[]>> = {
  shards: ["slurm", "kubernetes"],
  sbatch: ["slurm"],
  image: ["kubernetes"],
  claim: ["kubernetes"],
};

/** Records a study's cells wherever they run, and writes the result when all are there. */
export async function sweepStudy(suite: Suite, options: SweepOptions, written: Written): Promise<void> {
  const { name } = suite;
  if (suite.kind !== "study")
    throw new UsageError(`${name} measures time in paired rounds and is no sweep: run it with widthwise run`);
  const { launcher, workers, retries, shard } = options;
  for (const [option, launchers] of Object.entries(only))
    if (written.has(option) && !launchers.includes(launcher))
      throw new UsageError(`--${option} is for --launcher ${launchers.join(" or ")}, not for ${launcher}`);
  const plan = await planStudy(suite, options, written);
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
    words: decidingWords(name, written),
    output,
    retries,
    workers,
    shards: options.shards ?? Math.max(1, Math.min(DEFAULT_SHARDS, found.open.length)),
  };

  if (options.status) {
    const status = await statusOf(sweep);
    options.json?.write(`${JSON.stringify(status, null, 1)}\n`);
    return speakLines(statusText(status));
  }
  if (launcher === "kubernetes")
    return void process.stdout.write(`${JSON.stringify(kubernetesJob(sweep, options), null, 1)}\n`);
  using _ = await own(output, keyOfPlan(plan));
  // what another recorded until it set the place free
  found.read();
  if (shard !== undefined) return await recordPart(sweep, `${shard.index}/${shard.of}`);

  const recorded = plan.jobs.length - found.open.length;
  if (recorded > 0 && !options.resume && !options.fresh)
    throw new UsageError(
      `${recorded} of ${plan.jobs.length} cells of this sweep are recorded in ${store.folder}: --resume uses them, --fresh forgets them`,
    );
  const destination = destinationOf(name, options, undefined);
  if (options.fresh) found.forget(plan.jobs);
  if (launcher === "slurm") await launchOnSlurm(sweep, options.sbatch ?? []);
  else {
    found.forgetFailures(found.failed);
    await measureStudy(plan, found, sweep.progress, { start: startJobProcess, workers, retries });
  }
  const result: Result = {
    ...studyResult(name, options.profile, plan, found),
    command: commandOf(sweep.words),
  };
  await finishRun(result, destination, options);
  if (found.open.length > 0) sayUnfinished();
}

/** What a task of a cluster job does: its part of the cells, recorded for the process that waits for all. */
async function recordPart({ plan, found, progress, workers, retries }: Sweep, part: string): Promise<void> {
  const before = found.open.length;
  await measureStudy(plan, found, progress, { start: startJobProcess, workers, retries });
  const failed = found.failed.length;
  speak(
    `part ${part}: ${before - found.open.length} cells recorded, ${plan.jobs.length - before} were there, ${failed} failed`,
  );
  process.exitCode = failed > 0 ? exitCodes.failed : exitCodes.ok;
}
