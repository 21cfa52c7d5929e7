// The law of the live neurons in a memory, from which chunks of slots are drawn; see assembly/live-sample.ts.
import {
  float32Above,
  float32Below,
  type LiveLaw,
  liveNormalsStream,
  liveSkipsStream,
  liveStream,
  signsStream,
} from "@widthwise/core";
import type { Engine } from "./engine.ts";
import { jobs } from "./jobs/fields.ts";
import { bytesOf, jobAt } from "./jobs/job.ts";
import { liveLayout } from "./live-rows.ts";

const FLOAT = 4;

/** Which chunks of a law are drawn here. */
export interface Range {
  /** the first chunk of the rows of this memory */
  readonly origin: number;
  /** chunks of the whole law */
  readonly chunks: number;
  /** most rows of one chunk */
  readonly chunkRows: number;
}

export interface PlacedLaw {
  /** Says where the rows are to stand, and that there are none yet. */
  begin(tags: number, z: number, capacity: number): void;
  /** Draws chunks first … last − 1 behind the rows there are; returns how many there are then. */
  draw(first: number, last: number): number;
  /** First row of chunks origin … of those drawn, and the number of rows behind the last; more than that is undefined. */
  starts(): Uint32Array;
  /** multiply-adds since `begin` */
  readonly macs: number;
  dispose(): void;
}

export function placeLaw({ wasm, arena, threads }: Engine, law: LiveLaw, range: Range): PlacedLaw {
  const { n, width, shift, seed, twins, slots, p, logMiss, kernel, factor } = law;
  const { origin, chunks } = range;
  const { np } = liveLayout(n);
  // a single thread draws straight to where the rows belong
  const chunkRows = threads === 1 ? 0 : range.chunkRows;
  const scratchBytes = Math.ceil(wasm.sampleScratch(n, np, chunkRows) / 64) * 64;
  const sizes = {
    job: bytesOf(jobs.LiveLaw),
    factor: wasm.factorBytes(n),
    ends: FLOAT * Math.ceil(n / 4),
    columns: FLOAT * n,
    kernel: FLOAT * n * np,
    starts: FLOAT * (chunks - origin + 1),
    scratch: threads * scratchBytes,
  };
  const { chunk, at } = arena.carve(sizes, `the law of ${n} inputs`);
  const strips = arena.f32(at.factor, sizes.factor / FLOAT);
  const columns = packFactor(strips, arena.u32(at.ends, Math.ceil(n / 4)), factor, n);
  arena.u32(at.columns, columns.length).set(columns);
  const rows = arena.f32(at.kernel, n * np).fill(0);
  for (let i = 0; i < n; i++) rows.set(kernel.subarray(i * n, (i + 1) * n), i * np);

  const { job: address, ...addresses } = at;
  const job = jobAt(arena, address, jobs.LiveLaw);
  job.fill({
    ...{
      n,
      np,
      width,
      slots,
      twins,
      p,
      logMiss: logMiss ?? 0,
      everyone: law.all ? 2 : Number(logMiss === undefined),
    },
    ...{ ...addresses, rank: columns.length, scratchBytes, chunkRows },
    ...{ shift: float32Below(shift), least: float32Above(shift) },
    ...{ seedLow: seed >>> 0, seedHigh: Math.floor(seed / 2 ** 32), signStream: signsStream },
    ...{ skipStream: liveSkipsStream, placeStream: liveStream, normalStream: liveNormalsStream },
    ...{ origin, firstChunk: origin, endChunk: origin, turn: origin },
    ...{ tags: 0, z: 0, capacity: 0, rows: 0, overflow: 0, macs: 0 },
  });
  const starts = () => arena.u32(at.starts, chunks - origin + 1);
  return {
    begin: (tags, z, capacity) => job.set({ tags, z, capacity, rows: 0, overflow: 0, macs: 0 }),
    draw(first, last) {
      job.set({ firstChunk: first, endChunk: last });
      wasm.sample(address);
      if (job.get("overflow"))
        throw new RangeError(`more live neurons in chunks ${first} to ${last} than eight deviations`);
      const count = job.get("rows");
      starts()[last - origin] = count;
      return count;
    },
    starts,
    get macs() {
      return job.get("macs");
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
