// Standard normal draws in float32, four per Philox block, bit for bit core's normals32.ts: the same float32 operations in
// the same order; nothing relaxed. The bulk goes without branches; the 15 % of draws in the tails are gathered and done
// after it.
import { high, low } from "./normals";

/** of Philox: two multipliers, two key steps */
const PHILOX = memory.data<i32>([0xd2511f53, 0xcd9e8d57, 0x9e3779b9, 0xbb67ae85]);
/** AS 241, PPND7: numerator c[0..3], denominator 1 + c[4..6] (centre) or c[4..5] (shoulder) */
const CENTRE = memory.data<f32>([
  3.3871327179, 50.434271938, 159.2911132, 59.109374720, 17.895169469, 78.757757664, 67.187563600,
]);
const SHOULDER = memory.data<f32>([1.4234372777, 2.7568153900, 1.3067284816, 0.17023821103, 0.73700164250, 0.12021132975]);
/** of `quantiles32`: limit of the centre, its square, 2^-32, ½, 1, where the shoulder starts */
const LIMITS = memory.data<f32>([0.425, 0.180625, 2.3283064365386963e-10, 0.5, 1, 1.6]);
/** of `log32`: √½, the even and the odd coefficients of FreeBSD's e_logf.c, ln 2 in two parts */
const LOG = memory.data<f32>([
  0.70710678118, 0.40000972152, 0.24279078841, 0.66666662693, 0.28498786688, 0.69313812256, 9.0580006145e-6, 2,
]);
/** by bit mask of four lanes: the byte shuffle that moves the marked lanes to the front */
const FRONT = memory.data<u32>([
  0x03020100, 0x03020100, 0x03020100, 0x03020100,
  0x03020100, 0x03020100, 0x03020100, 0x03020100,
  0x07060504, 0x03020100, 0x03020100, 0x03020100,
  0x03020100, 0x07060504, 0x03020100, 0x03020100,
  0x0b0a0908, 0x03020100, 0x03020100, 0x03020100,
  0x03020100, 0x0b0a0908, 0x03020100, 0x03020100,
  0x07060504, 0x0b0a0908, 0x03020100, 0x03020100,
  0x03020100, 0x07060504, 0x0b0a0908, 0x03020100,
  0x0f0e0d0c, 0x03020100, 0x03020100, 0x03020100,
  0x03020100, 0x0f0e0d0c, 0x03020100, 0x03020100,
  0x07060504, 0x0f0e0d0c, 0x03020100, 0x03020100,
  0x03020100, 0x07060504, 0x0f0e0d0c, 0x03020100,
  0x0b0a0908, 0x0f0e0d0c, 0x03020100, 0x03020100,
  0x03020100, 0x0b0a0908, 0x0f0e0d0c, 0x03020100,
  0x07060504, 0x0b0a0908, 0x0f0e0d0c, 0x03020100,
  0x03020100, 0x07060504, 0x0b0a0908, 0x0f0e0d0c,
]);
const SIGN_BIT = memory.data<u32>([0x80000000, 0x7fffffff]);
const OFFSETS = memory.data<u32>([0, 4, 8, 12]);

/** out + w·stride ← word w of the four Philox blocks with counters (x0, x1), lane by lane, w < 4. */
// @ts-ignore: decorator
@inline
export function words4(k0: u32, k1: u32, stream: u32, x0: v128, x1: v128, out: usize, stride: usize): void {
  let x2 = i32x4.splat(stream);
  let x3 = i32x4.splat(0);
  const m0 = v128.load_splat<u32>(PHILOX);
  const m1 = v128.load_splat<u32>(PHILOX, 4);
  let y0 = i32x4.splat(k0);
  let y1 = i32x4.splat(k1);
  const w0 = v128.load_splat<u32>(PHILOX, 8);
  const w1 = v128.load_splat<u32>(PHILOX, 12);
  for (let round = 0; round < 10; round++) {
    const p = i64x2.extmul_low_i32x4_u(x0, m0);
    const q = i64x2.extmul_high_i32x4_u(x0, m0);
    const r = i64x2.extmul_low_i32x4_u(x2, m1);
    const s = i64x2.extmul_high_i32x4_u(x2, m1);
    x0 = v128.xor(v128.xor(high(r, s), x1), y0);
    x2 = v128.xor(v128.xor(high(p, q), x3), y1);
    x1 = low(r, s);
    x3 = low(p, q);
    y0 = i32x4.add(y0, w0);
    y1 = i32x4.add(y1, w1);
  }
  v128.store(out, x0);
  v128.store(out + stride, x1);
  v128.store(out + 2 * stride, x2);
  v128.store(out + 3 * stride, x3);
}

// @ts-ignore: decorator
@inline
function step(sum: v128, r: v128, coefficient: usize): v128 {
  return f32x4.add(f32x4.mul(sum, r), v128.load_splat<f32>(coefficient));
}

/** ln x of four normal numbers x > 0. */
// @ts-ignore: decorator
@inline
function log32(x: v128): v128 {
  const bits = i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(126));
  let mantissa = v128.or(v128.and(x, i32x4.splat(0x007fffff)), i32x4.splat(0x3f000000));
  const small = f32x4.lt(mantissa, v128.load_splat<f32>(LOG));
  // doubling is exact, and a true lane is −1
  mantissa = f32x4.add(mantissa, v128.and(mantissa, small));
  const exponent = f32x4.convert_i32x4_s(i32x4.add(bits, small));
  const f = f32x4.sub(mantissa, v128.load_splat<f32>(LIMITS, 16));
  const s = f32x4.div(f, f32x4.add(v128.load_splat<f32>(LOG, 28), f));
  const z = f32x4.mul(s, s);
  const w = f32x4.mul(z, z);
  const even = f32x4.mul(w, step(v128.load_splat<f32>(LOG, 8), w, LOG + 4));
  const odd = f32x4.mul(z, step(v128.load_splat<f32>(LOG, 16), w, LOG + 12));
  const half = f32x4.mul(f32x4.mul(v128.load_splat<f32>(LIMITS, 12), f), f);
  const correction = f32x4.add(
    f32x4.mul(s, f32x4.add(half, f32x4.add(even, odd))),
    f32x4.mul(exponent, v128.load_splat<f32>(LOG, 24)),
  );
  return f32x4.sub(
    f32x4.mul(exponent, v128.load_splat<f32>(LOG, 20)),
    f32x4.sub(f32x4.sub(half, correction), f),
  );
}

/** Bytes of work space for `quantiles32` of `count` words. */
// @ts-ignore: decorator
@inline
export function quantileSpace(count: u32): u32 {
  return 8 * count + 64;
}

/** out [count] ← normals of the words out [count], count a multiple of 4. O(count). */
export function quantiles32(out: usize, count: u32, work: usize): void {
  const places = work + 4 * count + 32;
  let tails: u32 = 0;
  const end = out + 4 * count;
  for (let at = out; at < end; at += 16) {
    const word = v128.load(at);
    const below = v128.load_splat<u32>(SIGN_BIT, 4);
    const k = v128.and(word, below);
    let q = f32x4.convert_i32x4_s(v128.xor(k, below));
    q = f32x4.mul(f32x4.add(q, v128.load_splat<f32>(LIMITS, 12)), v128.load_splat<f32>(LIMITS, 8));
    const outside = i32x4.bitmask(f32x4.gt(q, v128.load_splat<f32>(LIMITS)));
    const front = v128.load(FRONT + 16 * outside);
    v128.store(work + 4 * tails, i8x16.swizzle(word, front));
    v128.store(places + 4 * tails, i8x16.swizzle(i32x4.add(i32x4.splat(<u32>at), v128.load(OFFSETS)), front));
    tails += popcnt(outside);
    const r = f32x4.sub(v128.load_splat<f32>(LIMITS, 4), f32x4.mul(q, q));
    let top = step(v128.load_splat<f32>(CENTRE, 12), r, CENTRE + 8);
    let bottom = step(v128.load_splat<f32>(CENTRE, 24), r, CENTRE + 20);
    top = step(top, r, CENTRE + 4);
    bottom = step(bottom, r, CENTRE + 16);
    top = step(top, r, CENTRE);
    bottom = step(bottom, r, LIMITS + 16);
    const z = f32x4.mul(q, f32x4.div(top, bottom));
    v128.store(at, v128.xor(z, v128.andnot(word, below)));
  }
  if (tails == 0) return;
  // they are done four at a time: copies of the last one fill up the last four
  v128.store(work + 4 * tails, v128.load_splat<u32>(work + 4 * tails - 4));
  v128.store(places + 4 * tails, v128.load_splat<u32>(places + 4 * tails - 4));
  for (let t: u32 = 0; t < tails; t += 4) {
    const word = v128.load(work + 4 * t);
    const below = v128.load_splat<u32>(SIGN_BIT, 4);
    let h = f32x4.convert_i32x4_s(v128.and(word, below));
    h = f32x4.mul(f32x4.add(h, v128.load_splat<f32>(LIMITS, 12)), v128.load_splat<f32>(LIMITS, 8));
    const r = f32x4.sub(f32x4.sqrt(f32x4.neg(log32(h))), v128.load_splat<f32>(LIMITS, 20));
    let top = step(v128.load_splat<f32>(SHOULDER, 12), r, SHOULDER + 8);
    let bottom = step(v128.load_splat<f32>(SHOULDER, 20), r, SHOULDER + 16);
    top = step(top, r, SHOULDER + 4);
    bottom = step(bottom, r, LIMITS + 16);
    top = step(top, r, SHOULDER);
    const z = v128.xor(f32x4.div(top, bottom), v128.andnot(word, below));
    v128.store_lane<u32>(load<u32>(places + 4 * t), z, 0);
    v128.store_lane<u32>(load<u32>(places + 4 * t, 4), z, 1);
    v128.store_lane<u32>(load<u32>(places + 4 * t, 8), z, 2);
    v128.store_lane<u32>(load<u32>(places + 4 * t, 12), z, 3);
  }
}

/** out [count] ← normals of Philox blocks number … of the key's stream, count a multiple of 16; work by quantileSpace. */
export function fillNormals32(k0: u32, k1: u32, stream: u32, number: u64, count: u32, out: usize, work: usize): void {
  const end = out + 4 * count;
  for (let at = out; at < end; at += 64, number += 4) {
    const first = i64x2.add(i64x2.splat(number), i64x2(0, 1));
    const second = i64x2.add(first, i64x2.splat(2));
    words4(k0, k1, stream, low(first, second), high(first, second), at, 16);
    transpose(at, at, 16);
  }
  quantiles32(out, count, work);
}

/** to [4][4], rows `stride` bytes apart ← the transpose of from [4][4], contiguous. */
// @ts-ignore: decorator
@inline
function transpose(from: usize, to: usize, stride: usize): void {
  const a = v128.load(from);
  const b = v128.load(from, 16);
  const c = v128.load(from, 32);
  const d = v128.load(from, 48);
  const t0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const t1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const t2 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const t3 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(t0, t2, 0, 1, 4, 5));
  v128.store(to + stride, v128.shuffle<f32>(t0, t2, 2, 3, 6, 7));
  v128.store(to + 2 * stride, v128.shuffle<f32>(t1, t3, 0, 1, 4, 5));
  v128.store(to + 3 * stride, v128.shuffle<f32>(t1, t3, 2, 3, 6, 7));
}
