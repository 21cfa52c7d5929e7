// The result file: what one `run` measured, on which machine, by which command. Published as JSON Schema.
import { z } from "zod";
import { exponentMethods } from "./exponent-interval.ts";

/** What the `schema` field of a result file says. */
export const schemaName = "widthwise-result/1";

const count = z.number().int().nonnegative();
const positive = z.number().positive();
const interval = z.object({ value: z.number(), lo: z.number(), hi: z.number() });
const ratio = z.object({ value: positive, lo: positive, hi: positive });

/** Rates reached in the same run: what every fraction is a fraction of. */
const peaks = z.object({
  /** 128-bit fused multiply-add in registers, one thread: the limit of WebAssembly here */
  fmaFlopsPerSecond: positive,
  /** the same with the processor's widest vectors: the limit of native code; absent where no native program could be had, or in an older result */
  widest: z.object({ bits: count, flopsPerSecond: positive }).optional(),
  /** read, read, write of arrays far beyond the last cache, one thread */
  triadBytesPerSecond: positive,
});

/** Who measured. */
export const machineSchema = z.object({
  /** made from processor model, cores and memory; no host name */
  id: z.string(),
  cpu: z.string(),
  cores: count,
  memory: count.describe("bytes"),
  os: z.string(),
  /** what else its speed depends on, by name: cores allowed, limits, clock governor …; absent: not told by the system, or an older result */
  conditions: z.record(z.string(), z.string()).optional(),
  peaks: peaks.optional(),
});

/** Versions of the engine, the flags it was started with, and variables of the environment that change how it runs. */
export const runtimeSchema = z.object({
  node: z.string(),
  v8: z.string(),
  flags: z.array(z.string()),
  environment: z.record(z.string(), z.string()).optional(),
});

/** An open backend: who did the work. */
export const backendSchema = z.object({
  name: z.string(),
  version: z.string(),
  device: z.string(),
  software: z.boolean(),
  threads: count,
  precision: z.enum(["float32", "float64"]),
  /** of a matrix product in this run: what a dense cell is held against */
  gemmFlopsPerSecond: positive.optional(),
});

const checkSchema = z.object({
  /** what was compared, in words */
  what: z.string(),
  value: z.number(),
  reference: z.number(),
  tolerance: z.number(),
});

const timingSchema = z.object({
  unit: z.literal("ns/iteration"),
  /** one value per round, in round order: the median of the raw samples of that round */
  samples: z.array(positive).min(1),
  /** rounds[k] is the round in which samples[k] was taken; rounds of different cells with one number are paired */
  rounds: z.array(count),
  /** processes[k] is the process, counted from 0, in which samples[k] was taken; absent in older results */
  processes: z.array(count).optional(),
  /** iterations in one raw sample */
  innerIterations: count,
  /** raw samples in one round */
  repeats: count,
  median: positive,
  mad: z.number().nonnegative(),
  min: positive,
  /** 95 % interval: from order statistics of all rounds, or Student's from the scatter between processes, as `interval` says */
  lo: positive,
  hi: positive,
  /** from three processes on: "processes"; absent in older results: "rounds" */
  interval: z.enum(["rounds", "processes"]).optional(),
  /** the cells that were visited in turn with this one have the same; only they are paired. Absent in older results */
  turn: z.string().optional(),
  /** Spearman correlation of time with round: far from 0 means the machine drifted */
  drift: z.number().optional(),
  /** time until the call returned, GPU backends */
  dispatch: positive.optional(),
  /** time on the device alone, GPU backends */
  kernel: positive.optional(),
  /**
   * processor time of others, and what a host took away, as a share of time × cores while the cell was visited: the mean over its visits, at
   * least 0; null: the system does not tell. Absent in older results
   */
  load: z.number().nonnegative().nullable().optional(),
  /** share of the raw samples into which a garbage collection fell; absent in older results */
  collections: z.number().min(0).max(1).optional(),
  /** how often its rounds were measured, most in any process: above 1 the set with the least load is what counts */
  attempts: count.min(1).optional(),
  /** what a reader must know before using this number: contended, slow-baseline, below-floor, approximate */
  notes: z.array(z.string()).default([]),
});

/** What tells a cell from others of the same algorithm, backend, n and width: shift, data set, depth … */
export const paramsSchema = z.record(z.string(), z.union([z.number(), z.string(), z.boolean()]));

/** One cell of a result. */
export const cellSchema = z.object({
  algorithm: z.string(),
  backend: z.string(),
  threads: count,
  precision: z.enum(["float32", "float64"]),
  n: count,
  d: count,
  width: count,
  params: paramsSchema.optional(),
  status: z.enum(["ok", "invalid", "skipped", "error"]),
  reason: z.string().optional(),
  /** what a study found, units in the names; null where there is no such number */
  measures: z.record(z.string(), z.union([z.number(), z.null(), z.array(z.number())])).optional(),
  check: checkSchema.optional(),
  /** exact work of one iteration */
  counters: z.record(z.string(), z.number()).optional(),
  timing: timingSchema.optional(),
  initNs: positive.optional(),
  peakBytes: positive.optional(),
  /**
   * flops per second of the counted work, and its fraction of the roofline min(FMA peak, intensity × bandwidth) × threads;
   * for a product, of the FMA peak that was probed in the same rounds × threads
   */
  rate: z.object({ flopsPerSecond: positive, ofPeak: positive.optional() }).optional(),
  /** fired (input, neuron) pairs over n·m, counted in the check; theory is Φ̄(b) */
  firing: z.object({ fraction: z.number(), theory: z.number() }).optional(),
});

const fitSchema = z.object({
  algorithm: z.string(),
  backend: z.string(),
  n: count,
  params: paramsSchema.optional(),
  metric: z.enum(["iteration", "init", "total"]),
  widths: z.array(count),
  /**
   * of the line nearest to the true times over these widths, by least squares, with an interval that holds for neighbouring residuals that
   * are alike ("ols-serial"); in older results Theil–Sen with Sen's interval
   */
  exponent: interval.extend({ method: z.enum(exponentMethods) }),
  /** beside Theil–Sen: the slope by least squares with the interval that independent residuals have */
  ols: interval.optional(),
  /** beside least squares: the robust twin, Theil–Sen with Sen's interval */
  theilSen: interval.optional(),
  /** as `exponent`, over the largest widths alone, where constant costs matter least */
  tail: interval.extend({ widths: count }).optional(),
  /** exponent of the multiply-adds over the same widths by the same method; exact, no interval */
  countExponent: z.number().nullable(),
  /** true when a quadratic term is resolved: then no single exponent describes the range */
  curved: z.boolean(),
  localSlopes: z.array(z.number()),
  /** fraction of the roofline at the largest width */
  roofline: z.number().nullable(),
});

const side = z.object({ algorithm: z.string(), backend: z.string() });

const crossoverSchema = z.object({
  /** the one that is faster at large widths (crossed, always) */
  faster: side,
  slower: side,
  n: count,
  params: paramsSchema.optional(),
  width: positive.nullable(),
  lo: positive.nullable(),
  hi: positive.nullable(),
  status: z.enum(["crossed", "always", "never", "unresolved"]),
  /** widths at which the two were not visited in turn, so that their times are not paired; absent in older results */
  unpaired: z.array(count).optional(),
});

/** A whole result: settings, cells, and the fits and crossovers that follow from them. */
export const resultSchema = z.object({
  schema: z.literal(schemaName),
  suite: z.string(),
  /** which kind of suite, and so how its cells are told; absent in older results, whose suite has it */
  kind: z.string().optional(),
  profile: z.string(),
  benchmarkVersion: z.string(),
  seed: count,
  commit: z.string(),
  dirty: z.boolean(),
  /** why `commit` is "unknown", and what to do */
  commitUnknown: z.string().optional(),
  command: z.string(),
  /** absent, like `seconds`, in the result of a sweep: the same bytes however, whenever and where its jobs ran */
  startedAt: z.string().optional(),
  seconds: positive.optional(),
  machine: machineSchema,
  runtime: runtimeSchema,
  backends: z.array(backendSchema),
  dataset: z.object({ name: z.string(), sha256: z.string() }),
  /** of a suite of paired rounds */
  settings: z
    .object({
      labels: z.string(),
      shift: z.string(),
      init: z.string(),
      /** of all processes together */
      rounds: count,
      processes: count,
      budgetSeconds: positive,
      /** steps whose answers are checked before a cell is timed */
      checkSteps: count.optional(),
    })
    .optional(),
  /** of a study: its module, the parameters of the profile, and every data set that was loaded */
  study: z
    .object({
      name: z.string(),
      params: z.record(z.string(), z.unknown()),
      datasets: z.array(z.object({ name: z.string(), sha256: z.string() })),
    })
    .optional(),
  /** which part of the suite's cells this is; absent: all of them */
  shard: z.object({ index: z.number().int().positive(), of: z.number().int().positive() }).optional(),
  cells: z.array(cellSchema),
  /** the instrument measured by itself: an empty step, and the same cell twice under two names */
  controls: z.object({
    noop: z.array(z.object({ backend: z.string(), medianNs: positive })),
    aa: z.array(
      z.object({
        algorithm: z.string(),
        backend: z.string(),
        width: count,
        ratio,
        /** whether the two were visited in turn; absent in older results, which do not say */
        kind: z.enum(["paired", "unpaired"]).optional(),
      }),
    ),
  }),
  fits: z.array(fitSchema),
  crossovers: z.array(crossoverSchema),
});

/** What one `run` measured. */
export type Result = z.infer<typeof resultSchema>;
/** One (algorithm, backend, n, d, width, params): its status and, where its answer is right, its time and work. */
export type Cell = z.infer<typeof cellSchema>;
/** What tells cells of one algorithm, backend, n and width apart. */
export type Params = z.infer<typeof paramsSchema>;
/** A cell's samples, one per round, and their summary; ns per iteration. */
export type Timing = z.infer<typeof timingSchema>;
/** An exponent of time in width, with what stands beside it. */
export type Fit = z.infer<typeof fitSchema>;
/** From which width one side is faster than another. */
export type Crossover = z.infer<typeof crossoverSchema>;
/** Processor, cores, memory in bytes, and rates reached. */
export type Machine = z.infer<typeof machineSchema>;
/** Node, V8 and flags. */
export type Runtime = z.infer<typeof runtimeSchema>;

/** One result file's JSON Schema, for programs that read results without this package. */
export function resultJsonSchema(): object {
  return z.toJSONSchema(resultSchema, { target: "draft-2020-12" });
}
