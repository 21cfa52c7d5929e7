import { LIVE_CHUNK, type LiveLaw, type LiveRows } from "@widthwise/core";
import { NoRoom } from "./arena.ts";
import type { EngineAt } from "./engine.ts";
import { givenRows } from "./live-given.ts";
import { liveSampler } from "./live-sampler.ts";
import { liveLayout, MOST_BY_SUMS, openShard, type RowSource, type Shard } from "./live-shard.ts";

/**
 * The live neurons, z − b in float32, at their state after the last move: in as many memories as they need, neurons of
 * consecutive slots in each. f and the counts are the same, bit for bit, however many memories and threads there are.
 */
export interface LiveNeurons {
  readonly count: number;
  /** multiply-adds that drawing them took; 0 where they were given */
  readonly macs: number;
  /** memories that they lie in */
  readonly memories: number;
  /** rows that the next move reads and writes: the others fire nowhere and stay so */
  readonly active: number;
  /** Σ_r |F_r| */
  readonly fired: number;
  /** what the last counting took: additions one by one, and 32-bit words combined */
  readonly words: number;
  /**
   * z_r −= (a_r/√m) Σ_{i∈F_r} u_i K_i, u [n]; Σ|F_r|·n multiply-adds, fewer where many fire, then n compares a row.
   * `counting`: the overlaps will be asked for, so that they are best counted on the way. Returns the additions made.
   */
  move(u: Float64Array, counting: boolean): number;
  /** f [n] ← outputs at the current z. */
  outputs(f: Float64Array): void;
  /** out [n, n] ← |{r : i, j ∈ F_r}| in the lower triangle, zero above it; counts them where the last move did not. */
  overlaps(out: Float64Array): void;
  /** Back to the initial z. The first call makes it anew; later ones use the copy that this call keeps, if it has room. */
  restore(): void;
  /** The neurons in order, at their current z, a few thousand at a time. */
  rows(): Generator<LiveRows>;
  dispose(): void;
}

/** Draws the live neurons of a law, or takes them from `given`. */
export async function openLive(engineAt: EngineAt, law: LiveLaw, given?: LiveRows): Promise<LiveNeurons> {
  const { n, width, kernel, p, twins, slots } = law;
  const { np, kuBytes, bytesOfRow } = liveLayout(n);
  // the neurons that fire at the first input alone are so many a chunk
  const bytes = bytesOfRow(given?.count ?? twins * p * Math.min(slots, LIVE_CHUNK));
  const free = process.availableMemory();
  const admit = (rows: number) => {
    if (rows * bytes > free)
      throw new RangeError(
        `about ${rows} live neurons of width ${width} with n = ${n} need ${Math.ceil(rows * bytes)} bytes of memory, ${free} are free: choose a smaller width or n`,
      );
  };
  admit(given?.count ?? Math.floor(width * p));

  const shards: Shard[] = [];
  const dispose = () => {
    for (const shard of shards.splice(0)) shard.dispose();
  };
  const sums = new Float64Array(n);
  try {
    let next: number | undefined = 0;
    for (let index = 0; next !== undefined; index++) {
      const engine = await engineAt(index);
      const { arena } = engine;
      const { empty } = arena;
      let source: RowSource;
      try {
        source =
          given === undefined
            ? liveSampler(engine, law, np, next, admit)
            : givenRows(arena, given, law, np, next);
      } catch (error) {
        // other networks fill this memory: the next one has room
        if (error instanceof NoRoom && !empty) continue;
        throw error;
      }
      const shard = openShard(engine, law, source, bytes, sums);
      if (shard !== undefined) {
        shards.push(shard);
        next = shard.next;
      } else if (empty)
        throw new RangeError(
          `${source.least} neurons with n = ${n} do not fit into one memory, of which ${arena.largest} bytes are free`,
        );
    }
  } catch (error) {
    dispose();
    throw error;
  }

  const scale = 1 / Math.sqrt(width);
  const ku = new Float32Array(kuBytes / 4);
  /** of all memories together */
  const sum = (key: "count" | "macs" | "active" | "fired" | "words" | "moves") =>
    shards.reduce((total, shard) => total + shard[key], 0);
  /** additions that make the sums over fours: one for every subset and column */
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
    move(u, counting) {
      moved = true;
      // an eighth fired: by then the fours save more than looking them up costs; sixteen rows more, as many as a four has
      const bySums = n <= MOST_BY_SUMS && 8 * sum("fired") > (sum("active") + 16) * n;
      for (let i = 0; i < n; i++) {
        const factor = -u[i] * scale;
        for (let j = 0; j < n; j++) ku[(j >> 5) * 32 * n + i * 32 + (j & 31)] = factor * kernel[i * n + j];
      }
      sums.fill(0);
      for (const shard of shards) shard.move(ku, sums, { bySums, counting });
      return n * sum("moves") + (bySums ? shards.length * sumsMacs : 0);
    },
    outputs(f) {
      for (let i = 0; i < n; i++) f[i] = scale * sums[i];
    },
    overlaps(out) {
      out.fill(0);
      for (const shard of shards) shard.addOverlaps(out);
    },
    restore() {
      if (!moved) return;
      moved = false;
      sums.fill(0);
      for (const shard of shards) shard.restore(sums);
    },
    *rows() {
      for (const shard of shards) yield* shard.pieces();
    },
    dispose,
  };
}
