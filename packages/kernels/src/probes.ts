import type { Arena, Chunk } from "./arena.ts";
import type { Exports } from "./exports.ts";

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
  const { chunk: small, at } = arena.carve({ job: 32, sums: 64 * threads }, "the peak probe");
  // s ← s·x + y, or s + x·y, tends to or grows slowly from ordinary numbers: nothing subnormal or infinite
  for (let t = 0; t < threads; t++) arena.f32(at.sums + 64 * t, 2).set([0.999, 0.001]);
  let large: Chunk | undefined;
  return {
    fma(rounds) {
      arena.u32(at.job, 2).set([rounds, at.sums]);
      wasm.fma(at.job);
      return 96 * rounds * threads;
    },
    triad() {
      large ??= arena.allocate(12 * TRIAD, "the memory probe");
      const bytes = 4 * TRIAD;
      arena.u32(at.job, 4).set([TRIAD, large.at, large.at + bytes, large.at + 2 * bytes]);
      wasm.triad(at.job);
      return 3 * bytes;
    },
    dispose() {
      arena.free(small);
      if (large !== undefined) arena.free(large);
    },
  };
}
