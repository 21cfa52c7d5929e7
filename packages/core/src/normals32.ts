// Standard normal draws in float32, four per Philox block, for states that hold float32 anyway. Quantile by M. Wichura,
// "Algorithm AS 241", Applied Statistics 37 (1988), PPND7 (seven digits), in float32 operations of one fixed order, so that
// WebAssembly draws the same bits. Difference: the uniform is a sign and a tail probability down to 2^-33, so that the far
// tail of the algorithm, r > 5, is never reached.
import { type Key, philox } from "./philox.ts";

const { fround, sqrt } = Math;
const centre = Float32Array.of(
  ...[3.3871327179, 50.434271938, 159.2911132, 59.10937472, 17.895169469, 78.757757664, 67.1875636],
);
const shoulder = Float32Array.of(
  ...[1.4234372777, 2.75681539, 1.3067284816, 0.17023821103, 0.7370016425, 0.12021132975],
);
const CENTRE_LIMIT = fround(0.425);
const CENTRE_SQUARE = fround(0.180625);
const SHOULDER_START = fround(1.6);
/** FreeBSD's e_logf.c */
const logarithm = Float32Array.of(
  ...[
    Math.SQRT1_2,
    0.40000972152,
    0.24279078841,
    0.66666662693,
    0.28498786688,
    0.69313812256,
    9.0580006145e-6,
  ],
);

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** sum·r + c, each operation rounded. */
const step = (sum: number, r: number, c: number) => fround(fround(sum * r) + c);

/** ln x in float32 for normal float32 x > 0. */
function log32(x: number): number {
  float[0] = x;
  let exponent = (bits[0] >>> 23) - 126;
  bits[0] = (bits[0] & 0x007fffff) | 0x3f000000;
  let mantissa = float[0];
  if (mantissa < logarithm[0]) {
    mantissa *= 2;
    exponent -= 1;
  }
  const f = fround(mantissa - 1);
  const s = fround(f / fround(2 + f));
  const z = fround(s * s);
  const w = fround(z * z);
  const even = fround(w * step(logarithm[2], w, logarithm[1]));
  const odd = fround(z * step(logarithm[4], w, logarithm[3]));
  const half = fround(fround(0.5 * f) * f);
  const correction = fround(fround(s * fround(half + fround(even + odd))) + fround(exponent * logarithm[6]));
  return fround(fround(exponent * logarithm[5]) - fround(fround(half - correction) - f));
}

/**
 * The float32 normal of a 32-bit word: its top bit is the sign (1: negative), the others k give the upper tail
 * h = (k + ½)·2^-32 of the absolute value. Relative error below 5e-7.
 */
export function normal32(word: number): number {
  const k = word & 0x7fffffff;
  const q = fround(fround(fround(k ^ 0x7fffffff) + 0.5) * 2 ** -32);
  let z: number;
  if (q <= CENTRE_LIMIT) {
    const r = fround(CENTRE_SQUARE - fround(q * q));
    const top = step(step(step(centre[3], r, centre[2]), r, centre[1]), r, centre[0]);
    const bottom = step(step(step(centre[6], r, centre[5]), r, centre[4]), r, 1);
    z = fround(q * fround(top / bottom));
  } else {
    const h = fround(fround(fround(k) + 0.5) * 2 ** -32);
    const r = fround(fround(sqrt(-log32(h))) - SHOULDER_START);
    const top = step(step(step(shoulder[3], r, shoulder[2]), r, shoulder[1]), r, shoulder[0]);
    const bottom = step(step(shoulder[5], r, shoulder[4]), r, 1);
    z = fround(top / bottom);
  }
  return word >>> 31 ? -z : z;
}

const block = new Uint32Array(4);

/**
 * out ← float32 normals number first … first+out.length−1 of the key's stream: number j is word j mod 4 of block ⌊j/4⌋,
 * so any range can be drawn alone, by any thread. O(count).
 */
export function fillNormals32(key: Key, first: number, out: Float32Array): void {
  const k0 = key.seed >>> 0;
  const k1 = Math.floor(key.seed / 2 ** 32) >>> 0;
  let held = -1;
  for (let o = 0; o < out.length; o++) {
    const number = Math.floor((first + o) / 4);
    if (number !== held) philox(block, number >>> 0, Math.floor(number / 2 ** 32), key.stream, 0, k0, k1);
    held = number;
    out[o] = normal32(block[(first + o) % 4]);
  }
}
