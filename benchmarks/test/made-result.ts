// A made-up but lifelike result: the power laws, noise, gaps and faults that reports must show. Seeded, no clock.
import { fillNormals, normalTail } from "@widthwise/core";
import { type Cell, type Result, summarise, type Timing } from "@widthwise/measure";
import { derivedOf } from "../src/measuring/derive.ts";

interface Law {
  readonly algorithm: string;
  readonly backend: string;
  /** ns a step at width 1024, exponent, and a constant cost in ns */
  readonly at1024: number;
  readonly exponent: number;
  readonly overhead: number;
  readonly flopsPerWidth: number;
  readonly maxWidth: number;
  readonly notes?: readonly string[];
}

const laws: readonly Law[] = [
  law("dense-gd", "js", 52e6, 1.01, 0, 2 ** 14),
  law("dense-gd", "wasm", 4.1e6, 0.99, 0, 2 ** 17),
  law("dense-gd", "wasm-mt", 2.3e6, 0.985, 60e3, 2 ** 18),
  law("dense-gd", "tfjs-wasm", 6.9e6, 1.02, 90e3, 2 ** 16, ["slow-baseline"]),
  law("dense-gd", "tfjs-node", 1.3e6, 0.98, 250e3, 2 ** 18),
  law("dense-gd", "tfjs-cpu", 120e6, 1.0, 0, 2 ** 12),
  law("dense-gn", "js", 71e6, 1.01, 90e3, 2 ** 14),
  law("dense-gn", "wasm", 5.6e6, 0.99, 40e3, 2 ** 17),
  law("dense-gn", "tfjs-node", 2.2e6, 0.98, 500e3, 2 ** 17),
  law("tree-gn", "js", 3.9e6, 0.83, 120e3, 2 ** 18),
  law("tree-gn", "wasm", 1.9e6, 0.83, 90e3, 2 ** 18),
  law("live-gd", "js", 0.42e6, 0.76, 4e3, 2 ** 18),
  law("live-gd", "wasm", 0.21e6, 0.76, 4e3, 2 ** 18),
  law("live-gn", "js", 0.95e6, 0.73, 70e3, 2 ** 18),
  law("live-gn", "wasm", 0.4e6, 0.73, 45e3, 2 ** 18),
];

function law(
  algorithm: string,
  backend: string,
  at1024: number,
  exponent: number,
  overhead: number,
  maxWidth: number,
  notes: readonly string[] = [],
): Law {
  const flopsPerWidth = algorithm.startsWith("dense") ? 4 * 64 * 784 : 4 * 64;
  return { algorithm, backend, at1024, exponent, overhead, flopsPerWidth, maxWidth, notes };
}

const rounds = 12;
const noise = new Float64Array(1);

function normal(stream: number, index: number): number {
  fillNormals({ seed: 20260801, stream }, index, noise);
  return noise[0];
}

function makeTiming(ns: number, stream: number, notes: readonly string[]): Timing {
  const samples = Array.from({ length: rounds }, (_, r) =>
    Math.round(ns * Math.exp(0.02 * normal(stream, r) + (r === 5 ? 0.2 : 0))),
  );
  const innerIterations = Math.max(1, Math.round(2e5 / ns));
  return summarise({ samples, rounds: samples.map((_, r) => r), innerIterations, repeats: 5, notes });
}

function makeCell(law: Law, n: number, width: number, stream: number): Cell {
  const { algorithm, backend } = law;
  const precision = backend === "js" ? "float64" : "float32";
  const base = {
    algorithm,
    backend,
    threads: backend.endsWith("-mt") ? 2 : 1,
    precision,
    n,
    d: 784,
    width,
  } as const;
  if (width > law.maxWidth) {
    const seconds = (law.at1024 * (width / 1024) ** law.exponent) / 1e9;
    return {
      ...base,
      status: "skipped",
      reason: `predicted ${seconds.toPrecision(2)} s a step, over the budget`,
    };
  }
  const check = { what: "residual norm after one step", value: 3.21004, reference: 3.21003, tolerance: 8e-4 };
  if (algorithm === "tree-gn" && backend === "wasm" && width === 2 ** 16)
    return {
      ...base,
      status: "invalid",
      reason: "residual norm 3.91 where 3.21 was expected",
      check: { ...check, value: 3.91 },
    };
  const scale = (n / 64) * (width / 1024) ** law.exponent;
  const ns = law.overhead + law.at1024 * scale * Math.exp(0.015 * normal(stream, 99));
  const macs = Math.round(
    (law.flopsPerWidth / 4) * 2 * width ** law.exponent * 1024 ** (1 - law.exponent) * (n / 64),
  );
  const theory = normalTail(Math.sqrt(0.48 * Math.log(width)));
  const timing = makeTiming(ns, stream, law.notes ?? []);
  const flops = (2e9 * macs) / timing.median;
  return {
    ...base,
    status: "ok",
    check,
    counters: { macs, bytesRead: 8 * macs, bytesWritten: 2 * macs, compares: n * width, words: 0 },
    timing,
    initNs: 3 * ns,
    peakBytes: 9e7 + 3200 * width,
    rate: { flopsPerSecond: flops, ofPeak: Math.min(1.02, flops / 117e9) },
    firing: { fraction: theory * (1 + 0.02 * normal(stream, 100)), theory },
  };
}

export interface Made {
  readonly ns?: readonly number[];
  readonly widths?: readonly number[];
  readonly only?: (law: Law) => boolean;
}

/** A result of the width suite. */
export function madeResult({ ns = [64], widths, only = () => true }: Made = {}): Result {
  const grid = widths ?? Array.from({ length: 11 }, (_, k) => 2 ** (8 + k));
  const chosen = laws.filter(only);
  const series = ns.flatMap((n, i) =>
    chosen.map((law, k) => grid.map((width, j) => makeCell(law, n, width, 1000 * i + 50 * k + j + 1))),
  );
  const backends = [...new Set(chosen.map((law) => law.backend))];
  return {
    schema: "widthwise-result/1",
    suite: "cpi",
    profile: "full",
    benchmarkVersion: "3f9a1c77d0e2",
    seed: 1,
    commit: "0123456789abcdef0123456789abcdef01234567",
    dirty: false,
    command: `npx widthwise run cpi --profile full --widths 2^8:2^18 --n ${ns.join(",")} --seed 1`,
    startedAt: "2026-08-01T10:20:30.000Z",
    seconds: 1234.5,
    machine: {
      id: "amd-epyc-9354p-2c-16g",
      cpu: "AMD EPYC 9354P 32-Core Processor",
      cores: 2,
      memory: 16 * 2 ** 30,
      os: "linux x64 6.1",
      peaks: { fmaFlopsPerSecond: 58.7e9, triadBytesPerSecond: 28.1e9 },
    },
    runtime: { node: "v24.21.0", v8: "13.6.233", flags: ["--expose-gc"] },
    backends: backends.map((name) => ({
      name,
      version: name.startsWith("tfjs") ? "4.22.0" : "0.1.0",
      device: "AMD EPYC 9354P",
      software: false,
      threads: name.endsWith("-mt") ? 2 : 1,
      precision: name === "js" ? "float64" : "float32",
      gemmFlopsPerSecond: name === "tfjs-node" ? 204e9 : 54.5e9,
    })),
    dataset: { name: "mnist", sha256: "ab".repeat(32) },
    settings: {
      labels: "parity",
      shift: "c=0.48",
      init: "gaussian",
      rounds,
      processes: 3,
      budgetSeconds: 170,
    },
    cells: series.flat(),
    controls: {
      noop: [{ backend: "js", medianNs: 31.2 }],
      aa: [
        { algorithm: "live-gn", backend: "wasm", width: 1024, ratio: { value: 1.002, lo: 0.991, hi: 1.011 } },
      ],
    },
    ...derivedOf(series.flat(), { seed: 1, kind: "training" }),
  };
}

/** A result of the suite of single products. */
export function madeKernels(): Result {
  const base = madeResult({ only: () => false });
  const shapes = [
    { n: 64, d: 784, width: 1024 },
    { n: 64, d: 784, width: 16384 },
    { n: 1024, d: 1024, width: 1024 },
  ];
  const speeds = { js: 2.1e9, wasm: 54e9, "tfjs-wasm": 30e9, "tfjs-node": 105e9 };
  const cells = Object.entries(speeds).flatMap(([backend, speed], b) =>
    ["gemm-nn", "gemm-nt", "gemm-tn"].flatMap((algorithm, o) =>
      shapes.map(({ n, d, width }, s): Cell => {
        const macs = n * d * width;
        const guess = speed * (1 - 0.2 * o) * (0.7 + 0.1 * s);
        const precision = backend === "js" ? "float64" : "float32";
        const check = { what: "largest error of 64 entries", value: 1e-6, reference: 0, tolerance: 1e-3 };
        const timing = makeTiming((2e9 * macs) / guess, 9000 + 100 * b + 10 * o + s, []);
        const flopsPerSecond = (2e9 * macs) / timing.median;
        const rate = { flopsPerSecond, ofPeak: flopsPerSecond / 117e9 };
        const size = { algorithm, backend, threads: 1, precision, n, d, width } as const;
        return { ...size, status: "ok", check, counters: { macs }, timing, rate };
      }),
    ),
  );
  return {
    ...base,
    suite: "kernels",
    command: "npx widthwise run kernels --seed 1",
    cells,
    fits: [],
    crossovers: [],
  };
}
