// C ← A·B after K. Goto, R. van de Geijn, "Anatomy of high-performance matrix multiplication", TOMS 34 (2008): A packed
// in strips that stay in the level-two cache, a run of columns of B in panels that pass through level one. Differences:
// the accumulating tiles live in a packed block of their own, written to C once, so that a power-of-two row stride of C
// costs nothing; one task is one block of C, so that every thread count gives the same bits.
import { Gemm } from "../dist/jobs";
import { packPanels, packStrips } from "./pack";
import { nextTask } from "./pool";
import { depthOf, stripBytes, stripRows, stripsTimesPanel } from "./strips";

// @ts-ignore: decorator
@inline
function panelStride(depth: u32): usize {
  return <usize>depth * 32 + 64;
}

// @ts-ignore: decorator
@inline
function tilesStride(rows: u32): usize {
  return <usize>stripRows(rows) * 32 + 64;
}

/** Bytes of scratch for each thread: a row block of A, one depth of a column block of B, and the block of C. */
export function gemmScratch(rowBlock: u32, inner: u32, colBlock: u32): f64 {
  const panels = (colBlock + 7) / 8;
  return (
    stripBytes(rowBlock, inner) + 64 +
    <f64>panels * <f64>panelStride(depthOf(inner)) +
    <f64>panels * <f64>tilesStride(rowBlock)
  );
}

function gemmTasks(g: Gemm): u32 {
  return ((g.rows + g.rowBlock - 1) / g.rowBlock) * ((g.cols + g.colBlock - 1) / g.colBlock);
}

/** What each thread does: blocks of C until none is left. */
export function gemmThread(g: Gemm, thread: u32): void {
  const rows = g.rows;
  const inner = g.inner;
  const cols = g.cols;
  const colBlocks = (cols + g.colBlock - 1) / g.colBlock;
  const tasks = gemmTasks(g);
  const depth = depthOf(inner);
  const strips: usize = g.scratch + thread * g.scratchBytes;
  const panels = strips + ((<usize>stripBytes(min(g.rowBlock, rows), inner) + 63) & ~63);
  const stride = panelStride(depth);
  const tiles = panels + ((min(g.colBlock, cols) + 7) / 8) * stride;
  let held: u32 = u32.MAX_VALUE;
  for (let task = nextTask(); task < tasks; task = nextTask()) {
    const row = (task / colBlocks) * g.rowBlock;
    const col = (task % colBlocks) * g.colBlock;
    const blockRows = min(g.rowBlock, rows - row);
    const blockCols = min(g.colBlock, cols - col);
    if (row != held) {
      if (g.aAcross) packStrips(g.a + row * 4, rows * 4, false, blockRows, inner, strips);
      else packStrips(g.a + row * inner * 4, inner * 4, true, blockRows, inner, strips);
      held = row;
    }
    const tileStride = tilesStride(blockRows);
    for (let k: u32 = 0; k < inner; k += depth) {
      const count = min(depth, inner - k);
      if (g.bDown) packPanels(g.b + (col * inner + k) * 4, inner * 4, true, blockCols, count, panels, stride);
      else packPanels(g.b + (k * cols + col) * 4, cols * 4, false, blockCols, count, panels, stride);
      for (let p: u32 = 0; p < (blockCols + 7) / 8; p++) {
        stripsTimesPanel(strips, blockRows, inner, k, count, panels + p * stride, tiles + p * tileStride, k != 0);
      }
    }
    unpack(tiles, tileStride, g.c + (row * cols + col) * 4, cols * 4, blockRows, blockCols);
  }
}

/** C [rows, cols] ← tiles [cols/8][rows][8]. */
function unpack(tiles: usize, stride: usize, c: usize, ld: usize, rows: u32, cols: u32): void {
  const rest = cols % 8;
  for (let r: u32 = 0; r < rows; r++) {
    let from = tiles + r * 32;
    let to = c + r * ld;
    for (let p = cols / 8; p > 0; p--, from += stride, to += 32) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
    }
    for (let lane: u32 = 0; lane < rest; lane++) store<f32>(to + lane * 4, load<f32>(from + lane * 4));
  }
}
