import type { Arena, Chunk } from "./arena.ts";
import type { Exports } from "./exports.ts";
import { jobs } from "./jobs/fields.ts";
import { bytesOf, jobAt } from "./jobs/job.ts";

/** What the machine can do at most with these instructions; the caller times. */
export interface Probes {
  /** Multiply-adds from registers on every thread; returns how many were done, all threads together. */
  fma(rounds: number): number;
  /** a ← b + ½c over all threads; returns the bytes that the algorithm moves. The first call also touches the memory. */
  triad(): number;
  dispose(): void;
}

/** float32 numbers in each of the triad's arrays: 3 × 64 MiB, several times a last-level cache. */
const TRIAD = 2 ** 24;

export function openProbes(wasm: Exports, arena: Arena, threads: number): Probes {
  const { chunk: small, at } = arena.carve(
    { job: bytesOf(jobs.Probe), sums: 64 * threads },
    "the peak probe",
  );
  // s ← s·x + y, or s + x·y, tends to or grows slowly from ordinary numbers: nothing subnormal or infinite
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
