// What is asked of a process that measures cells in rounds, or trains.
import type { BackendInfo } from "@widthwise/backends";
import type { Machine } from "@widthwise/measure";
import type { Inner, TrainerOptions } from "@widthwise/train";
import type { Prepared, Sample } from "./events.ts";
import type { CellSpec, TrainingData } from "./spec.ts";

export type Check = NonNullable<Prepared["check"]>;

/** Why a backend is not there, and what to do. */
export interface Absent {
  readonly missing: string;
  readonly remedy: string;
}

/** What following some steps found, by the float64 oracle or by what is held against it. */
export interface Reference {
  /** as many as were asked for */
  readonly steps: number;
  /** ‖f − y‖ before each step that was begun, and after the last where all were taken */
  readonly residualNorms: readonly number[];
  /** which step was not taken, and why */
  readonly stuck?: string;
}

/** How one visit samples: iterations in one raw sample, and raw samples. */
export interface Samples {
  readonly innerIterations: number;
  readonly repeats: number;
}

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
    answer: BackendInfo | Absent;
  };
  /** 128-bit FMA peak and triad bandwidth of one thread */
  peaks: { ask: Record<string, never>; answer: NonNullable<Machine["peaks"]> };
  data: { ask: TrainingData; answer: null };
  reference: { ask: { cell: CellSpec; steps: number }; answer: Reference };
  prepare: {
    ask: {
      cell: CellSpec;
      /** undefined: not checked; null: no oracle at this width, check another way */
      reference: Reference | null | undefined;
      /** false: check only, keep nothing to measure */
      timed: boolean;
      /** how to sample, where that is decided already */
      samples?: Samples;
      limitNs: number;
    };
    answer: Prepared;
  };
  sample: {
    ask: {
      cell: CellSpec;
      /** as `prepare` found; a process that has not prepared the cell warms it up and samples alike */
      samples: Samples;
      limitNs: number;
    };
    answer: Sample;
  };
  train: { ask: TrainSpec; answer: TrainRun };
  /** of the network that was trained last with `test` */
  test: { ask: { inputs: Float64Array; labels: Float64Array }; answer: TestRun };
}

/** Sent without being asked, while a training run is under way. */
export interface Note {
  step: number;
  residualNorm: number;
}
