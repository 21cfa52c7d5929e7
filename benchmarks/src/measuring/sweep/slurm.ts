// A sweep as an array job of Slurm. Slurm queues, places and limits the tasks; each records its part of the cells in the common
// folder, and this process waits for them. If it is killed, the tasks go on, and the next run waits for the same array job.
import { createHash } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makeFolder, parseJson, readText, remainingSeconds, writeWhole } from "@widthwise/measure";
import { execa } from "execa";
import { z } from "zod";
import { quoted } from "../../command-line.ts";
import { UsageError } from "../../exit-codes.ts";
import { commandFile } from "../../workspace.ts";
import { groupOf } from "../jobs/cells.ts";
import { costOf, failure } from "../jobs/measure-study.ts";
import { partOf } from "../shard.ts";
import { taskWords } from "./command-words.ts";
import type { Sweep } from "./sweep.ts";

/** Between two looks at the cells, and two questions to Slurm, whose controller serves everybody. */
const LOOK_MS = 500;
const ASK_MS = 5000;
/** How long Slurm may be silent before the wait is given up; its tasks go on. */
const SILENCE_MS = 120_000;
/** One question; Slurm's own retries take minutes. */
const ANSWER_MS = 30_000;

const remedy =
  "set SLURM_CONF or the cluster right, use --launcher local, or make a cluster for tests with scripts/test-slurm.sh";

/** Runs one of Slurm's commands and returns what it printed; UsageError with its own words where it fails. */
async function slurm(program: string, words: readonly string[], input = ""): Promise<string> {
  const { exitCode, stdout, stderr, code, timedOut } = await execa(program, words, {
    input,
    reject: false,
    timeout: ANSWER_MS,
  });
  if (exitCode === 0) return stdout;
  if (code === "ENOENT")
    throw new UsageError(
      `${program} is not here: install Slurm's commands on this machine (Debian: slurm-wlm), use --launcher local, or make a cluster for tests with scripts/test-slurm.sh`,
    );
  const said = [stderr, stdout].map((text) => text.trim()).find((text) => text !== "");
  const why = timedOut ? `gave no answer in ${ANSWER_MS / 1000} s` : (said ?? `ended with code ${exitCode}`);
  throw new UsageError(`Slurm does not take the sweep: ${program}: ${why}; ${remedy}`);
}

/** Before anything is submitted: sbatch itself would wait minutes for a controller that is not there. */
async function checkSlurm(): Promise<void> {
  const said = await slurm("scontrol", ["ping"]);
  if (!/ is UP/.test(said)) throw new UsageError(`Slurm's controller does not answer: ${said}; ${remedy}`);
}

const submittedSchema = z.object({ job: z.string(), shards: z.number() });
type Submitted = Readonly<z.infer<typeof submittedSchema>>;

/** Returns when every cell is recorded or has failed, and no task is left that could record more. */
export async function launchOnSlurm(sweep: Sweep, extra: readonly string[]): Promise<void> {
  const { found, retries, progress, output } = sweep;
  await checkSlurm();
  const file = submittedFile(sweep);
  let before = submittedOf(sweep);
  if (before && (await states(before.job)).length === 0) before = undefined;
  if (!before) found.forgetFailures(found.failed);
  for (let tries = 0; lost(sweep).length > 0; tries++) {
    if (tries > retries) {
      const reason = `no task recorded it in ${tries} array jobs: see ${join(output, "slurm")}`;
      for (const job of lost(sweep)) found.fail(job, failure(reason));
      break;
    }
    const submitted = before ?? (await submit(sweep, extra));
    writeWhole(file, JSON.stringify(submitted));
    progress.say(
      `Slurm job ${submitted.job}, ${submitted.shards} parts; ${before ? "goes on from before" : "submitted"}; scancel ${submitted.job} ends it`,
    );
    before = undefined;
    await watch(sweep, submitted.job);
    found.read();
  }
  rmSync(file, { force: true });
}

/** Neither recorded nor failed. */
const lost = ({ found }: Sweep) => found.open.filter((job) => found.of(job) === undefined);

/** The array job that was submitted for this very set of cells and has not been seen to end. */
export function submittedOf(sweep: Sweep): Submitted | undefined {
  const file = submittedFile(sweep);
  if (!existsSync(file)) return undefined;
  try {
    return submittedSchema.parse(parseJson(readText(file)));
  } catch {
    // cut or altered: the tasks that it told of record their cells all the same
    return undefined;
  }
}

function submittedFile({ found, plan, store }: Sweep): string {
  const keys = plan.jobs.map((job) => found.keyOf(job)).sort();
  const name = createHash("sha256").update(keys.join()).digest("hex").slice(0, 16);
  return join(store.folder, `slurm-${name}`);
}

async function submit(sweep: Sweep, extra: readonly string[]): Promise<Submitted> {
  const { name, plan, output, shards, workers = 1 } = sweep;
  const open = new Set(lost(sweep));
  const indices = Array.from({ length: shards }, (_, k) => k + 1).filter((index) =>
    partOf({ index, of: shards }, plan.jobs, groupOf).some((job) => open.has(job)),
  );
  const logs = join(output, "slurm");
  makeFolder(logs);
  const words = [process.execPath, commandFile, ...taskWords(sweep, workers)];
  const script = `#!/bin/sh\nexec ${words.map(quoted).join(" ")} --shard "$SLURM_ARRAY_TASK_ID/${shards}"\n`;
  const options = [
    "--parsable",
    `--array=${indices.join(",")}`,
    `--job-name=widthwise-${name}`,
    `--cpus-per-task=${workers}`,
    `--output=${join(logs, `${name}-%A-%a.log`)}`,
    ...extra,
  ];
  // with several clusters: "job;cluster"
  const [job] = (await slurm("sbatch", options, script)).trim().split(";");
  return { job, shards };
}

/** States of the tasks that have not ended, such as RUNNING or PENDING (Resources). */
export async function states(job: string): Promise<string[]> {
  const { exitCode, stdout, stderr } = await execa("squeue", ["-h", "-r", "-j", job, "-o", "%T %r"], {
    reject: false,
    timeout: ANSWER_MS,
  });
  // forgotten by Slurm: it ended some minutes ago
  if (/Invalid job id/.test(stderr)) return [];
  if (exitCode !== 0) throw new UsageError(`squeue: ${stderr.trim() || `ended with code ${exitCode}`}`);
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [state, ...reason] = line.split(" ");
      return state === "PENDING" ? `${state} (${reason.join(" ")})` : state;
    });
}

/** "2 RUNNING, 3 PENDING (Resources)" */
export function countStates(all: readonly string[]): string {
  return [...Map.groupBy(all, (state) => state)].map(([state, same]) => `${same.length} ${state}`).join(", ");
}

/** Tasks in these states wait for a person. */
const stuck =
  /JobHeld|launch failed|BadConstraints|Partition(Config|NodeLimit|TimeLimit)|DependencyNeverSatisfied|AssocGrp|InvalidQOS|InvalidAccount/;

async function watch({ plan, found, store, progress, output }: Sweep, job: string): Promise<void> {
  const keys = new Map(plan.jobs.map((each) => [found.keyOf(each), costOf(each)]));
  const total = (of: Iterable<string>) => [...of].reduce((sum, key) => sum + (keys.get(key) ?? 0), 0);
  const start = performance.now();
  const costAtStart = total(store.recorded());
  let asked = start - ASK_MS;
  let heard = start;
  let state = "submitted";
  try {
    for (;;) {
      const [recorded, failed] = [store.recorded(), store.failed()];
      const left = [...keys.keys()].filter((key) => !recorded.has(key) && !failed.has(key));
      if (left.length === 0) return;
      const done = total(recorded) - costAtStart;
      const elapsed = (performance.now() - start) / 1e3;
      const eta = done === 0 ? undefined : remainingSeconds(done, done + total(left), elapsed);
      progress.show(`${keys.size - left.length} of ${keys.size} cells; Slurm job ${job}: ${state}`, eta);
      if (performance.now() - asked > ASK_MS) {
        asked = performance.now();
        try {
          const now = await states(job);
          if (now.length === 0) return;
          heard = performance.now();
          state = countStates(now);
        } catch (error) {
          if (performance.now() - heard > SILENCE_MS)
            throw new UsageError(
              `Slurm fell silent (${(error as Error).message}); its tasks go on, and --resume waits for them again`,
            );
        }
        if (stuck.test(state) && !/RUNNING/.test(state))
          throw new UsageError(
            `Slurm holds job ${job}: ${state}; see ${join(output, "slurm")}, free it with scontrol release or end it with scancel ${job}, then go on with --resume`,
          );
      }
      await sleep(LOOK_MS);
    }
  } finally {
    progress.end();
  }
}
