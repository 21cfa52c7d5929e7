// The rows of live neurons in one memory: how they lie, where they come from, and how as many as fit are placed.
import { float32Below, type LiveRows } from "@widthwise/core";
import type { Arena } from "./arena.ts";
import { BLOCK } from "./jobs/fields.ts";

const FLOAT = 4;

/** Rows of one piece of `piecesOf`. */
const PIECE = 4096;

/** Where the rows of a memory come from: drawn or given, in units that are never split. */
export interface RowSource {
  /** most rows that may come, and most rows of one unit */
  readonly most: number;
  readonly least: number;
  /** multiply-adds spent on the last fill */
  readonly macs: number;
  /** Places as many units as surely fit; returns their number of rows and the unit that comes next, if one is left. */
  fill(tags: number, z: number, capacity: number): { count: number; next: number | undefined };
  /** Places the same rows again. */
  refill(tags: number, z: number, capacity: number): void;
  /** First row of each segment, and the number of rows; a segment is never split over memories. */
  segments(): Uint32Array;
  /** Which of the m neurons the rows first …, with these tags, are. */
  neurons(tags: Uint32Array, first: number): Float64Array;
  dispose(): void;
}

/** Layout of the rows of n inputs. */
export function liveLayout(n: number) {
  /** floats in a row */
  const np = Math.ceil(n / 16) * 16;
  const bitBytes = np <= 32 ? np / 8 : Math.ceil(np / 64) * 8;
  const rowBytes = FLOAT * np;
  // of a block: its first row, its number of active rows, its shares of f
  const blockBytes = FLOAT + 2 + 8 * n;
  return {
    np,
    bitBytes,
    rowBytes,
    /** of the moves, in panels of 32 columns */
    kuBytes: FLOAT * 32 * n * Math.ceil(n / 32),
    /** bytes of a row and its part of a block, where segments have `segmentRows` rows on average or more */
    bytesOfRow: (segmentRows: number) =>
      rowBytes + FLOAT + bitBytes + 1 + blockBytes / BLOCK + blockBytes / Math.max(1, segmentRows),
  };
}

/** Rows that stand in a memory, at these addresses. */
export interface PlacedRows {
  readonly count: number;
  /** the unit that comes next, if one is left */
  readonly next: number | undefined;
  /** uint32 [count] */
  readonly tags: number;
  /** a_r (z_ri − b), float32 [count][np] */
  readonly z: number;
  /** Places the same rows again. */
  refill(): void;
  dispose(): void;
}

/** Places as many rows as surely fit into `capacity`, and gives back the memory behind them. */
export function placeRows(arena: Arena, source: RowSource, rowBytes: number, capacity: number): PlacedRows {
  using opened = new DisposableStack();
  let tags = arena.allocate(FLOAT * capacity, "signs of the live neurons");
  opened.defer(() => arena.free(tags));
  let z = arena.allocate(rowBytes * capacity, `z of at most ${capacity} live neurons`);
  opened.defer(() => arena.free(z));
  const { count, next } = source.fill(tags.at, z.at, capacity);
  // a candidate is drawn where it will stand if it is kept: the last one, with its twin, behind the last row
  const kept = Math.min(capacity, count + 2);
  tags = arena.shrink(tags, FLOAT * kept);
  z = arena.shrink(z, rowBytes * kept);
  const held = opened.move();
  return {
    count,
    next,
    tags: tags.at,
    z: z.at,
    refill: () => source.refill(tags.at, z.at, kept),
    dispose: () => held.dispose(),
  };
}

/** The rows in order, a few thousand at a time, with z from a_r (z_ri − b). */
export function* piecesOf(
  arena: Arena,
  { count, tags, z }: PlacedRows,
  { n, shift }: { readonly n: number; readonly shift: number },
  neurons: RowSource["neurons"],
): Generator<LiveRows> {
  const { np, rowBytes } = liveLayout(n);
  const threshold = float32Below(shift);
  for (let first = 0; first < count; first += PIECE) {
    const rows = Math.min(PIECE, count - first);
    const stored = arena.f32(z + first * rowBytes, rows * np);
    const words = arena.u32(tags + FLOAT * first, rows);
    const out = new Float64Array(rows * n);
    const sign = Float64Array.from(words, (word) => (word >>> 31 ? -1 : 1));
    for (let r = 0; r < rows; r++)
      for (let i = 0; i < n; i++) out[r * n + i] = sign[r] * stored[r * np + i] + threshold;
    yield { count: rows, neuron: neurons(words, first), sign, z: out };
  }
}
