import { float32Above, float32Below, LIVE_CHUNK, type LiveLaw, streams } from "@widthwise/core";
import type { Arena, Chunk } from "./arena.ts";
import type { Exports } from "./exports.ts";

/** Neurons that are there already: their signs [count] and z [count, n]. */
export interface LiveRows {
  readonly count: number;
  readonly sign: ArrayLike<number>;
  readonly z: ArrayLike<number>;
}

/** The live neurons in the memory, float32 z, at their state after the last move; see assembly/live.ts. */
export interface LiveNeurons {
  readonly count: number;
  /** slots whose z was drawn, kept or not: n²/2 multiply-adds each */
  readonly drawn: number;
  /** rows that the next move reads and writes: the others fire nowhere and stay so */
  readonly active: number;
  /** z_r −= (a_r/√m) Σ_{i∈F_r} u_i K_i, u [n]; Σ|F_r|·n multiply-adds, then n compares a row. */
  move(u: Float64Array): void;
  /** f [n] ← outputs at the current z. */
  outputs(f: Float64Array): void;
  /** out [n, n] ← |{r : i, j ∈ F_r}| in the lower triangle, zero above it. */
  overlaps(out: Float64Array): void;
  /** Back to the initial z. The first call draws it anew and keeps the copy that later calls use. */
  restore(): void;
  /** Index [count], sign [count] and z [count, n] of the neurons. For checks. */
  rows(): { readonly neuron: Float64Array; readonly sign: Float64Array; readonly z: Float64Array };
  dispose(): void;
}

const FLOAT = 4;
const BLOCK = 256;
const PADDING = -3e38;
/** Chunks drawn before it is decided whether the rest will fit. */
const PILOT = 16;

/** Rows that `mean` expected ones do not exceed: eight standard deviations of a binomial count, never more than `most`. */
const ceilingOf = (mean: number, most: number) => Math.min(most, Math.ceil(mean + 8 * Math.sqrt(mean) + 64));

/** Draws the live neurons of a law, or takes them from `given`. */
export function openLive(
  wasm: Exports,
  arena: Arena,
  threads: number,
  law: LiveLaw,
  given?: LiveRows,
): LiveNeurons {
  const { n, width, kernel } = law;
  const np = Math.ceil(n / 16) * 16;
  const bitBytes = np <= 32 ? np / 8 : Math.ceil(np / 64) * 8;
  const rowBytes = FLOAT * np;
  /** of a row, in z, tags, bits, active rows and shares */
  const bytesOfRow = rowBytes + FLOAT + bitBytes + 1 + (8 * n + 2) / BLOCK;
  const chunks: Chunk[] = [];
  const keep = (chunk: Chunk) => {
    chunks.push(chunk);
    return chunk;
  };
  const free = arena.largest;
  const refuse = (rows: number) => {
    const bytes = Math.ceil(rows * bytesOfRow);
    throw new RangeError(
      `about ${rows} live neurons of width ${width} with n = ${n} need ${bytes} bytes; ${free} of the 4 GiB that WebAssembly can address are free`,
    );
  };
  const dispose = () => {
    for (const chunk of chunks) arena.free(chunk);
    chunks.length = 0;
  };

  try {
    const drawn = given === undefined ? sampler(wasm, arena, threads, law, np) : undefined;
    try {
      const least = Math.floor(given === undefined ? width * law.p : given.count);
      if (least * bytesOfRow > arena.largest) refuse(least);
      const most = given?.count ?? drawn?.most ?? 0;
      const capacity = Math.min(most, Math.floor((arena.largest / bytesOfRow) * 0.999));
      const tags = keep(arena.allocate(FLOAT * capacity, "signs of the live neurons"));
      const z = keep(arena.allocate(rowBytes * capacity, `z of at most ${capacity} live neurons`));
      const fill = () => {
        if (drawn !== undefined) return drawn.draw(tags.at, z.at, capacity, refuse);
        if (given !== undefined) upload(arena, given, n, np, tags.at, z.at);
        return most;
      };
      const count = fill();
      for (const [place, bytes] of [
        [0, FLOAT * count],
        [1, rowBytes * count],
      ] as const)
        chunks[place] = shrink(arena, chunks[place], bytes);

      const blocks = Math.ceil(count / BLOCK);
      const scratch = Math.ceil(wasm.liveScratch(n, np) / 64) * 64;
      const { chunk, at } = arena.carve(
        {
          job: 64,
          bits: count * bitBytes + 8,
          active: blocks * BLOCK,
          actives: blocks * 2,
          shares: blocks * n * 8,
          sums: n * 8,
          ku: (n + 1) * rowBytes,
          counts: threads * n * rowBytes,
          scratch: threads * scratch,
        },
        `the state of ${count} live neurons`,
      );
      keep(chunk);
      arena
        .u32(at.job, 16)
        .set([
          ...[n, np, count, z.at, tags.at, at.bits, bitBytes, at.active, at.actives],
          ...[at.shares, at.sums, at.ku, at.counts, at.scratch, scratch],
        ]);
      arena.f32(at.job, 16)[15] = float32Below(law.shift);
      const scale = 1 / Math.sqrt(width);
      let active = count;
      let moved = false;
      let copy: Float32Array | undefined;
      const scan = () => {
        wasm.reset(at.job);
        active = wasm.move(at.job);
      };
      scan();
      return {
        count,
        drawn: drawn?.slots() ?? 0,
        get active() {
          return active;
        },
        move(u) {
          moved = true;
          const ku = arena.f32(at.ku, (n + 1) * np).fill(0, n * np);
          for (let i = 0; i < n; i++) {
            const factor = -u[i] * scale;
            for (let j = 0; j < n; j++) ku[i * np + j] = factor * kernel[i * n + j];
            ku.fill(0, i * np + n, (i + 1) * np);
          }
          active = wasm.move(at.job);
        },
        outputs(f) {
          const sums = arena.f64(at.sums, n);
          for (let i = 0; i < n; i++) f[i] = scale * sums[i];
        },
        overlaps(out) {
          const counts = arena.u32(at.counts, threads * n * np);
          out.fill(0);
          for (let t = 0; t < threads; t++)
            for (let i = 0; i < n; i++)
              for (let j = 0; j <= i; j++) out[i * n + j] += counts[(t * n + i) * np + j];
        },
        restore() {
          if (!moved) return;
          moved = false;
          if (copy === undefined) {
            fill();
            copy = new Float32Array(arena.f32(z.at, count * np));
          } else arena.f32(z.at, count * np).set(copy);
          scan();
        },
        rows() {
          const stored = arena.f32(z.at, count * np);
          const words = arena.u32(tags.at, count);
          const out = new Float64Array(count * n);
          for (let r = 0; r < count; r++) for (let i = 0; i < n; i++) out[r * n + i] = stored[r * np + i];
          const sign = Float64Array.from(words, (word) => (word >>> 31 ? -1 : 1));
          return { neuron: drawn?.neurons(words) ?? new Float64Array(count), sign, z: out };
        },
        dispose() {
          dispose();
          drawn?.dispose();
        },
      };
    } catch (error) {
      drawn?.dispose();
      throw error;
    }
  } catch (error) {
    dispose();
    throw error;
  }
}

/** Gives back what lies behind the first `bytes` of a chunk. */
function shrink(arena: Arena, { at, bytes }: Chunk, used: number): Chunk {
  const kept = Math.min(bytes, Math.max(64, Math.ceil(used / 64) * 64));
  if (kept < bytes) arena.free({ at: at + kept, bytes: bytes - kept });
  return { at, bytes: kept };
}

/** z ← rows in float32, padded so that the padding never fires. */
function upload(arena: Arena, rows: LiveRows, n: number, np: number, tags: number, z: number): void {
  const to = arena.f32(z, rows.count * np);
  const words = arena.u32(tags, rows.count);
  for (let r = 0; r < rows.count; r++) {
    for (let i = 0; i < n; i++) to[r * np + i] = rows.z[r * n + i];
    to.fill(PADDING, r * np + n, (r + 1) * np);
    words[r] = rows.sign[r] < 0 ? 0x80000000 : 0;
  }
}

/** The law in the memory, ready to be drawn as often as wanted; see assembly/live-sample.ts. */
function sampler(wasm: Exports, arena: Arena, threads: number, law: LiveLaw, np: number) {
  const { n, width, shift, seed, twins, slots, p, logMiss, kernel, factor } = law;
  const chunks = Math.ceil(slots / LIVE_CHUNK);
  const probability = logMiss === undefined ? 1 : n * p;
  const inChunk = Math.min(slots, LIVE_CHUNK);
  const chunkRows = threads === 1 ? 0 : twins * ceilingOf(inChunk * probability, inChunk);
  const scratch = Math.ceil(wasm.sampleScratch(n, np, chunkRows) / 64) * 64;
  const { chunk, at } = arena.carve(
    {
      job: 144,
      factor: wasm.factorBytes(n),
      kernel: FLOAT * n * np,
      starts: 4 * (chunks + 1),
      scratch: threads * scratch,
    },
    `the law of ${n} inputs`,
  );
  packFactor(arena.f32(at.factor, wasm.factorBytes(n) / 4), factor, n);
  const rows = arena.f32(at.kernel, n * np).fill(0);
  for (let i = 0; i < n; i++) rows.set(kernel.subarray(i * n, (i + 1) * n), i * np);
  const job = () => arena.u32(at.job, 36);
  return {
    most: twins * ceilingOf(slots * probability, slots),
    slots: () => 8 * job()[24],
    /** Returns the number of rows; calls `refuse` with their estimated number where they do not fit. */
    draw(tags: number, z: number, capacity: number, refuse: (rows: number) => never): number {
      job().set([
        n,
        np,
        Number(logMiss === undefined),
        twins,
        at.factor,
        at.kernel,
        z,
        tags,
        capacity,
        0,
        0,
        0,
      ]);
      job().set(
        [at.starts, 0, 0, at.scratch, scratch, chunkRows, seed >>> 0, Math.floor(seed / 2 ** 32)],
        12,
      );
      job().set([streams.liveSkips, streams.live, streams.liveNormals, streams.signs, 0], 20);
      arena.f32(at.job, 28).set([float32Below(shift), float32Above(shift)], 25);
      arena.f64(at.job + 112, 4).set([slots, width, p, logMiss ?? 0]);
      for (let first = 0, end = Math.min(PILOT, chunks); first < chunks; first = end, end = chunks) {
        job().set([first, end], 13);
        wasm.sample(at.job);
        const [found, , overflow] = job().subarray(9, 12);
        if (overflow || (found / end) * chunks > capacity) refuse(Math.ceil((found / end) * chunks));
      }
      const count = job()[9];
      arena.u32(at.starts, chunks + 1)[chunks] = count;
      return count;
    },
    /** Index of each neuron from its tag. */
    neurons(tags: Uint32Array): Float64Array {
      const starts = arena.u32(at.starts, chunks + 1);
      const out = new Float64Array(tags.length);
      for (let c = 0; c < chunks; c++)
        for (let r = starts[c]; r < starts[c + 1]; r++)
          out[r] = (c * LIVE_CHUNK + (tags[r] & 0xffff)) * twins + ((tags[r] >>> 16) & 1);
      return out;
    },
    dispose: () => arena.free(chunk),
  };
}

/** strips [4s + 4][4] of four rows each ← the lower triangle of factor [n, n], zero above the diagonal. */
function packFactor(strips: Float32Array, factor: Float64Array, n: number): void {
  let to = 0;
  for (let first = 0; first < n; first += 4)
    for (let k = 0; k < first + 4; k++)
      for (let row = first; row < first + 4; row++)
        strips[to++] = row < n && k <= row ? factor[row * n + k] : 0;
}
