// What the jobs of a plan found: in memory for the result, in the store for the next run.
import type { CellStore } from "./cell-store.ts";
import type { StudyPlan } from "./plan.ts";
import type { JobDone } from "./run-job.ts";
import type { Job } from "./study.ts";

export class JobLedger {
  readonly #jobs: readonly Job[];
  readonly #store: CellStore | undefined;
  readonly #keys: ReadonlyMap<Job, string>;
  readonly #done = new Map<Job, JobDone>();
  readonly #failed = new Map<Job, JobDone>();

  /** Without a store nothing outlives this process. */
  constructor(plan: StudyPlan, store?: CellStore) {
    this.#jobs = plan.jobs;
    this.#store = store;
    this.#keys = new Map(store && plan.jobs.map((job) => [job, store.key(job, plan)]));
  }

  /** Takes what is recorded by now, by whichever process: jobs that failed stay open, but show why. */
  read(): this {
    const recorded = this.#store?.recorded();
    const failed = this.#store?.failed();
    for (const [job, key] of this.#keys) {
      if (this.#done.has(job)) continue;
      const done = recorded?.has(key) ? this.#store?.read(key) : undefined;
      const failure = failed?.has(key) ? this.#store?.failure(key) : undefined;
      if (done !== undefined) this.#done.set(job, done);
      else if (failure !== undefined) this.#failed.set(job, failure);
    }
    return this;
  }

  /** Jobs that have not finished, those that failed among them. */
  get open(): readonly Job[] {
    return this.#jobs.filter((job) => !this.#done.has(job));
  }

  get failed(): readonly Job[] {
    return [...this.#failed.keys()].filter((job) => !this.#done.has(job));
  }

  /** undefined where a job has neither finished nor failed */
  of(job: Job): JobDone | undefined {
    return this.#done.get(job) ?? this.#failed.get(job);
  }

  add(job: Job, done: JobDone, seconds: number): void {
    this.#store?.write(this.keyOf(job), { seconds, ...done });
    this.#done.set(job, done);
  }

  fail(job: Job, done: JobDone): void {
    this.#store?.fail(this.keyOf(job), done);
    this.#failed.set(job, done);
  }

  /** Removes what is recorded of these jobs. */
  forget(jobs: readonly Job[]): void {
    this.#store?.forget(jobs.map((job) => this.keyOf(job)));
    this.forgetFailures(jobs);
    for (const job of jobs) this.#done.delete(job);
  }

  forgetFailures(jobs: readonly Job[]): void {
    this.#store?.forgetFailures(jobs.map((job) => this.keyOf(job)));
    for (const job of jobs) this.#failed.delete(job);
  }

  keyOf(job: Job): string {
    const key = this.#keys.get(job);
    if (key === undefined) throw new Error("a job of another plan");
    return key;
  }
}
