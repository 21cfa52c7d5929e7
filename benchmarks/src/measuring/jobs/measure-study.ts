// The main loop of a study: untimed jobs on all cores, then timed ones alone; every finished job is recorded at once.
import { availableParallelism } from "node:os";
import { remainingSeconds, scheduleStream, shuffle } from "@widthwise/measure";
import { LastingProcess } from "../process/lasting-process.ts";
import type { MeasuringProcess } from "../process/measuring-process.ts";
import type { Progress } from "../progress.ts";
import { jobName } from "./cells.ts";
import type { JobLedger } from "./job-ledger.ts";
import type { StudyPlan } from "./plan.ts";
import type { JobDone, JobRequests } from "./run-job.ts";
import type { Job } from "./study.ts";

export type JobProcess = MeasuringProcess<JobRequests>;

export interface Effort {
  /** makes a fresh process that runs jobs */
  readonly start: () => JobProcess;
  /** processes for untimed jobs; default: a core each */
  readonly workers?: number | undefined;
  /** how often a job that fails is tried again; default 0. One whose process dies is tried again in any case. */
  readonly retries?: number | undefined;
}

/** Runs every job that is still open; returns how many were given up because their processes died. */
export async function measureStudy(
  plan: StudyPlan,
  found: JobLedger,
  progress: Progress,
  { start, workers = availableParallelism(), retries = 0 }: Effort,
): Promise<number> {
  const open = new Set(found.open);
  const tally = new Tally(plan.jobs.length, [...open], progress);
  const untimed = [...open].filter(({ timed }) => !timed).sort((a, b) => costOf(b) - costOf(a));
  const timed = inRounds(
    plan.jobs.filter((job) => job.timed),
    plan.settings.seed,
  ).filter((job) => open.has(job));
  const context = { plan, found, tally, retries, start };
  try {
    const processes = Math.min(workers, untimed.length);
    const givenUp = await Promise.all(Array.from({ length: processes }, () => serve(untimed, context)));
    return (await serve(timed, context)) + givenUp.reduce((sum, count) => sum + count, 0);
  } finally {
    progress.end();
  }
}

export const costOf = ({ cost = 1 }: Job) => cost;

/** Round after round, each in an order of its own. */
function inRounds(jobs: readonly Job[], seed: number): Job[] {
  const rounds = [...Map.groupBy(jobs, ({ round = 0 }) => round)].sort(([a], [b]) => a - b);
  return rounds.flatMap(([round, own]) =>
    shuffle([...own], { seed, stream: scheduleStream }, round * 2 ** 32),
  );
}

interface Serving {
  readonly start: () => JobProcess;
  readonly retries: number;
  readonly plan: StudyPlan;
  readonly found: JobLedger;
  readonly tally: Tally;
}

const failed = ({ outcomes }: JobDone) => outcomes.some(({ status }) => status === "error");

/** What is kept of a job that gave no answer of its own. */
export function failure(reason: string): JobDone {
  return { outcomes: [{ status: "error", reason }], backends: [], datasets: [] };
}

/** Takes jobs from the front of a shared queue until it is empty, in processes of its own; returns how many it gave up. */
async function serve(
  queue: Job[],
  { plan, found, tally, retries, start: startProcess }: Serving,
): Promise<number> {
  const hosts = new Map<string, LastingProcess<JobRequests, JobProcess>>();
  const end = (name: string) => {
    hosts.get(name)?.end();
    hosts.delete(name);
  };
  const ask = async (job: Job, name: string): Promise<JobDone> => {
    const host = hosts.get(name) ?? new LastingProcess({ start: startProcess });
    hosts.set(name, host);
    const asked = { study: plan.study, job, settings: plan.settings };
    let done = await host.ask(jobName(job), "job", asked);
    for (let tries = 0; tries < retries && failed(done); tries++)
      done = await host.ask(jobName(job), "job", asked);
    return done;
  };
  let givenUp = 0;
  try {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      const { process: name = "" } = job;
      tally.begin(job);
      const start = performance.now();
      const done = await ask(job, name).catch((error: Error) => {
        givenUp++;
        return failure(error.message);
      });
      if (failed(done)) found.fail(job, done);
      else found.add(job, done, (performance.now() - start) / 1e3);
      tally.finish(job);
      if (!queue.some((next) => (next.process ?? "") === name)) end(name);
    }
  } finally {
    for (const name of [...hosts.keys()]) end(name);
  }
  return givenUp;
}

/** How far the run is, in jobs for the reader and in costs for the time left. */
class Tally {
  readonly #all: number;
  readonly #total: number;
  readonly #progress: Progress;
  readonly #start = performance.now();
  #finished: number;
  #cost = 0;

  constructor(all: number, open: readonly Job[], progress: Progress) {
    this.#all = all;
    this.#finished = all - open.length;
    this.#total = open.reduce((sum, job) => sum + costOf(job), 0);
    this.#progress = progress;
  }

  begin(job: Job): void {
    const elapsed = (performance.now() - this.#start) / 1e3;
    const left = this.#cost === 0 ? undefined : remainingSeconds(this.#cost, this.#total, elapsed);
    this.#progress.show(`job ${this.#finished + 1} of ${this.#all}: ${jobName(job)}`, left);
  }

  finish(job: Job): void {
    this.#finished++;
    this.#cost += costOf(job);
  }
}
