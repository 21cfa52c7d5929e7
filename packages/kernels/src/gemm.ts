// Dense products C ← A·B with all three operands in the kernels' memory; see assembly/gemm.ts.
import { checkSizes } from "./check.ts";
import type { Engine } from "./engine.ts";
import { jobs } from "./jobs/fields.ts";
import { bytesOf, jobAt } from "./jobs/job.ts";

/** C [rows, cols] ← A·B; `nt`: B is stored [cols, inner]; `tn`: A is stored [inner, rows]; all row-major float32. */
export interface GemmShape {
  readonly orientation: "nn" | "nt" | "tn";
  readonly rows: number;
  readonly inner: number;
  readonly cols: number;
}

/** A product whose operands lie in the kernels' memory; `a`, `b` and `c` are views of them, valid until `dispose`. */
export interface Gemm {
  /** A as stored, rows·inner numbers, to be filled by the caller */
  a(): Float32Array;
  /** B as stored, inner·cols numbers, to be filled by the caller */
  b(): Float32Array;
  /** C of the last run [rows, cols] */
  c(): Float32Array;
  /** C ← A·B; rows·inner·cols multiply-adds, on all threads, the same bits on any number of them. */
  run(): void;
  /** Frees the operands. */
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

/** Blocks of C: few and large for one thread, at least four per thread where there are more. */
function blocks({ rows, cols }: GemmShape, threads: number): { rowBlock: number; colBlock: number } {
  const rowBlock = blockOf(rows, MOST_ROWS, 6);
  let colBlock = blockOf(cols, MOST_COLS, 8);
  const wanted = threads === 1 ? 1 : (4 * threads) / Math.ceil(rows / rowBlock);
  while (colBlock > FEWEST_COLS && Math.ceil(cols / colBlock) < wanted)
    colBlock = blockOf(colBlock / 2, MOST_COLS, 8);
  return { rowBlock, colBlock };
}

/** Allocates the operands of a product; their contents are whatever the memory held. */
export function openGemm({ wasm, arena, threads }: Engine, shape: GemmShape): Gemm {
  const { orientation, rows, inner, cols } = shape;
  checkSizes("rows, inner and cols of a product", [rows, inner, cols], 2 ** 30);
  const { rowBlock, colBlock } = blocks(shape, threads);
  const scratchBytes =
    Math.ceil(wasm.gemmScratch(Math.min(rowBlock, rows), inner, Math.min(colBlock, cols)) / 64) * 64;
  const { chunk, at } = arena.carve(
    {
      job: bytesOf(jobs.Gemm),
      a: 4 * rows * inner,
      b: 4 * inner * cols,
      c: 4 * rows * cols,
      scratch: threads * scratchBytes,
    },
    `a product of ${rows} × ${inner} × ${cols}`,
  );
  const { job, ...addresses } = at;
  jobAt(arena, job, jobs.Gemm).fill({
    ...{ rows, inner, cols, ...addresses, rowBlock, colBlock, scratchBytes },
    aAcross: Number(orientation === "tn"),
    bDown: Number(orientation === "nt"),
  });
  return {
    a: () => arena.f32(at.a, rows * inner),
    b: () => arena.f32(at.b, inner * cols),
    c: () => arena.f32(at.c, rows * cols),
    run: () => wasm.gemm(at.job),
    dispose: () => arena.free(chunk),
  };
}
