import {
  float32Above,
  float32Below,
  LIVE_CHUNK,
  type LiveLaw,
  liveNormalsStream,
  liveSkipsStream,
  liveStream,
  signsStream,
} from "@widthwise/core";
import type { Engine } from "./engine.ts";
import { jobs } from "./jobs/fields.ts";
import { bytesOf, jobAt } from "./jobs/job.ts";
import type { RowSource } from "./live-shard.ts";

const FLOAT = 4;

/** Chunks drawn before it is decided whether the rest will fit. */
const PILOT = 16;

/** Rows that `mean` expected ones do not exceed: eight standard deviations of a binomial count, never more than `most`. */
const ceilingOf = (mean: number, most: number) => Math.min(most, Math.ceil(mean + 8 * Math.sqrt(mean) + 64));

/** The largest mean whose ceiling is at most `rows`. */
const meanBelow = (rows: number) => (rows < 64 ? 0 : (Math.sqrt(rows - 48) - 4) ** 2);

/**
 * The rows of a law, drawn in the memory as often as wanted; see assembly/live-sample.ts. A unit is a chunk of slots.
 * `admit` is told how many rows the whole network will have and may throw.
 */
export function liveSampler(
  { wasm, arena, threads }: Engine,
  law: LiveLaw,
  np: number,
  origin: number,
  admit: (rows: number) => void,
): RowSource {
  const { n, width, shift, seed, twins, slots, p, logMiss, kernel, factor } = law;
  const chunks = Math.ceil(slots / LIVE_CHUNK);
  const probability = logMiss === undefined ? 1 : n * p;
  /** rows of so many slots, at most */
  const ceiling = (of: number) => twins * ceilingOf(of * probability, of);
  const behind = (chunk: number) => slots - chunk * LIVE_CHUNK;
  const inChunk = ceiling(Math.min(behind(origin), LIVE_CHUNK));
  const chunkRows = threads === 1 ? 0 : inChunk;
  const scratch = Math.ceil(wasm.sampleScratch(n, np, chunkRows) / 64) * 64;
  const { chunk, at } = arena.carve(
    {
      job: bytesOf(jobs.LiveLaw),
      factor: wasm.factorBytes(n),
      ends: n + 3,
      columns: 4 * n,
      kernel: FLOAT * n * np,
      starts: 4 * (chunks - origin + 1),
      scratch: threads * scratch,
    },
    `the law of ${n} inputs`,
  );
  const columns = packFactor(
    arena.f32(at.factor, wasm.factorBytes(n) / 4),
    arena.u32(at.ends, Math.ceil(n / 4)),
    factor,
    n,
  );
  arena.u32(at.columns, columns.length).set(columns);
  const rows = arena.f32(at.kernel, n * np).fill(0);
  for (let i = 0; i < n; i++) rows.set(kernel.subarray(i * n, (i + 1) * n), i * np);
  const job = jobAt(arena, at.job, jobs.LiveLaw);
  const starts = () => arena.u32(at.starts, chunks - origin + 1);
  let end = origin;

  const prepare = (tags: number, z: number, capacity: number) =>
    job.fill({
      ...{ n, np, everyone: Number(logMiss === undefined), twins, slots, width, p, logMiss: logMiss ?? 0 },
      ...{ factor: at.factor, rank: columns.length, ends: at.ends, columns: at.columns, kernel: at.kernel },
      ...{ shift: float32Below(shift), least: float32Above(shift) },
      ...{ z, tags, capacity, rows: 0, overflow: 0, macs: 0 },
      ...{ starts: at.starts, origin, firstChunk: origin, endChunk: origin, turn: 0 },
      ...{ scratch: at.scratch, scratchBytes: scratch, chunkRows },
      ...{ seedLow: seed >>> 0, seedHigh: Math.floor(seed / 2 ** 32), signStream: signsStream },
      ...{ skipStream: liveSkipsStream, placeStream: liveStream, normalStream: liveNormalsStream },
    });
  /** Draws chunks first … last − 1 behind the rows there are; returns how many there are then. */
  const draw = (first: number, last: number) => {
    job.set({ firstChunk: first, endChunk: last });
    wasm.sample(at.job);
    if (job.get("overflow"))
      throw new RangeError(`more live neurons in chunks ${first} to ${last} than eight deviations`);
    const count = job.get("rows");
    starts()[last - origin] = count;
    return count;
  };

  return {
    most: ceiling(behind(origin)),
    least: inChunk,
    get macs() {
      return job.get("macs");
    },
    fill(tags, z, capacity) {
      prepare(tags, z, capacity);
      let count = 0;
      for (let next = origin; next < chunks; next = end) {
        const room = Math.floor((capacity - count) / twins);
        let fits = Math.max(
          Math.floor(meanBelow(room) / (LIVE_CHUNK * probability)),
          Math.floor(room / LIVE_CHUNK),
        );
        if (ceiling(behind(next)) <= room * twins) fits = chunks;
        // there is room for one: the caller has looked
        if (next === origin) fits = Math.max(fits, 1);
        if (fits === 0) break;
        end = Math.min(chunks, next + (next === 0 ? Math.min(PILOT, fits) : fits));
        count = draw(next, end);
        if (next === 0) admit(Math.ceil((count / end) * chunks));
      }
      return { count, next: end === chunks ? undefined : end };
    },
    refill(tags, z, capacity) {
      prepare(tags, z, capacity);
      draw(origin, end);
    },
    segments: () => starts().subarray(0, end - origin + 1),
    neurons(tags, first) {
      const from = starts();
      let c = 0;
      return Float64Array.from(tags, (tag, r) => {
        while (from[c + 1] <= first + r) c++;
        return ((origin + c) * LIVE_CHUNK + (tag & 0xffff)) * twins + ((tag >>> 16) & 1);
      });
    },
    dispose: () => arena.free(chunk),
  };
}

/**
 * strips [ends_s][4] of four rows each ← the lower triangle of factor [n, n] without its zero columns, zero above the
 * diagonal; returns which columns are left. A column is zero where its pivot is: the input depends on those before it.
 */
function packFactor(strips: Float32Array, ends: Uint32Array, factor: Float64Array, n: number): number[] {
  const columns: number[] = [];
  let to = 0;
  for (let first = 0; first < n; first += 4) {
    for (let k = first; k < Math.min(n, first + 4); k++) if (factor[k * n + k] > 0) columns.push(k);
    ends[first / 4] = columns.length;
    for (const k of columns)
      for (let row = first; row < first + 4; row++)
        strips[to++] = row < n && k <= row ? factor[row * n + k] : 0;
  }
  return columns;
}
