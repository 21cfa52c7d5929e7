// Standard normal draws, bit for bit those of @widthwise/core: philox.ts, natural-log.ts and normal.ts in the same order
// of the same float64 operations; nothing relaxed. Differences in form only: four Philox blocks at a time, two quantiles
// at a time, the bulk without branches, and the 15 % of draws in the tails gathered and done after it. Constants are
// loaded from memory, because V8 builds a literal vector anew wherever it is used.

/** Upper (odd) or lower (even) words of four 64-bit products. */
// @ts-ignore: decorator
@inline
export function high(p: v128, q: v128): v128 {
  return v128.shuffle<i32>(p, q, 1, 3, 5, 7);
}

// @ts-ignore: decorator
@inline
export function low(p: v128, q: v128): v128 {
  return v128.shuffle<i32>(p, q, 0, 2, 4, 6);
}

/**
 * (k + ½)·2^-52 of two word pairs, k the 26 upper bits of each word: 1.k − 1 is k·2^-52 exactly, and the half fits
 * below it. `upper` and `lower` hold the words zero-extended.
 */
// @ts-ignore: decorator
@inline
export function uniforms(upper: v128, lower: v128): v128 {
  const k = v128.or(i64x2.shl(i64x2.shr_u(upper, 6), 26), i64x2.shr_u(lower, 6));
  const one = v128.load_splat<f64>(ONE);
  return f64x2.add(f64x2.sub(v128.or(k, one), one), v128.load_splat<f64>(HALF_STEP));
}

/** out ← the eight uniforms of Philox blocks number … number+3. */
// @ts-ignore: decorator
@inline
export function fourBlocks(k0: u32, k1: u32, stream: u32, number: u64, out: usize): void {
  const first = i64x2.add(i64x2.splat(number), i64x2(0, 1));
  const second = i64x2.add(first, i64x2.splat(2));
  let x0 = low(first, second);
  let x1 = high(first, second);
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
  const a = uniforms(i64x2.extend_low_i32x4_u(x0), i64x2.extend_low_i32x4_u(x1));
  const b = uniforms(i64x2.extend_low_i32x4_u(x2), i64x2.extend_low_i32x4_u(x3));
  const c = uniforms(i64x2.extend_high_i32x4_u(x0), i64x2.extend_high_i32x4_u(x1));
  const d = uniforms(i64x2.extend_high_i32x4_u(x2), i64x2.extend_high_i32x4_u(x3));
  v128.store(out, v128.shuffle<i64>(a, b, 0, 2));
  v128.store(out, v128.shuffle<i64>(a, b, 1, 3), 16);
  v128.store(out, v128.shuffle<i64>(c, d, 0, 2), 32);
  v128.store(out, v128.shuffle<i64>(c, d, 1, 3), 48);
}

// Wichura's polynomials, numerator c[0..7], denominator 1 + c[8..14]; the same literals as in core's normal.ts.
const CENTRE = memory.data<f64>([
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
  33430.57558358813, 2509.0809287301227, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597,
  39307.89580009271, 28729.085735721943, 5226.495278852854,
]);
const SHOULDER = memory.data<f64>([
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506,
  0.022723844989269184, 0.0007745450142783414, 2.053191626637759, 1.6763848301838038, 0.6897673349851,
  0.14810397642748008, 0.015198666563616457, 0.0005475938084995345, 1.0507500716444169e-9,
]);
const TAIL = memory.data<f64>([
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 0.000027115555687434876, 2.0103343992922881e-7, 0.599832206555888, 0.1369298809227358,
  0.014875361290850615, 0.0007868691311456133, 0.000018463183175100548, 1.421511758316446e-7, 2.0442631033899397e-15,
]);

/** of Philox: two multipliers, two key steps */
const PHILOX = memory.data<i32>([0xd2511f53, 0xcd9e8d57, 0x9e3779b9, 0xbb67ae85]);
const ONE = memory.data<f64>([1]);
const HALF_STEP = memory.data<f64>([1.1102230246251565e-16]);
/** of `quantiles`: half, limit of the centre, its square */
const LIMITS = memory.data<f64>([0.5, 0.425, 0.180625]);
/** of `log`: √½, the three even and the four odd coefficients of its series, ln 2 in two parts */
const LOG = memory.data<f64>([
  0.7071067811865476, 0.3999999999940942, 0.22222198432149784, 0.15313837699209373, 0.6666666666666735,
  0.2857142874366239, 0.1818357216161805, 0.14798198605116586, 0.6931471803691238, 1.9082149292705877e-10,
]);

// @ts-ignore: decorator
@inline
function step(sum: v128, r: v128, coefficient: usize): v128 {
  return f64x2.add(f64x2.mul(sum, r), v128.load_splat<f64>(coefficient));
}

// @ts-ignore: decorator
@inline
function rational(c: usize, r: v128): v128 {
  let top = step(v128.load_splat<f64>(c, 56), r, c + 48);
  let bottom = step(v128.load_splat<f64>(c, 112), r, c + 104);
  top = step(top, r, c + 40);
  bottom = step(bottom, r, c + 96);
  top = step(top, r, c + 32);
  bottom = step(bottom, r, c + 88);
  top = step(top, r, c + 24);
  bottom = step(bottom, r, c + 80);
  top = step(top, r, c + 16);
  bottom = step(bottom, r, c + 72);
  top = step(top, r, c + 8);
  bottom = step(bottom, r, c + 64);
  top = step(top, r, c);
  bottom = f64x2.add(f64x2.mul(bottom, r), v128.load_splat<f64>(ONE));
  return f64x2.div(top, bottom);
}

/** ln x of two normal numbers x > 0, as core's log. */
// @ts-ignore: decorator
@inline
export function log(x: v128): v128 {
  const bits = i64x2.sub(i64x2.shr_u(x, 52), i64x2.splat(1022));
  let mantissa = v128.or(
    v128.and(x, i64x2.splat(0x000fffffffffffff)),
    i64x2.splat(0x3fe0000000000000),
  );
  const small = f64x2.lt(mantissa, v128.load_splat<f64>(LOG, 0));
  // doubling is exact, and a true lane is −1
  mantissa = f64x2.add(mantissa, v128.and(mantissa, small));
  const whole = i64x2.add(bits, small);
  const exponent = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(whole, whole, 0, 2, 0, 2));
  const f = f64x2.sub(mantissa, v128.load_splat<f64>(ONE));
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2), f));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  let even = f64x2.add(v128.load_splat<f64>(LOG, 16), f64x2.mul(w, v128.load_splat<f64>(LOG, 24)));
  even = f64x2.mul(w, f64x2.add(v128.load_splat<f64>(LOG, 8), f64x2.mul(w, even)));
  let odd = f64x2.add(v128.load_splat<f64>(LOG, 48), f64x2.mul(w, v128.load_splat<f64>(LOG, 56)));
  odd = f64x2.add(v128.load_splat<f64>(LOG, 40), f64x2.mul(w, odd));
  odd = f64x2.mul(z, f64x2.add(v128.load_splat<f64>(LOG, 32), f64x2.mul(w, odd)));
  const half = f64x2.mul(f64x2.mul(v128.load_splat<f64>(LIMITS), f), f);
  const correction = f64x2.add(
    f64x2.mul(s, f64x2.add(half, f64x2.add(even, odd))),
    f64x2.mul(exponent, v128.load_splat<f64>(LOG, 72)),
  );
  return f64x2.sub(
    f64x2.mul(exponent, v128.load_splat<f64>(LOG, 64)),
    f64x2.sub(f64x2.sub(half, correction), f),
  );
}

/** z ≥ 0 with upper tail p, two lanes of 0 < p ≤ 0.075. */
// @ts-ignore: decorator
@inline
function upperQuantile(p: v128): v128 {
  const r = f64x2.sqrt(f64x2.neg(log(p)));
  const near = rational(SHOULDER, f64x2.sub(r, f64x2.splat(1.6)));
  const beyond = f64x2.gt(r, f64x2.splat(5));
  if (!v128.any_true(beyond)) return near;
  return v128.bitselect(rational(TAIL, f64x2.sub(r, f64x2.splat(5))), near, beyond);
}

/** out [count] ← upper quantiles of out [count], count even; work [2·count + 2] float64. */
export function quantiles(out: usize, count: u32, work: usize): void {
  const places = work + 8 * (count + 1);
  let tails: u32 = 0;
  const end = out + 8 * count;
  for (let at = out; at < end; at += 16) {
    const p = v128.load(at);
    const q = f64x2.sub(v128.load_splat<f64>(LIMITS), p);
    const outside = i64x2.bitmask(f64x2.gt(f64x2.abs(q), v128.load_splat<f64>(LIMITS, 8)));
    v128.store_lane<u64>(work + 8 * tails, p, 0);
    store<u32>(places + 8 * tails, <u32>at);
    tails += outside & 1;
    v128.store_lane<u64>(work + 8 * tails, p, 1);
    store<u32>(places + 8 * tails, <u32>at + 8);
    tails += outside >> 1;
    const r = f64x2.sub(v128.load_splat<f64>(LIMITS, 16), f64x2.mul(q, q));
    v128.store(at, f64x2.mul(q, rational(CENTRE, r)));
  }
  if (tails == 0) return;
  // they are done two at a time: where their number is odd, the last one twice
  store<f64>(work + 8 * tails, load<f64>(work + 8 * tails - 8));
  store<u32>(places + 8 * tails, load<u32>(places + 8 * tails - 8));
  for (let t: u32 = 0; t < tails; t += 2) {
    const p = v128.load(work + 8 * t);
    const upper = f64x2.lt(p, v128.load_splat<f64>(LIMITS));
    const z = upperQuantile(v128.bitselect(p, f64x2.sub(v128.load_splat<f64>(ONE), p), upper));
    const signed = v128.bitselect(z, f64x2.neg(z), upper);
    v128.store_lane<u64>(load<u32>(places + 8 * t), signed, 0);
    v128.store_lane<u64>(load<u32>(places + 8 * t + 8), signed, 1);
  }
}

/** Draws made in order to have `count`: they begin with the pair of the first one, and come in groups of eight. */
// @ts-ignore: decorator
@inline
function drawn(count: u32): u32 {
  return (count + 8) & ~7;
}

/** Bytes of space in which `fillNormals` draws `count`. */
// @ts-ignore: decorator
@inline
export function normalSpace(count: u32): u32 {
  return 8 * (3 * drawn(count) + 2);
}

/**
 * Standard normal draws first … first+count−1 of the key's stream; returns where in `space` they stand, float64. O(count).
 */
export function fillNormals(k0: u32, k1: u32, stream: u32, first: u64, count: u32, space: usize): usize {
  const all = drawn(count);
  const end = space + 8 * all;
  let number = first >> 1;
  for (let out = space; out < end; out += 64, number += 4) fourBlocks(k0, k1, stream, number, out);
  quantiles(space, all, end);
  return space + 8 * <usize>(first & 1);
}
