// What the machine can do at most: the numbers that every fraction is a fraction of.
import { loadKernels } from "@widthwise/kernels";

/** About a millisecond of fused multiply-adds. */
const FMA_ROUNDS = 200_000;

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

/** 128-bit FMA peak and triad bandwidth of one thread. */
export async function measurePeaks(): Promise<{ fmaFlopsPerSecond: number; triadBytesPerSecond: number }> {
  const kernels = await loadKernels();
  const probes = kernels.probes();
  const fmaFlopsPerSecond = best(9, () => 2 * probes.fma(FMA_ROUNDS));
  const triadBytesPerSecond = best(9, () => probes.triad());
  probes.dispose();
  await kernels.dispose();
  return { fmaFlopsPerSecond, triadBytesPerSecond };
}

/** A probe of the FMA peak of this moment, in three milliseconds. */
export async function openFmaProbe(): Promise<() => number> {
  const probes = (await loadKernels()).probes();
  return () => best(3, () => 2 * probes.fma(FMA_ROUNDS));
}
