// What is asked of a process that measures cells in rounds, or trains.
import type { BackendInfo } from "@widthwise/backends";
import type { Counters } from "@widthwise/core";
import type { Inner, TrainerOptions } from "@widthwise/train";
import type { CellSpec, TrainingData } from "./spec.ts";

export type Check = { what: string; value: number; reference: number; tolerance: number };

export interface TrainSpec {
  readonly algorithm: string;
  readonly width: number;
  readonly n: number;
  readonly steps: number;
  readonly tolerance?: number | undefined;
  /** step size, batch, layers and what single algorithms take */
  readonly options: Omit<TrainerOptions, "start">;
  /** new inputs will be asked for afterwards */
  readonly test: boolean;
}

export interface TrainRun {
  status: "converged" | "max-steps" | "solved" | "breakdown" | "diverged";
  reason?: string;
  losses: number[];
  residualNorms: number[];
  initNs: number;
  stepNs: number[];
  peakBytes: number;
  liveNeurons: number;
  /** how each step's iterative solve ended, where an algorithm has one */
  inner?: Inner[];
  /** share of the firing (input, neuron) pairs that an approximate algorithm finds, before any step and after each */
  recall?: (number | null)[];
}

export interface TestRun {
  testAccuracy: number;
  testCount: number;
  testNs: number;
  distance: number;
}

/** By name, what is asked for and what is answered. */
export interface Requests {
  open: {
    ask: { backend: string; threads?: number | undefined };
    answer: BackendInfo | { missing: string; remedy: string };
  };
  /** 128-bit FMA peak and triad bandwidth of one thread */
  peaks: { ask: Record<string, never>; answer: { fmaFlopsPerSecond: number; triadBytesPerSecond: number } };
  data: { ask: TrainingData; answer: null };
  /** residual norms of the float64 oracle, before each of `steps` steps and after the last */
  reference: { ask: { cell: CellSpec; steps: number }; answer: number[] };
  prepare: {
    ask: {
      cell: CellSpec;
      /** undefined: not checked; null: no oracle at this width, check another way */
      reference: readonly number[] | null | undefined;
      /** false: check only, keep nothing to measure */
      timed: boolean;
      limitNs: number;
    };
    answer: Prepared;
  };
  sample: { ask: { id: string }; answer: Sampled };
  release: { ask: { id: string }; answer: null };
  train: { ask: TrainSpec; answer: TrainRun };
  /** of the network that was trained last with `test` */
  test: { ask: { inputs: Float64Array; labels: Float64Array }; answer: TestRun };
}

/** One round's visit to a cell. */
export interface Sampled {
  rawNs: number[];
  dispatchNs?: number;
  /** products: what one thread reached in registers right before and after, their geometric mean */
  fmaFlopsPerSecond?: number;
}

export interface Prepared {
  status: "ok" | "invalid" | "error";
  reason?: string;
  /** not tried, for the reason given */
  skipped?: boolean;
  check?: Check;
  counters?: Counters;
  initNs?: number;
  fired?: number;
  measures?: Record<string, number>;
  innerIterations?: number;
  repeats?: number;
  floorNs?: number;
  /** predicted seconds of one round's visit */
  visitSeconds?: number;
  stepNs?: number;
  peakBytes?: number;
}

/** Sent without being asked, while a training run is under way. */
export interface Note {
  step: number;
  residualNorm: number;
}
