// What a run in paired rounds consists of: cells, data and limits, made from a suite and the command line.
import { leastForInterval, leastProcesses } from "@widthwise/measure";
import type { PairedSuite } from "../../suites.ts";
import type { CellSpec, TrainingData } from "./spec.ts";

export interface RunPlan {
  readonly kind: PairedSuite["kind"];
  readonly cells: readonly CellSpec[];
  /** cells measured a second time under another name */
  readonly twins: readonly CellSpec[];
  /** absent for suites of products */
  readonly data?: TrainingData;
  /** of each process; 0: answers are checked and nothing is timed */
  readonly rounds: number;
  /** how often every measuring process is started afresh, at least 1 */
  readonly processes: number;
  /** how often cells are measured at most that others disturb; default MOST_ATTEMPTS */
  readonly attempts?: number | undefined;
  /** what one cell may take, all processes together */
  readonly budgetSeconds: number;
  readonly checkSteps: number;
  readonly seed: number;
  readonly threads?: number | undefined;
}

/** Warm-up and calibration of a cell take at most a small part of what its rounds may take. */
export const warmUpNs = ({ budgetSeconds }: RunPlan): number => (budgetSeconds / 16) * 1e9;

/** A slow cell has so many rounds of a process at least: one where the scatter between processes gives an interval, else six in all. */
export const leastRounds = ({ rounds, processes }: RunPlan): number =>
  processes >= leastProcesses
    ? Math.min(1, rounds)
    : Math.min(rounds, Math.ceil(leastForInterval / processes));
