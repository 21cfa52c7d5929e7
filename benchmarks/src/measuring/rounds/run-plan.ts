// What a run in paired rounds consists of: cells, data and limits, made from a suite and the command line.
import type { PairedSuite } from "../../suites.ts";
import type { CellSpec, TrainingData } from "./spec.ts";

export interface RunPlan {
  readonly kind: PairedSuite["kind"];
  readonly cells: readonly CellSpec[];
  /** cells measured a second time under another name */
  readonly twins: readonly CellSpec[];
  /** absent for suites of products */
  readonly data?: TrainingData;
  /** 0: answers are checked and nothing is timed */
  readonly rounds: number;
  readonly processes: number;
  readonly budgetSeconds: number;
  readonly checkSteps: number;
  readonly seed: number;
  readonly threads?: number | undefined;
}

/** Warm-up and calibration of a cell take at most a small part of what its rounds may take. */
export const warmUpNs = ({ budgetSeconds }: RunPlan): number => (budgetSeconds / 16) * 1e9;
