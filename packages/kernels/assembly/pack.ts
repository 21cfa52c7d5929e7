// Packing: strips [inner][w] out of a row-major matrix, whose lanes (the w numbers that stand side by side in a strip)
// either lie side by side in memory, or each have a row of their own. Missing lanes of the last strip become zero.
import { fours, sixes, stripStride } from "./strips";

// @ts-ignore: decorator
@inline
function copyLanes(from: usize, to: usize, w: u32): void {
  v128.store(to, v128.load(from));
  if (w == 6) store<u64>(to, load<u64>(from, 16), 16);
  if (w == 8) v128.store(to, v128.load(from, 16), 16);
}

/**
 * Lanes side by side: source element (k, lane) at src + k·ld + 4·lane. Whole rows of lanes are read in turn, because
 * strip by strip each of them would be a cache miss, and often one in the same cache set; two rows at a time, because
 * together they fill a cache line of a panel.
 */
// @ts-ignore: decorator
@inline
function packAcross(src: usize, ld: usize, inner: u32, lanes: u32, w: u32, dst: usize, stride: usize): void {
  const whole = lanes / w;
  const rest = lanes % w;
  const row = w * 4;
  for (let k: u32 = 0; k < inner; k += 2) {
    let from = src + k * ld;
    let to = dst + k * row;
    if (k + 1 < inner) {
      for (let s = whole; s > 0; s--, from += row, to += stride) {
        copyLanes(from, to, w);
        copyLanes(from + ld, to + row, w);
      }
    } else {
      for (let s = whole; s > 0; s--, from += row, to += stride) copyLanes(from, to, w);
    }
  }
  if (rest == 0) return;
  src += whole * row;
  dst += whole * stride;
  for (let k: u32 = 0; k < inner; k++) {
    for (let lane: u32 = 0; lane < w; lane++) {
      store<f32>(dst + (k * w + lane) * 4, lane < rest ? load<f32>(src + k * ld + lane * 4) : 0);
    }
  }
}

/** Four numbers from each of four rows to four strip steps of w lanes. */
// @ts-ignore: decorator
@inline
function transpose4(from: usize, ld: usize, to: usize, w: u32): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + ld);
  const r2 = v128.load(from + 2 * ld);
  const r3 = v128.load(from + 3 * ld);
  const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const t1 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const t2 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(t0, t2, 0, 1, 4, 5));
  v128.store(to + w * 4, v128.shuffle<f32>(t0, t2, 2, 3, 6, 7));
  v128.store(to + w * 8, v128.shuffle<f32>(t1, t3, 0, 1, 4, 5));
  v128.store(to + w * 12, v128.shuffle<f32>(t1, t3, 2, 3, 6, 7));
}

/** Four numbers from each of two rows. */
// @ts-ignore: decorator
@inline
function transpose2(from: usize, ld: usize, to: usize, w: u32): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + ld);
  const low = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const high = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  v128.store_lane<u64>(to, low, 0);
  v128.store_lane<u64>(to + w * 4, low, 1);
  v128.store_lane<u64>(to + w * 8, high, 0);
  v128.store_lane<u64>(to + w * 12, high, 1);
}

/** Lanes in rows: source element (k, lane) at src + lane·ld + 4·k. */
// @ts-ignore: decorator
@inline
function packDown(src: usize, ld: usize, inner: u32, lanes: u32, w: u32, dst: usize, stride: usize): void {
  for (let first: u32 = 0; first < lanes; first += w, dst += stride, src += w * ld) {
    const filled = min(w, lanes - first);
    let k: u32 = 0;
    if (filled == w) {
      for (; k + 4 <= inner; k += 4) {
        const from = src + k * 4;
        const to = dst + k * w * 4;
        transpose4(from, ld, to, w);
        if (w == 6) transpose2(from + 4 * ld, ld, to + 16, w);
        if (w == 8) transpose4(from + 4 * ld, ld, to + 16, w);
      }
    }
    for (; k < inner; k++) {
      for (let lane: u32 = 0; lane < w; lane++) {
        store<f32>(dst + (k * w + lane) * 4, lane < filled ? load<f32>(src + lane * ld + k * 4) : 0);
      }
    }
  }
}

/**
 * dst ← strips of `lanes` rows of a left operand over the whole `inner`. `down`: the operand is stored [lanes, inner] with
 * row stride ld bytes; otherwise [inner, lanes]. O(lanes·inner).
 */
export function packStrips(src: usize, ld: usize, down: bool, lanes: u32, inner: u32, dst: usize): void {
  const six = sixes(lanes);
  const body = min(6 * six, lanes);
  const rest = lanes - body;
  const after = dst + six * stripStride(inner, 6);
  if (down) {
    packDown(src, ld, inner, body, 6, dst, stripStride(inner, 6));
    packDown(src + body * ld, ld, inner, rest, 4, after, stripStride(inner, 4));
  } else {
    packAcross(src, ld, inner, body, 6, dst, stripStride(inner, 6));
    packAcross(src + body * 4, ld, inner, rest, 4, after, stripStride(inner, 4));
  }
}

/** dst ← panels [inner][8] of `lanes` columns of a right operand, `stride` bytes apart; `down`: it is stored [lanes, inner]. */
export function packPanels(
  src: usize,
  ld: usize,
  down: bool,
  lanes: u32,
  inner: u32,
  dst: usize,
  stride: usize,
): void {
  if (down) packDown(src, ld, inner, lanes, 8, dst, stride);
  else packAcross(src, ld, inner, lanes, 8, dst, stride);
}
