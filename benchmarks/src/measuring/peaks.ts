// What the machine can do at most: the numbers that every fraction is a fraction of.
import { openBackend } from "@widthwise/backends";
import { loadKernels } from "@widthwise/kernels";
import type { Machine } from "@widthwise/measure";

/** About a millisecond of fused multiply-adds. */
const FMA_ROUNDS = 200_000;

/** Each of 16 multiply-adds of a vector: about a millisecond. */
const WIDEST_TURNS = 150_000;

/** The best rate of several trials, in what `work` returns per second. */
function best(trials: number, work: () => number): number {
  let rate = 0;
  for (let trial = 0; trial < trials; trial++) {
    const start = performance.now();
    const done = work();
    rate = Math.max(rate, done / ((performance.now() - start) / 1e3));
  }
  return rate;
}

type Peaks = NonNullable<Machine["peaks"]>;

/** Of the processor's widest vectors, where a compiler made a loop of them. */
async function widestPeak(): Promise<Pick<Peaks, "widest">> {
  const opened = await openBackend("openblas", { threads: 1 });
  if ("missing" in opened) return {};
  const { widest } = opened.backend;
  if (widest === undefined) return {};
  return {
    widest: { bits: widest.bits, flopsPerSecond: best(9, () => 2 * widest.multiplyAdd(WIDEST_TURNS)) },
  };
}

/** FMA peaks and triad bandwidth of one thread. */
export async function measurePeaks(): Promise<Peaks> {
  const kernels = await loadKernels();
  const probes = kernels.probes();
  const fmaFlopsPerSecond = best(9, () => 2 * probes.fma(FMA_ROUNDS));
  const triadBytesPerSecond = best(9, () => probes.triad());
  probes.dispose();
  await kernels.dispose();
  return { fmaFlopsPerSecond, ...(await widestPeak()), triadBytesPerSecond };
}

/** A probe of the FMA peak of this moment, in three milliseconds. */
export async function openFmaProbe(): Promise<() => number> {
  const probes = (await loadKernels()).probes();
  return () => best(3, () => 2 * probes.fma(FMA_ROUNDS));
}
