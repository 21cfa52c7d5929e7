// Raw samples of one cell in one round. tinybench takes them; the schedule around it is ours.
import { getHeapStatistics } from "node:v8";
import { Bench, nToMs } from "tinybench";
import type { Span } from "./collections.ts";
import { median } from "./statistics/location.ts";
import { clock, floorNs } from "./timer.ts";

type MaybePromise<T> = T | Promise<T>;

/** What is timed: the first step from a saved initial state, in as many copies as one raw sample has iterations. */
export interface Subject {
  /** independent copies of the state; one raw sample steps each once */
  readonly slots: number;
  /** every slot back to the initial state; never timed */
  restore(): MaybePromise<void>;
  /** one iteration of a slot; timed */
  step(slot: number): MaybePromise<unknown>;
  /** resolves when all submitted work has ended; timed. Needed where a step only submits. */
  settled?(): MaybePromise<void>;
}

/** Longer samples are hit by the operating system's time slices, and medians then move with the neighbours' load. */
const ceilingNs = 500_000;
/** Each inner iteration needs a copy of the state. */
const mostInner = 64;

/** A median of three is the least that one interruption does not move; more repeats estimate the same, a median of warm steps. */
const leastRepeats = 3;

/** The fewest steps of one visit: one that is discarded, and a raw sample each. */
export const leastVisitSteps = 1 + leastRepeats;

/** How a cell's raw samples are taken, and what one first step costs, from `calibrate`. */
export interface SamplePlan {
  /** iterations in one raw sample */
  readonly innerIterations: number;
  /** raw samples in one round */
  readonly repeats: number;
  /** ns of one first step, median over the calibration */
  readonly stepNs: number;
  /** ns of restoring one slot */
  readonly restoreNs: number;
  /** steps taken before the calibrating ones */
  readonly warmups: number;
}

/**
 * Inner iterations: enough for twice the floor, so that a step that turns out faster later stays above it; for the
 * floor alone where twice would pass the ceiling; at most `most`. Repeats: odd, 3 … 15, as many as fit into `roundNs`
 * with their restores. All times in ns.
 */
export function planSamples(
  stepNs: number,
  restoreNs: number,
  timerCostNs: number,
  { most = mostInner, roundNs = 5e6 }: { most?: number; roundNs?: number } = {},
): { innerIterations: number; repeats: number } {
  const floor = floorNs(timerCostNs);
  const enough = (target: number) => Math.max(1, Math.min(most, Math.ceil(target / Math.max(stepNs, 1))));
  const roomy = enough(2 * floor);
  const innerIterations = roomy * stepNs <= ceilingNs ? roomy : enough(floor);
  const fit = Math.floor(roundNs / Math.max(1, innerIterations * (stepNs + restoreNs)));
  const repeats = Math.max(leastRepeats, Math.min(15, fit));
  return { innerIterations, repeats: repeats % 2 === 1 ? repeats : repeats - 1 };
}

type Collect = (options: { type: "major" | "minor" }) => void;

/** Beyond so many bytes since the last full collection, another is due: less is gathered by the cheap one of young objects. */
const dueBytes = 2 ** 24;
let bytesAfterFull = 0;
const heldBytes = () => {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
};

/**
 * A collection before the clock runs, when Node was started with --expose-gc: of young objects, about 0.1 ms; a full one, some 10 ms, only
 * where 16 MiB have come since the last.
 */
export function collectGarbage(): void {
  const collect = (globalThis as { gc?: Collect }).gc;
  if (collect === undefined) return;
  collect({ type: "minor" });
  // the engine collects by itself too
  bytesAfterFull = Math.min(bytesAfterFull, heldBytes());
  if (heldBytes() - bytesAfterFull < dueBytes) return;
  collect({ type: "major" });
  bytesAfterFull = heldBytes();
}

/** What is kept of each raw sample beside its duration, in the order taken. */
interface Kept {
  /** ns per iteration until the steps returned */
  readonly dispatchNs?: number[];
  /** when it was timed */
  readonly spans?: Span[];
}

/** ns of `inner` steps from a restored state, restoring excluded. Awaits only what is a promise. */
async function timeOnce(subject: Subject, inner: number, { dispatchNs, spans }: Kept = {}): Promise<number> {
  const restoring = subject.restore();
  if (restoring !== undefined) await restoring;
  const start = clock();
  for (let slot = 0; slot < inner; slot++) {
    const pending = subject.step(slot);
    if (pending instanceof Promise) await pending;
  }
  const returned = clock();
  let end = returned;
  if (subject.settled !== undefined) {
    const pending = subject.settled();
    if (pending !== undefined) await pending;
    end = clock();
  }
  dispatchNs?.push(((returned - start) * 1e6) / inner);
  spans?.push([start, end]);
  // a step below the timer's resolution is reported as 1 ns in all, never as free
  return Math.max(1, (end - start) * 1e6);
}

/**
 * Warm-up and calibration: `warmups` first steps (default 10), then `trials` timed ones (5), and the plan that follows from
 * their median. The counts are fixed; only when steps are so slow that they would exceed `limitNs` (1 s) are fewer taken,
 * at least one of each. Uses slot 0 alone, so that a subject with one slot will do; `takeSamples` then needs as many slots
 * as the plan has inner iterations. These are at most `most` (64), and one round's samples take about `roundNs` (5 ms).
 * What a step throws is thrown.
 */
export async function calibrate(
  subject: Subject,
  timerCostNs: number,
  options: { warmups?: number; trials?: number; limitNs?: number; most?: number; roundNs?: number } = {},
): Promise<SamplePlan> {
  const { warmups = 10, trials = 5, limitNs = 1e9 } = options;
  collectGarbage();
  const start = clock();
  const spent = () => (clock() - start) * 1e6;
  const steps: number[] = [];
  const whole: number[] = [];
  let warmed = 0;
  for (let i = 0; i < warmups && (i === 0 || spent() < limitNs / 2); i++, warmed++)
    await timeOnce(subject, 1);
  for (let i = 0; i < trials && (i === 0 || spent() < limitNs); i++) {
    const before = clock();
    steps.push(await timeOnce(subject, 1));
    whole.push((clock() - before) * 1e6);
  }
  const stepNs = median(steps);
  // restore() restores every slot that the subject has
  const restoreNs = Math.max(0, median(whole) - stepNs) / subject.slots;
  return { ...planSamples(stepNs, restoreNs, timerCostNs, options), stepNs, restoreNs, warmups: warmed };
}

/**
 * [repeats] ns per iteration, ascending: tinybench runs the samples, each the mean of `innerIterations` first steps
 * from restored slots, and takes our duration instead of its own, so that restoring is not timed and synchronous
 * steps are not awaited. One step before them is discarded: the caches still hold what ran before, often another process. `dispatchNs`,
 * where given, receives the ns per iteration until the steps returned, `spans` when the clock ran, ms; one value per
 * sample in the order taken. RangeError: more inner iterations than slots. What a step throws is thrown.
 */
export async function takeSamples(
  subject: Subject,
  options: { innerIterations: number; repeats: number } & Kept,
): Promise<number[]> {
  const { innerIterations, repeats, ...kept } = options;
  if (innerIterations > subject.slots)
    throw new RangeError(`takeSamples: ${innerIterations} inner iterations but ${subject.slots} slots`);
  collectGarbage();
  await timeOnce(subject, 1);
  const bench = new Bench({ warmup: false, time: 0, iterations: repeats, retainSamples: true, throws: true });
  bench.add(
    "cell",
    async () => ({
      overriddenDuration: nToMs(await timeOnce(subject, innerIterations, kept)) / innerIterations,
    }),
    // declared, because tinybench otherwise finds out by running one step more
    { async: true },
  );
  const [{ result }] = await bench.run();
  if (result.state !== "completed") throw new Error(`takeSamples: tinybench ended ${result.state}`);
  return result.latency.samples!.map((ms) => ms * 1e6);
}
