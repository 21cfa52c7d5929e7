import type { Arena } from "./arena.ts";
import type { Exports } from "./exports.ts";
import { jobs } from "./jobs/fields.ts";
import { bytesOf, jobAt } from "./jobs/job.ts";

/** C [rows, cols] ← A·B; `nt`: B is stored [cols, inner]; `tn`: A is stored [inner, rows]; all row-major float32. */
export interface GemmShape {
  readonly orientation: "nn" | "nt" | "tn";
  readonly rows: number;
  readonly inner: number;
  readonly cols: number;
}

/** A product with its operands in the kernels' memory. Views are taken anew at each call: the memory may have grown. */
export interface Gemm {
  /** operands as stored */
  a(): Float32Array;
  b(): Float32Array;
  /** result of the last run [rows, cols] */
  c(): Float32Array;
  /** rows·inner·cols multiply-adds */
  run(): void;
  dispose(): void;
}

/** Rows of A that one task packs: with a depth of 400 they fill half of a 1 MiB level-two cache. */
const MOST_ROWS = 384;
/** Columns of B that one task packs: runs of 1 KB in memory, and panels that share the level-two cache with A's strips. */
const MOST_COLS = 256;
/** Fewest columns worth a task, so that packing A anew is paid back. */
const FEWEST_COLS = 64;

/** Length of equal blocks, at most `most` each and a multiple of `unit`, that cover `count`. */
function blockOf(count: number, most: number, unit: number): number {
  return Math.ceil(count / Math.ceil(count / most) / unit) * unit;
}

/** Blocks of C: few and large for one thread, at least four a thread where there are more. */
function blocks({ rows, cols }: GemmShape, threads: number): { rowBlock: number; colBlock: number } {
  const rowBlock = blockOf(rows, MOST_ROWS, 6);
  let colBlock = blockOf(cols, MOST_COLS, 8);
  const wanted = threads === 1 ? 1 : (4 * threads) / Math.ceil(rows / rowBlock);
  while (colBlock > FEWEST_COLS && Math.ceil(cols / colBlock) < wanted)
    colBlock = blockOf(colBlock / 2, MOST_COLS, 8);
  return { rowBlock, colBlock };
}

export function openGemm(wasm: Exports, arena: Arena, threads: number, shape: GemmShape): Gemm {
  const { orientation, rows, inner, cols } = shape;
  for (const size of [rows, inner, cols]) {
    if (!Number.isInteger(size) || size < 1 || size > 2 ** 30) {
      throw new RangeError(
        `sizes of a product must be whole numbers from 1 to 2^30, got ${rows} × ${inner} × ${cols}`,
      );
    }
  }
  const { rowBlock, colBlock } = blocks(shape, threads);
  const scratch =
    Math.ceil(wasm.gemmScratch(Math.min(rowBlock, rows), inner, Math.min(colBlock, cols)) / 64) * 64;
  const { chunk, at } = arena.carve(
    {
      job: bytesOf(jobs.Gemm),
      a: 4 * rows * inner,
      b: 4 * inner * cols,
      c: 4 * rows * cols,
      scratch: threads * scratch,
    },
    `a product of ${rows} × ${inner} × ${cols}`,
  );
  jobAt(arena, at.job, jobs.Gemm).fill({
    ...{ rows, inner, cols, a: at.a, b: at.b, c: at.c },
    aAcross: Number(orientation === "tn"),
    bDown: Number(orientation === "nt"),
    ...{ rowBlock, colBlock, scratch: at.scratch, scratchBytes: scratch },
  });
  return {
    a: () => arena.f32(at.a, rows * inner),
    b: () => arena.f32(at.b, inner * cols),
    c: () => arena.f32(at.c, rows * cols),
    run: () => wasm.gemm(at.job),
    dispose: () => arena.free(chunk),
  };
}
