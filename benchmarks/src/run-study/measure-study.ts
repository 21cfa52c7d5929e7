// The main loop of a study: untimed jobs on all cores, then timed ones alone; every finished job goes to the journal.
import { availableParallelism } from "node:os";
import { streams } from "@widthwise/core";
import { remainingSeconds, shuffle } from "@widthwise/measure";
import type { Journal } from "../run/journal.ts";
import { MeasuringProcess } from "../run/measuring-process.ts";
import type { Progress } from "../run/progress.ts";
import { jobName } from "./cells.ts";
import type { JobDone } from "./run-job.ts";
import type { Job, StudySettings } from "./study.ts";

export interface StudyPlan {
  /** of the module */
  readonly study: string;
  /** as in the suite's JSON, with the command line's changes */
  readonly params: Record<string, unknown>;
  readonly jobs: readonly Job[];
  readonly settings: StudySettings;
}

/** Runs every job that the journal does not hold yet. */
export async function measureStudy(plan: StudyPlan, journal: Journal, progress: Progress): Promise<void> {
  const done = new Set(journal.events.flatMap((event) => (event.kind === "job" ? [event.id] : [])));
  const open = plan.jobs.filter((job) => !done.has(jobName(job)));
  const tally = new Tally(plan.jobs.length, open, progress);
  const untimed = open.filter(({ timed }) => !timed).sort((a, b) => costOf(b) - costOf(a));
  const timed = inRounds(
    plan.jobs.filter((job) => job.timed),
    plan.settings.seed,
  ).filter((job) => open.includes(job));
  try {
    const workers = Math.min(availableParallelism(), untimed.length);
    await Promise.all(Array.from({ length: workers }, () => serve(untimed, plan, journal, tally)));
    await serve(timed, plan, journal, tally);
  } finally {
    progress.end();
  }
}

const costOf = ({ cost = 1 }: Job) => cost;

/** Round after round, each in an order of its own. */
function inRounds(jobs: readonly Job[], seed: number): Job[] {
  const rounds = [...Map.groupBy(jobs, ({ round = 0 }) => round)].sort(([a], [b]) => a - b);
  return rounds.flatMap(([round, own]) =>
    shuffle([...own], { seed, stream: streams.schedule }, round * 2 ** 32),
  );
}

/** Takes jobs from the front of a shared queue until it is empty, in processes of its own. */
async function serve(queue: Job[], plan: StudyPlan, journal: Journal, tally: Tally): Promise<void> {
  const hosts = new Map<string, MeasuringProcess>();
  const end = (name: string) => {
    hosts.get(name)?.end();
    hosts.delete(name);
  };
  try {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      const { process: name = "" } = job;
      const host = hosts.get(name) ?? new MeasuringProcess();
      hosts.set(name, host);
      tally.begin(job);
      const start = performance.now();
      let found: JobDone;
      try {
        found = await host.ask("job", { study: plan.study, job, settings: plan.settings });
      } catch (error) {
        // the process is gone; the next job of its name gets a new one
        end(name);
        const reason = (error as Error).message;
        found = { outcomes: [{ status: "error", reason }], backends: [], datasets: [] };
      }
      const seconds = (performance.now() - start) / 1e3;
      journal.add({ kind: "job", id: jobName(job), seconds, ...found });
      tally.finish(job);
      if (!queue.some((next) => (next.process ?? "") === name)) end(name);
    }
  } finally {
    for (const name of [...hosts.keys()]) end(name);
  }
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
