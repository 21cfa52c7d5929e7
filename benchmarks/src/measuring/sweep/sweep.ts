// What a launcher is given: a plan, where its cells are recorded, and the command that records a part of it.

import type { CellStore } from "../jobs/cell-store.ts";
import type { JobLedger } from "../jobs/job-ledger.ts";
import type { StudyPlan } from "../jobs/plan.ts";
import type { Progress } from "../progress.ts";

export interface Sweep {
  readonly name: string;
  readonly plan: StudyPlan;
  readonly found: JobLedger;
  readonly store: CellStore;
  readonly progress: Progress;
  /** of the command line, without how and where it runs */
  readonly words: readonly string[];
  /** where results go; absolute */
  readonly output: string;
  /** how often a job that fails is tried again, and a part that ends early is started again */
  readonly retries: number;
  /** processes at a time in one part */
  readonly workers: number | undefined;
  /** parts, for launchers that have any */
  readonly shards: number;
}
