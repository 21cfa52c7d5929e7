// The clock: what one reading costs, how fine it is, and how long a sample must last for it.
import { calibrateTimerOverhead, performanceNowTimestampProvider } from "tinybench";

/** The clock of every time here, as measured on this machine. */
export interface Timer {
  readonly name: string;
  /** ns per reading, median */
  readonly costNs: number;
  /** ns, the smallest difference seen between two readings */
  readonly resolutionNs: number;
}

/** Now, in ms: monotonic, with a resolution of 1 ns in Node, and no BigInt to allocate. */
export const clock = performanceNowTimestampProvider.fn as () => number;

/** Measures the timer: cost is the median of 4096 back-to-back readings. About 1 ms. */
export function describeTimer(): Timer {
  const costNs =
    calibrateTimerOverhead(performanceNowTimestampProvider, { pairs: 4096, warmupPairs: 4096 }) * 1e6;
  let resolution = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 4096; i++) {
    const start = clock();
    let end = clock();
    while (end === start) end = clock();
    resolution = Math.min(resolution, end - start);
  }
  return { name: performanceNowTimestampProvider.name, costNs, resolutionNs: resolution * 1e6 };
}

/** A raw sample lasts at least this many ns: the timer's two readings are then at most 0.2 % of it. */
export const floorNs = (timerCostNs: number): number => Math.max(1000 * timerCostNs, 50_000);
