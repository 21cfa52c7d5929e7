// How the rows of a left operand are cut into strips of six, closed by strips of four where that wastes less.
import { tile4, tile6 } from "./tile";

/** Number of strips of four that close `rows` rows: 7 rows are 4 + 4, 9 are 6 + 4, 11 are 6 + 6. */
export function fours(rows: u32): u32 {
  const rest = rows % 6;
  if (rest == 0 || rest == 5) return 0;
  return rest <= 2 && rows > 6 ? 2 : 1;
}

/** Number of strips of six before them. */
export function sixes(rows: u32): u32 {
  const rest = rows - min(rows, 4 * fours(rows));
  return (rest + 5) / 6;
}

/** Rows with padding: what the strips of `rows` rows hold. */
export function stripRows(rows: u32): u32 {
  return 6 * sixes(rows) + 4 * fours(rows);
}

/** Most multiply-add steps between two touches of a tile: 8·4·400 bytes of B and 6·4·400 of A stay in the 32 KiB level-one cache. */
const DEPTH: u32 = 400;

/** Length of the equal pieces, at most DEPTH each, into which `inner` is cut. */
export function depthOf(inner: u32): u32 {
  const pieces = (inner + DEPTH - 1) / DEPTH;
  return (inner + pieces - 1) / pieces;
}

/** Bytes between two strips of height `h`; off a multiple of the page, so that strips do not share cache sets. */
export function stripStride(inner: u32, h: u32): usize {
  return (((<usize>inner * h * 4 + 63) >> 6) << 6) + 64;
}

/** Bytes of all strips of [rows, inner]; float64, so that a size beyond 32 bits does not wrap around. */
export function stripBytes(rows: u32, inner: u32): f64 {
  const rest: f64 = 127; // rounding and the gap between strips
  return <f64>sixes(rows) * (<f64>inner * 24 + rest) + <f64>fours(rows) * (<f64>inner * 16 + rest);
}

/**
 * C [stripRows(rows), 8] ← (C +) A[:, first … first+count−1] · B, with A in strips of the whole `inner`, B [count][8].
 * 8·rows·count multiply-adds.
 */
export function stripsTimesPanel(
  a: usize,
  rows: u32,
  inner: u32,
  first: u32,
  count: u32,
  b: usize,
  c: usize,
  add: bool,
): void {
  const six = stripStride(inner, 6);
  a += 24 * first;
  for (let s = sixes(rows); s > 0; s--, a += six, c += 192) tile6(count, a, b, c, add);
  a -= 8 * first;
  const four = stripStride(inner, 4);
  for (let s = fours(rows); s > 0; s--, a += four, c += 128) tile4(count, a, b, c, add);
}
