// The live neurons that one memory holds: neurons of consecutive slots, moved by the pass of assembly/live.ts.
import { float32Below, type LiveLaw, type LiveRows } from "@widthwise/core";
import type { Chunk } from "./arena.ts";
import type { Engine } from "./engine.ts";
import { BLOCK, jobs } from "./jobs/fields.ts";
import { bytesOf, jobAt } from "./jobs/job.ts";

const FLOAT = 4;

/** Most inputs for which there is room for sums over fours, 16 n² bytes: beyond, they leave the caches. */
export const MOST_BY_SUMS = 1024;

/** Rows of one piece of `pieces`. */
const PIECE = 4096;

/** Where the rows of a memory come from: drawn or given, in units that are never split. */
export interface RowSource {
  /** rows that may come at most, and rows of one unit at most */
  readonly most: number;
  readonly least: number;
  /** multiply-adds spent on the last fill */
  readonly macs: number;
  /** Places as many units as surely fit: their rows, and the unit that comes next; absent: none is left. */
  fill(tags: number, z: number, capacity: number): { count: number; next: number | undefined };
  /** Places the same rows again. */
  refill(tags: number, z: number, capacity: number): void;
  /** First row of each segment, and the number of rows; a segment is never split over memories. */
  segments(): Uint32Array;
  /** Index among the m of the rows first … that have these tags. */
  neurons(tags: Uint32Array, first: number): Float64Array;
  dispose(): void;
}

export interface Pass {
  /** move rows by sums over four inputs at once: half of the additions and less where most of the fours have one that fires */
  readonly bySums: boolean;
  /** count |{r : i, j ∈ F_r}| on the way; otherwise `addOverlaps` does when it is asked */
  readonly counting: boolean;
}

export interface Shard {
  readonly count: number;
  /** unit that the next memory begins with; absent: all rows are placed */
  readonly next: number | undefined;
  /** multiply-adds that drawing took */
  readonly macs: number;
  /** rows that the next pass reads and writes */
  readonly active: number;
  /** Σ|F_r| */
  readonly fired: number;
  /** what the last counting took: additions one by one, and words combined */
  readonly words: number;
  /** rows of n numbers that the last move added to rows of z */
  readonly moves: number;
  /** One pass: z moves by ku [panels, n, 32] = −u_i K_ij/√m; sums [n] ← sums + f·√m of these neurons then, block by block. */
  move(ku: Float32Array, sums: Float64Array, how: Pass): void;
  /** Back to the initial z, and a pass that moves nothing. */
  restore(sums: Float64Array): void;
  /** out [n, n] ← out + |{r : i, j ∈ F_r}| in the lower triangle. */
  addOverlaps(out: Float64Array): void;
  pieces(): Generator<LiveRows>;
  dispose(): void;
}

/** Layout of the rows of n inputs. */
export function liveLayout(n: number) {
  /** floats in a row */
  const np = Math.ceil(n / 16) * 16;
  const bitBytes = np <= 32 ? np / 8 : Math.ceil(np / 64) * 8;
  const rowBytes = FLOAT * np;
  /** of a block: its first row, its number of active rows, its shares of f */
  const blockBytes = FLOAT + 2 + 8 * n;
  return {
    np,
    bitBytes,
    rowBytes,
    /** of the moves, in panels of 32 columns */
    kuBytes: FLOAT * 32 * n * Math.ceil(n / 32),
    /** bytes of a row and its part of a block, where segments have at least so many rows on average */
    bytesOfRow: (segmentRows: number) =>
      rowBytes + FLOAT + bitBytes + 1 + blockBytes / BLOCK + blockBytes / Math.max(1, segmentRows),
  };
}

/**
 * Places what fits into the memory of rows from `source`, and adds their f·√m to `sums`. Absent where not even one unit
 * fits. Whatever happens, the source is disposed of with the shard.
 */
export function openShard(
  { wasm, arena, threads }: Engine,
  { n, shift }: LiveLaw,
  source: RowSource,
  bytesOfRow: number,
  sums: Float64Array,
): Shard | undefined {
  const { np, bitBytes, rowBytes, kuBytes } = liveLayout(n);
  const scratch = Math.ceil(wasm.liveScratch(np, bitBytes) / 64) * 64;
  const sumsBytes = n <= MOST_BY_SUMS ? wasm.sumsOfFourBytes(n) : 0;
  const chunks: Chunk[] = [];
  const keep = (chunk: Chunk) => {
    chunks.push(chunk);
    return chunk;
  };
  const dispose = () => {
    for (const chunk of chunks) arena.free(chunk);
    chunks.length = 0;
    source.dispose();
  };
  try {
    const shared = kuBytes + sumsBytes + threads * (n * rowBytes + scratch) + 8 * n + 4096;
    const room = Math.max(0, Math.floor(((arena.largest - shared) / bytesOfRow) * 0.999));
    if (room < source.least) {
      dispose();
      return undefined;
    }
    const capacity = Math.min(source.most, room);
    const tags = keep(arena.allocate(FLOAT * capacity, "signs of the live neurons")).at;
    const z = keep(arena.allocate(rowBytes * capacity, `z of at most ${capacity} live neurons`)).at;
    const { count, next } = source.fill(tags, z, capacity);
    // candidates are drawn where they belong if they are kept: the last of them, with its twin, behind the last row
    const kept = Math.min(capacity, count + 2);
    for (const [place, bytes] of [FLOAT * kept, rowBytes * kept].entries()) {
      const { at, bytes: had } = chunks[place];
      const used = Math.min(had, Math.ceil(bytes / 64) * 64);
      if (used < had) arena.free({ at: at + used, bytes: had - used });
      chunks[place] = { at, bytes: used };
    }

    const firsts = blockFirsts(source.segments());
    const blocks = firsts.length - 1;
    const { chunk, at } = arena.carve(
      {
        job: bytesOf(jobs.Live),
        firsts: FLOAT * (blocks + 1),
        bits: count * bitBytes + 8,
        active: count,
        actives: blocks * 2,
        shares: blocks * n * 8,
        sums: n * 8,
        ku: kuBytes,
        sumsOfFour: sumsBytes,
        counts: threads * n * rowBytes,
        totals: threads * 24,
        scratch: threads * scratch,
      },
      `the state of ${count} live neurons`,
    );
    keep(chunk);
    arena.u32(at.firsts, blocks + 1).set(firsts);
    const { job: jobAddress, ...addresses } = at;
    const job = jobAt(arena, jobAddress, jobs.Live);
    job.fill({ n, np, blocks, z, tags, bitBytes, scratchBytes: scratch, counting: 0, ...addresses });
    const threshold = float32Below(shift);
    let active = count;
    let copy: Float32Array | undefined;
    let counted = false;
    const pass = (total: Float64Array, { bySums, counting }: Pass) => {
      job.set({ sumsOfFour: bySums ? at.sumsOfFour : 0, counting: Number(counting) });
      counted = counting;
      const own = arena.f64(at.sums, n);
      own.set(total);
      active = wasm.move(at.job);
      total.set(own);
    };
    const scan = (total: Float64Array) => {
      wasm.reset(at.job);
      pass(total, { bySums: false, counting: true });
    };
    scan(sums);
    const total = (which: number) =>
      arena.f64(at.totals, 3 * threads).reduce((sum, value, k) => sum + (k % 3 === which ? value : 0), 0);
    return {
      count,
      next,
      macs: source.macs,
      get active() {
        return active;
      },
      get fired() {
        return total(0);
      },
      get words() {
        return total(1);
      },
      get moves() {
        return total(2);
      },
      move(ku, sums, how) {
        arena.f32(at.ku, ku.length).set(ku);
        pass(sums, how);
      },
      addOverlaps(out) {
        if (!counted) wasm.count(at.job);
        counted = true;
        const counts = arena.u32(at.counts, threads * n * np);
        for (let t = 0; t < threads; t++)
          for (let i = 0; i < n; i++)
            for (let j = 0; j <= i; j++) out[i * n + j] += counts[(t * n + i) * np + j];
      },
      restore(total) {
        const stored = arena.f32(z, count * np);
        if (copy === undefined) {
          source.refill(tags, z, kept);
          if (2 * rowBytes * count < process.availableMemory()) copy = stored.slice();
        } else stored.set(copy);
        scan(total);
      },
      *pieces() {
        for (let first = 0; first < count; first += PIECE) {
          const rows = Math.min(PIECE, count - first);
          const stored = arena.f32(z + first * rowBytes, rows * np);
          const words = arena.u32(tags + FLOAT * first, rows);
          const out = new Float64Array(rows * n);
          const sign = Float64Array.from(words, (word) => (word >>> 31 ? -1 : 1));
          for (let r = 0; r < rows; r++)
            for (let i = 0; i < n; i++) out[r * n + i] = sign[r] * stored[r * np + i] + threshold;
          yield { count: rows, neuron: source.neurons(words, first), sign, z: out };
        }
      },
      dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** First row of each block, and the number of rows; blocks begin anew with every segment. */
function blockFirsts(segments: Uint32Array): Uint32Array {
  let blocks = 0;
  for (let s = 1; s < segments.length; s++) blocks += Math.ceil((segments[s] - segments[s - 1]) / BLOCK);
  const firsts = new Uint32Array(blocks + 1);
  let at = 0;
  for (let s = 1; s < segments.length; s++)
    for (let row = segments[s - 1]; row < segments[s]; row += BLOCK) firsts[at++] = row;
  firsts[at] = segments[segments.length - 1];
  return firsts;
}
