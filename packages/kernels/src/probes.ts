// The most that the machine can do, measured by the caller with the instructions that the kernels use; see assembly/probes.ts.
import type { Chunk } from "./arena.ts";
import type { Engine } from "./engine.ts";
import { jobs } from "./jobs/fields.ts";
import { bytesOf, jobAt } from "./jobs/job.ts";

/** Work that reaches the peak of the processor or of the memory; the caller takes the time. */
export interface Probes {
  /** 96·rounds float32 multiply-adds from registers on every thread; returns how many all threads did together. */
  fma(rounds: number): number;
  /**
   * a ← b + ½c, split over the threads; returns the bytes that the algorithm reads and writes. The first call allocates the
   * arrays, 192 MiB, and touches their memory for the first time: leave it out of a measurement.
   */
  triad(): number;
  /** Frees the arrays. */
  dispose(): void;
}

/** float32 numbers in each of the triad's arrays: 3 × 64 MiB, several times a last-level cache. */
const TRIAD = 2 ** 24;

export function openProbes({ wasm, arena, threads }: Engine): Probes {
  const { chunk: small, at } = arena.carve(
    { job: bytesOf(jobs.Probe), sums: 64 * threads },
    "the peak probe",
  );
  // with these x and y, s ← s·x + y tends to 1 and s ← s + x·y grows slowly: never subnormal or infinite
  for (let t = 0; t < threads; t++) arena.f32(at.sums + 64 * t, 2).set([0.999, 0.001]);
  const job = jobAt(arena, at.job, jobs.Probe);
  let large: Chunk | undefined;
  return {
    fma(rounds) {
      job.set({ count: rounds, a: at.sums });
      wasm.fma(at.job);
      return 96 * rounds * threads;
    },
    triad() {
      large ??= arena.allocate(12 * TRIAD, "the memory probe");
      const bytes = 4 * TRIAD;
      job.fill({ count: TRIAD, a: large.at, b: large.at + bytes, c: large.at + 2 * bytes });
      wasm.triad(at.job);
      return 3 * bytes;
    },
    dispose() {
      arena.free(small);
      if (large !== undefined) arena.free(large);
    },
  };
}
