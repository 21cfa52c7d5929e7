// Philox4x32-10: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.

const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;

/** What a stream of draws depends on: the user's seed and what the draws are for. Plain data. */
export interface Key {
  /** integer, 0 ≤ seed < 2^53 */
  readonly seed: number;
  /** integer, 0 ≤ stream < 2^32: one per purpose, so that two uses of one seed never share a draw */
  readonly stream: number;
}

/** High 32 bits of the 64-bit product of two unsigned 32-bit integers, exact: every partial sum is below 2^32. */
function mulHigh(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  const low = a0 * b1 + (middle & 0xffff);
  return a1 * b1 + (middle >>> 16) + (low >>> 16);
}

/**
 * out [4] ← the Philox4x32-10 block of counter (c0, c1, c2, c3) under key (k0, k1), as unsigned 32-bit words.
 * Ten rounds, two 32×32→64 products each.
 */
export function philox(
  out: Uint32Array,
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
): void {
  let x0 = c0 >>> 0;
  let x1 = c1 >>> 0;
  let x2 = c2 >>> 0;
  let x3 = c3 >>> 0;
  let y0 = k0 >>> 0;
  let y1 = k1 >>> 0;
  for (let round = 0; round < 10; round++) {
    const high0 = mulHigh(M0, x0);
    const low0 = Math.imul(M0, x0) >>> 0;
    const high1 = mulHigh(M1, x2);
    const low1 = Math.imul(M1, x2) >>> 0;
    x0 = (high1 ^ x1 ^ y0) >>> 0;
    x1 = low1;
    x2 = (high0 ^ x3 ^ y1) >>> 0;
    x3 = low0;
    y0 = (y0 + W0) >>> 0;
    y1 = (y1 + W1) >>> 0;
  }
  out[0] = x0;
  out[1] = x1;
  out[2] = x2;
  out[3] = x3;
}

/**
 * Two 32-bit words to a uniform number strictly between 0 and 1: (k + ½)·2^-52 with k the 26 upper bits of each,
 * so that every value is exact and neither 0 nor 1 can occur.
 */
export function uniformOf(high: number, low: number): number {
  return ((high >>> 6) * 67108864 + (low >>> 6) + 0.5) * 2 ** -52;
}

const block = new Uint32Array(4);

/**
 * out [count] ← uniforms number first … first+count−1 of the key's stream, each in (0, 1). O(count).
 * Number j is half j mod 2 of block ⌊j/2⌋, so any range can be drawn alone, by any thread.
 */
export function fillUniforms(key: Key, first: number, out: Float64Array): void {
  const k0 = key.seed >>> 0;
  const k1 = Math.floor(key.seed / 2 ** 32) >>> 0;
  for (let o = 0; o < out.length; ) {
    const index = first + o;
    const number = Math.floor(index / 2);
    philox(block, number >>> 0, Math.floor(number / 2 ** 32), key.stream, 0, k0, k1);
    if (index % 2 === 0) out[o++] = uniformOf(block[0], block[1]);
    if (o < out.length) out[o++] = uniformOf(block[2], block[3]);
  }
}
