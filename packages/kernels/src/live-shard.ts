// The live neurons that one memory holds: neurons of consecutive slots, moved by the pass of assembly/live.ts.
import { freeMemory, type LiveLaw, type LiveRows } from "@widthwise/core";
import type { Engine } from "./engine.ts";
import { BLOCK, jobs } from "./jobs/fields.ts";
import { bytesOf, jobAt } from "./jobs/job.ts";
import { liveLayout, type PlacedRows, piecesOf, placeRows, type RowSource } from "./live-rows.ts";
import { placeTrees } from "./live-trees.ts";

const FLOAT = 4;

/** Most inputs for which sums over four are made: they take 16 n² bytes, and beyond 16 MiB they leave the caches. */
export const MOST_BY_SUMS = 1024;

/** How a pass moves and counts. */
interface Pass {
  /** move rows by sums over four inputs at once: n²/4 additions per row at most, however many inputs fire */
  readonly bySums: boolean;
  /** count |{r : i, j ∈ F_r}| on the way; otherwise `addOverlaps` counts when it is asked */
  readonly counting: boolean;
}

export interface Shard {
  readonly count: number;
  /** the unit with which the next memory begins, if one is left */
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
  /** nodes and rows that the last search looked at, and nodes that the last move raised; 0 without trees */
  readonly visits: number;
  readonly raised: number;
  /** One pass: z moves by ku [panels, n, 32] = −u_i K_ij/√m; sums [n] ← sums + f·√m of these neurons then, block by block. */
  move(ku: Float32Array, sums: Float64Array, how: Pass): void;
  /** Back to the initial z, and a pass that moves nothing. */
  restore(sums: Float64Array): void;
  /** out [n, n] ← out + |{r : i, j ∈ F_r}| in the lower triangle. */
  addOverlaps(out: Float64Array): void;
  pieces(): Generator<LiveRows>;
  /** visit(neuron, bits, at) for every row that fires, in order: bit i of the bytes from `at` on says whether at input i. */
  eachFired(visit: (neuron: number, bits: Uint8Array, at: number) => void): void;
  dispose(): void;
}

/**
 * Places what fits into the memory of rows from `source`, and adds their f·√m to `sums`. Undefined where not even one
 * unit fits. Whatever happens, the source is disposed of, at the latest with the shard.
 */
export function openShard(
  engine: Engine,
  law: LiveLaw,
  source: RowSource,
  bytesOfRow: number,
  sums: Float64Array,
): Shard | undefined {
  const { wasm, arena, threads } = engine;
  const { n } = law;
  const { np, rowBytes } = liveLayout(n);
  using opened = new DisposableStack();
  opened.defer(() => source.dispose());
  const beside = Object.values(sizesBeside(engine, n)).reduce((sum, bytes) => sum + bytes, 4096);
  const room = Math.max(0, Math.floor(((arena.largest - beside) / bytesOfRow) * 0.999));
  if (room < source.least) return undefined;
  const rows = placeRows(arena, source, rowBytes, Math.min(source.most, room));
  opened.defer(() => rows.dispose());
  const { at, chunk, blocks } = placeState(engine, n, rows, source.segments());
  opened.defer(() => arena.free(chunk));
  const trees = law.all === "trees" ? placeTrees(engine, at.job, blocks, n) : undefined;
  opened.defer(() => trees?.dispose());
  const job = jobAt(arena, at.job, jobs.Live);

  const { count, next } = rows;
  let active = count;
  let copy: Float32Array | undefined;
  let counted = false;
  let moves = 0;
  const pass = (total: Float64Array, { bySums, counting }: Pass) => {
    job.set({ sumsOfFour: bySums ? at.sumsOfFour : 0, counting: Number(counting) });
    counted = counting;
    const own = arena.f64(at.sums, n);
    own.set(total);
    active = wasm.move(at.job);
    total.set(own);
  };
  /** Who fires, from z alone: a pass over all rows, or over those that the trees find. */
  const find = (total: Float64Array, counting: boolean) => {
    if (trees !== undefined) trees.query();
    else wasm.reset(at.job);
    pass(total, { bySums: false, counting });
  };
  const scan = (total: Float64Array) => {
    trees?.build();
    find(total, true);
  };
  scan(sums);
  const total = (which: number) =>
    arena.f64(at.totals, 3 * threads).reduce((sum, value, k) => sum + (k % 3 === which ? value : 0), 0);
  const held = opened.move();
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
      return moves;
    },
    get visits() {
      return trees?.visits ?? 0;
    },
    get raised() {
      return trees?.raised ?? 0;
    },
    move(ku, sums, how) {
      arena.f32(at.ku, ku.length).set(ku);
      // live neurons alone tell who fires while they are moved; of all neurons it is found out anew
      pass(law.all ? sums.slice() : sums, law.all ? { ...how, counting: false } : how);
      moves = total(2);
      if (!law.all) return;
      trees?.raise();
      find(sums, how.counting);
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
      const stored = arena.f32(rows.z, count * np);
      if (copy === undefined) {
        rows.refill();
        if (2 * rowBytes * count < freeMemory()) copy = stored.slice();
      } else stored.set(copy);
      scan(total);
    },
    pieces: () => piecesOf(arena, rows, law, source.neurons),
    eachFired(visit) {
      const { bitBytes } = liveLayout(n);
      const [firsts, actives] = [arena.u32(at.firsts, blocks + 1), arena.u16(at.actives, blocks)];
      const [active, bits] = [arena.u8(at.active, count), arena.u8(at.bits, count * bitBytes)];
      for (let block = 0; block < blocks; block++) {
        const first = firsts[block];
        if (actives[block] === 0) continue;
        const neurons = source.neurons(
          arena.u32(rows.tags + FLOAT * first, firsts[block + 1] - first),
          first,
        );
        for (const id of active.slice(first, first + actives[block]).sort())
          visit(neurons[id], bits, (first + id) * bitBytes);
      }
    },
    dispose: () => held.dispose(),
  };
}

/** Bytes of what a pass works on beside the rows and their blocks. */
function sizesBeside({ wasm, threads }: Engine, n: number) {
  const { np, bitBytes, rowBytes, kuBytes } = liveLayout(n);
  return {
    sums: 8 * n,
    ku: kuBytes,
    sumsOfFour: n <= MOST_BY_SUMS ? wasm.sumsOfFourBytes(n) : 0,
    counts: threads * n * rowBytes,
    scratch: threads * Math.ceil(wasm.liveScratch(np, bitBytes) / 64) * 64,
  };
}

/** Allocates what a pass works on, and fills in its job. */
function placeState(engine: Engine, n: number, { count, z, tags }: PlacedRows, segments: Uint32Array) {
  const { arena, threads } = engine;
  const { np, bitBytes } = liveLayout(n);
  const firsts = blockFirsts(segments);
  const blocks = firsts.length - 1;
  const beside = sizesBeside(engine, n);
  const { chunk, at } = arena.carve(
    {
      job: bytesOf(jobs.Live),
      firsts: FLOAT * (blocks + 1),
      bits: count * bitBytes + 8,
      active: count,
      actives: blocks * 2,
      shares: blocks * n * 8,
      totals: threads * 24,
      ...beside,
    },
    `the state of ${count} live neurons`,
  );
  arena.u32(at.firsts, blocks + 1).set(firsts);
  const { job, ...addresses } = at;
  const sizes = { n, np, blocks, bitBytes, scratchBytes: beside.scratch / threads };
  jobAt(arena, job, jobs.Live).fill({ ...sizes, z, tags, ...addresses, counting: 0 });
  return { chunk, at, blocks };
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
