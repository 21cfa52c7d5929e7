// What an experiment beside the suites of paired rounds consists of while it is measured: parameters, jobs, and how one is run.
import type { Backend } from "@widthwise/backends";
import type { Dataset, Examples } from "@widthwise/data";
import type { Cell } from "@widthwise/measure";
import type { z } from "zod";

/** Which cell of the result something is about; what has no meaning in a study is left out. */
export interface CellIdentity {
  readonly algorithm: string;
  /** default js */
  readonly backend?: string;
  /** default 0, as are d and width */
  readonly n?: number;
  readonly d?: number;
  readonly width?: number;
  readonly params?: NonNullable<Cell["params"]>;
}

/**
 * One independent piece of work of seconds, plain data. Its id is made from `cell` and `round`: no two jobs of a study
 * may share both.
 */
export interface Job {
  readonly cell: CellIdentity;
  /** measures time: runs while nothing else does. Others share all cores. */
  readonly timed?: boolean;
  /** repetition number, also in the cell's params; timed jobs run round after round, in random order within one */
  readonly round?: number;
  /** jobs of one name share a process, which ends after the last of them; default: processes that take any job */
  readonly process?: string;
  /** in proportion to the seconds it takes, for the time left; default 1 */
  readonly cost?: number;
  /** jobs of one group stay in one shard; default: the rounds of one cell */
  readonly group?: string;
}

/** One cell that a job found. What it leaves out of the cell's identity is the job's; params are added to the job's. */
export type Outcome = Partial<CellIdentity> &
  Pick<Cell, "measures" | "check" | "counters" | "firing" | "peakBytes" | "initNs" | "reason"> & {
    /** default: `ok`, or `invalid` where the check fails */
    readonly status?: Cell["status"];
  };

/** What a whole study run has in common. */
export interface StudySettings {
  readonly seed: number;
  readonly threads?: number | undefined;
  /** holds one folder per data set, named like it, for sets that are not where their packages put them */
  readonly dataDir?: string | undefined;
}

/** What a job may ask for in its process. Data and backends are kept for the next job. */
export interface Context extends StudySettings {
  /** A data set by its name on the command line; Skipped where it is not there. */
  dataset(name: string): Dataset;
  /** n class-balanced training examples with labels ±1, chosen by the seed; a smaller n takes the first rows. */
  examples(name: string, n: number): Examples;
  /** An open backend; Skipped, with the remedy, where it is not there. */
  backend(name: string): Promise<Backend>;
  /** A seed of its own for whatever the parts name: equal parts and run seed give the same one. */
  seedOf(...parts: readonly (string | number)[]): number;
  /** NotEnoughMemory, by which a job is skipped, unless so many bytes are free. */
  needBytes(bytes: number): void;
}

/** Thrown by a job that cannot run here, for a reason that is nobody's fault. */
export class Skipped extends Error {
  override name = "Skipped";
}

/** How a study is measured: all that a worker process loads of it. */
export interface Measure<P = unknown, J extends Job = Job> {
  /** what a profile of the suite's JSON must hold */
  readonly params: z.ZodType<P>;
  jobs(params: P, settings: StudySettings): J[];
  /** In a worker process. */
  run(job: J, context: Context): Promise<Outcome[]>;
}
