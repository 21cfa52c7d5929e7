// The live neurons of a network, those that fire at some training input, moved in Gram space; see assembly/live.ts.
import type { LiveLaw, LiveRows } from "@widthwise/core";
import { checkLength } from "./check.ts";
import type { EngineAt } from "./engine.ts";
import { placeShards } from "./live-placement.ts";
import { liveLayout } from "./live-rows.ts";
import { MOST_BY_SUMS } from "./live-shard.ts";

/**
 * The live neurons, z − b in float32, at their state after the last move: in as many memories as they need, neurons of
 * consecutive slots in each. F_r is the set of inputs at which neuron r fires, K = X Xᵀ [n, n]. f and the counts are the
 * same, bit for bit, however many memories and threads there are.
 */
export interface LiveNeurons {
  readonly count: number;
  /** multiply-adds that drawing them took; 0 where they were given */
  readonly macs: number;
  /** memories in which they lie */
  readonly memories: number;
  /** rows that the next move reads and writes: the others fire nowhere and stay so */
  readonly active: number;
  /** Σ_r |F_r| */
  readonly fired: number;
  /** what the last counting took: additions one by one, and 32-bit words combined */
  readonly words: number;
  /** where all neurons are kept: nodes and rows that the last search looked at, and nodes that the last move raised */
  readonly visits: number;
  readonly raised: number;
  /**
   * z_r −= (a_r/√m) Σ_{i∈F_r} u_i K_i, u [n]; Σ|F_r|·n multiply-adds, fewer where many fire, then n compares per row.
   * `counting`: the overlaps will be asked for, so that they are best counted on the way. Returns the additions made.
   */
  move(u: Float64Array, counting: boolean): number;
  /** f [n] ← outputs at the current z. O(n). */
  outputs(f: Float64Array): void;
  /** out [n, n] ← |{r : i, j ∈ F_r}| in the lower triangle, zero above it; counts them where the last move did not. */
  overlaps(out: Float64Array): void;
  /** Back to the initial z. The first call makes it anew; later ones use the copy that this call keeps, if it has room. */
  restore(): void;
  /** visit(neuron, bits, at) for every neuron that fires, in order: bit i of the bytes from `at` on says whether at input i. */
  eachFired(visit: (neuron: number, bits: Uint8Array, at: number) => void): void;
  /** The neurons in order, at their current z, a few thousand at a time. */
  rows(): Generator<LiveRows>;
  /** Frees the neurons. */
  dispose(): void;
}

/** Draws the live neurons of a law, or takes them from `given`. */
export async function openLive(engineAt: EngineAt, law: LiveLaw, given?: LiveRows): Promise<LiveNeurons> {
  const { n, width } = law;
  const sums = new Float64Array(n);
  const shards = await placeShards(engineAt, law, given, sums);
  const scale = 1 / Math.sqrt(width);
  const ku = new Float32Array(liveLayout(n).kuBytes / 4);
  /** of all memories together */
  const sum = (key: "count" | "macs" | "active" | "fired" | "words" | "moves" | "visits" | "raised") =>
    shards.reduce((total, shard) => total + shard[key], 0);
  /** additions that make the sums over four: one for every subset and column */
  const sumsMacs = (15 * Math.floor(n / 4) + 2 ** (n % 4) - 1) * n;
  let moved = false;
  return {
    count: sum("count"),
    macs: sum("macs"),
    memories: shards.length,
    get active() {
      return sum("active");
    },
    get fired() {
      return sum("fired");
    },
    get words() {
      return sum("words");
    },
    get visits() {
      return sum("visits");
    },
    get raised() {
      return sum("raised");
    },
    move(u, counting) {
      checkLength("u", u, "[n]", n);
      moved = true;
      // Once more than one in eight (row, input) pairs fires, sums over four save more additions than it costs to look
      // them up. Their table takes 4n² additions, as many as sixteen rows moved by it.
      const bySums = n <= MOST_BY_SUMS && 8 * sum("fired") > (sum("active") + 16) * n;
      weighKernel(law, u, scale, ku);
      sums.fill(0);
      for (const shard of shards) shard.move(ku, sums, { bySums, counting });
      return n * sum("moves") + (bySums ? shards.length * sumsMacs : 0);
    },
    outputs(f) {
      checkLength("f", f, "[n]", n);
      for (let i = 0; i < n; i++) f[i] = scale * sums[i];
    },
    overlaps(out) {
      checkLength("out", out, "[n, n]", n * n);
      out.fill(0);
      for (const shard of shards) shard.addOverlaps(out);
    },
    restore() {
      if (!moved) return;
      moved = false;
      sums.fill(0);
      for (const shard of shards) shard.restore(sums);
    },
    eachFired(visit) {
      for (const shard of shards) shard.eachFired(visit);
    },
    *rows() {
      for (const shard of shards) yield* shard.pieces();
    },
    dispose() {
      for (const shard of shards.splice(0)) shard.dispose();
    },
  };
}

/** ku [panels, n, 32] ← −u_i K_ij · scale, columns j in panels of 32. n² multiply-adds. */
function weighKernel({ n, kernel }: LiveLaw, u: Float64Array, scale: number, ku: Float32Array): void {
  for (let i = 0; i < n; i++) {
    const factor = -u[i] * scale;
    for (let j = 0; j < n; j++) ku[(j >> 5) * 32 * n + i * 32 + (j & 31)] = factor * kernel[i * n + j];
  }
}
