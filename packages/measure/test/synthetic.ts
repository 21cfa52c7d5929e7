// Made-up cells and results with known exponents, for tests of what is computed from them.
import { fillNormals } from "@widthwise/core";
import { type Cell, type Result, schemaName, summarise } from "../src/index.ts";

export interface Law {
  readonly algorithm?: string;
  readonly backend?: string;
  readonly n?: number;
  readonly widths: readonly number[];
  /** ns at a width */
  readonly time: (width: number) => number;
  readonly rounds?: number;
  /** standard deviations of ln t: of a round on its own, shared by a round, and of a width in this run */
  readonly noise?: number;
  readonly drift?: number;
  readonly systematic?: number;
  /** equal streams share the drift of a round */
  readonly driftStream?: number;
  readonly stream?: number;
  /** of an independent repetition */
  readonly repetition?: number;
  readonly macs?: (width: number) => number;
}

function normals(stream: number, repetition: number, count: number): Float64Array {
  const out = new Float64Array(count);
  fillNormals({ seed: 77, stream }, repetition * 4096, out);
  return out;
}

export function cellsOf(law: Law): Cell[] {
  const { widths, rounds = 20, noise = 0, drift = 0, systematic = 0, stream = 1, repetition = 0 } = law;
  const own = normals(stream, repetition, widths.length * (rounds + 1));
  const shared = normals(1000 + (law.driftStream ?? 0), repetition, rounds);
  return widths.map((width, w) => {
    const samples = Array.from({ length: rounds }, (_, r) => {
      const error =
        noise * own[w * (rounds + 1) + r] + systematic * own[w * (rounds + 1) + rounds] + drift * shared[r];
      return law.time(width) * Math.exp(error);
    });
    return {
      algorithm: law.algorithm ?? "alpha",
      backend: law.backend ?? "one",
      threads: 1,
      precision: "float32",
      n: law.n ?? 64,
      d: 784,
      width,
      status: "ok",
      counters: { macs: (law.macs ?? ((m) => 2 * m))(width) },
      timing: summarise({ samples, rounds: samples.map((_, r) => r), innerIterations: 1, repeats: 1 }),
      initNs: 10 * law.time(width),
      rate: { flopsPerSecond: 1e9, ofPeak: 0.25 },
    };
  });
}

export function resultOf(cells: Cell[], change: Partial<Result> = {}): Result {
  return {
    schema: schemaName,
    suite: "cpi",
    profile: "quick",
    benchmarkVersion: "b1",
    seed: 1,
    commit: "c0ffee",
    dirty: false,
    command: "widthwise run cpi",
    startedAt: "2026-11-21T00:00:00Z",
    seconds: 1,
    machine: { id: "test-2c-24g", cpu: "test", cores: 2, memory: 24 * 2 ** 30, os: "Linux" },
    runtime: { node: "24.21.0", v8: "13.6", flags: [] },
    backends: [
      { name: "one", version: "1.0", device: "test", software: false, threads: 1, precision: "float32" },
    ],
    dataset: { name: "mnist", sha256: "00" },
    settings: {
      labels: "parity",
      shift: "c=0.48",
      init: "gaussian",
      rounds: 20,
      processes: 1,
      budgetSeconds: 60,
    },
    cells,
    controls: { noop: [], aa: [] },
    fits: [],
    crossovers: [],
    ...change,
  };
}

/** 2^from … 2^to, doubling. */
export const doubling = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => 2 ** (from + i));
