// Standard normal draws, bit for bit those of @widthwise/core: philox.ts, log.ts and normal.ts in the same order of the
// same float64 operations, two lanes at a time; nothing relaxed. Differences in form only: the bulk of a chunk is done
// without branches, and the 15 % of draws in the tails are gathered and done after it.

const M0: u64 = 0xd2511f53;
const M1: u64 = 0xcd9e8d57;
const W0: u32 = 0x9e3779b9;
const W1: u32 = 0xbb67ae85;

/** to ← (k + ½)·2^-52, k the 26 upper bits of each word: 1.k − 1 is k·2^-52 exactly, and the half fits below it. */
// @ts-ignore: decorator
@inline
function putUniform(to: usize, high: u32, low: u32): void {
  const k = ((<u64>high >> 6) << 26) | (<u64>low >> 6);
  store<f64>(to, reinterpret<f64>(k | 0x3ff0000000000000) - 1.0 + 1.1102230246251565e-16);
}

/** out [count] ← uniforms first … first+count−1. */
function fillUniforms(k0: u32, k1: u32, stream: u32, first: u64, count: u32, out: usize): void {
  const end = out + (<usize>count << 3);
  let odd = (first & 1) == 1;
  for (let number = first >> 1; out < end; number++) {
    let x0 = <u32>number;
    let x1 = <u32>(number >> 32);
    let x2 = stream;
    let x3: u32 = 0;
    let y0 = k0;
    let y1 = k1;
    for (let round = 0; round < 10; round++) {
      const p0 = M0 * x0;
      const p1 = M1 * x2;
      x0 = <u32>(p1 >> 32) ^ x1 ^ y0;
      x1 = <u32>p1;
      x2 = <u32>(p0 >> 32) ^ x3 ^ y1;
      x3 = <u32>p0;
      y0 += W0;
      y1 += W1;
    }
    if (!odd) {
      putUniform(out, x0, x1);
      out += 8;
    }
    odd = false;
    if (out < end) {
      putUniform(out, x2, x3);
      out += 8;
    }
  }
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
  bottom = f64x2.add(f64x2.mul(bottom, r), f64x2.splat(1));
  return f64x2.div(top, bottom);
}

/** ln x of two normal numbers x > 0, as core's log. */
// @ts-ignore: decorator
@inline
function log(x: v128): v128 {
  const bits = i64x2.sub(i64x2.shr_u(x, 52), i64x2.splat(1022));
  let mantissa = v128.or(
    v128.and(x, i64x2.splat(0x000fffffffffffff)),
    i64x2.splat(0x3fe0000000000000),
  );
  const small = f64x2.lt(mantissa, f64x2.splat(0.7071067811865476));
  // doubling is exact, and a true lane is −1
  mantissa = f64x2.add(mantissa, v128.and(mantissa, small));
  const whole = i64x2.add(bits, small);
  const exponent = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(whole, whole, 0, 2, 0, 2));
  const f = f64x2.sub(mantissa, f64x2.splat(1));
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2), f));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  let even = f64x2.add(f64x2.splat(0.22222198432149784), f64x2.mul(w, f64x2.splat(0.15313837699209373)));
  even = f64x2.mul(w, f64x2.add(f64x2.splat(0.3999999999940942), f64x2.mul(w, even)));
  let odd = f64x2.add(f64x2.splat(0.1818357216161805), f64x2.mul(w, f64x2.splat(0.14798198605116586)));
  odd = f64x2.add(f64x2.splat(0.2857142874366239), f64x2.mul(w, odd));
  odd = f64x2.mul(z, f64x2.add(f64x2.splat(0.6666666666666735), f64x2.mul(w, odd)));
  const half = f64x2.mul(f64x2.mul(f64x2.splat(0.5), f), f);
  const correction = f64x2.add(
    f64x2.mul(s, f64x2.add(half, f64x2.add(even, odd))),
    f64x2.mul(exponent, f64x2.splat(1.9082149292705877e-10)),
  );
  return f64x2.sub(
    f64x2.mul(exponent, f64x2.splat(0.6931471803691238)),
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

const LIMIT = 0.425;

/** out [count] ← upper quantiles of out [count]; work [2·count + 4] float64. */
function quantiles(out: usize, count: u32, work: usize): void {
  const places = work + 8 * (count + 2);
  let tails: u32 = 0;
  const end = out + 8 * count;
  for (let at = out; at < end; at += 16) {
    // the last of an odd count stands alone, in both lanes
    const alone = at + 8 == end;
    const p = alone ? v128.load_splat<f64>(at) : v128.load(at);
    const q = f64x2.sub(f64x2.splat(0.5), p);
    const size = f64x2.abs(q);
    const outside = i64x2.bitmask(f64x2.gt(size, f64x2.splat(LIMIT)));
    store<f64>(work + 8 * tails, f64x2.extract_lane(p, 0));
    store<u32>(places + 8 * tails, <u32>at);
    tails += outside & 1;
    if (!alone) {
      store<f64>(work + 8 * tails, f64x2.extract_lane(p, 1));
      store<u32>(places + 8 * tails, <u32>at + 8);
      tails += outside >> 1;
    }
    const z = f64x2.mul(q, rational(CENTRE, f64x2.sub(f64x2.splat(0.180625), f64x2.mul(q, q))));
    if (alone) v128.store_lane<u64>(at, z, 0);
    else v128.store(at, z);
  }
  if (tails == 0) return;
  store<f64>(work + 8 * tails, load<f64>(work));
  for (let t: u32 = 0; t < tails; t += 2) {
    const p = v128.load(work + 8 * t);
    const upper = f64x2.lt(p, f64x2.splat(0.5));
    const z = upperQuantile(v128.bitselect(p, f64x2.sub(f64x2.splat(1), p), upper));
    const signed = v128.bitselect(z, f64x2.neg(z), upper);
    v128.store_lane<u64>(load<u32>(places + 8 * t), signed, 0);
    if (t + 1 < tails) v128.store_lane<u64>(load<u32>(places + 8 * t + 8), signed, 1);
  }
}

/**
 * out [count] ← standard normal draws first … first+count−1 of the key's stream; work [2·count + 4] float64. O(count).
 */
export function fillNormals(
  k0: u32,
  k1: u32,
  stream: u32,
  first: u64,
  count: u32,
  out: usize,
  work: usize,
): void {
  fillUniforms(k0, k1, stream, first, count, out);
  quantiles(out, count, work);
}
