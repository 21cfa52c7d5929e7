// A = L·Lᵀ, left-looking by block columns (G. Golub, C. Van Loan, "Matrix Computations", §4.2): every inner product
// runs along two rows, so nothing is packed. Then two triangular solves.
import { madd64 } from "./fma";

const WIDTH: u32 = 32;

// @ts-ignore: decorator
@inline
function lanes(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

// @ts-ignore: decorator
@inline
function take(at: usize, sum: v128): void {
  store<f64>(at, load<f64>(at) - lanes(sum));
}

/** Σ_k x_k y_k, k < count. */
function dot(x: usize, y: usize, count: u32): f64 {
  let sum = f64x2.splat(0);
  const even = x + 8 * (count & ~1);
  for (; x < even; x += 16, y += 16) sum = madd64(v128.load(x), v128.load(y), sum);
  const rest = lanes(sum);
  return count & 1 ? rest + load<f64>(x) * load<f64>(y) : rest;
}

/** to [4, 2] −= X·Yᵀ with X [4, count], Y [2, count], count even, rows `ld` bytes apart. */
function tile4x2(x: usize, y: usize, count: u32, to: usize, ld: usize): void {
  let s00 = f64x2.splat(0);
  let s01 = f64x2.splat(0);
  let s10 = f64x2.splat(0);
  let s11 = f64x2.splat(0);
  let s20 = f64x2.splat(0);
  let s21 = f64x2.splat(0);
  let s30 = f64x2.splat(0);
  let s31 = f64x2.splat(0);
  const x1 = x + ld;
  const x2 = x1 + ld;
  const x3 = x2 + ld;
  const y1 = y + ld;
  for (let k: usize = 0; k < 8 * <usize>count; k += 16) {
    const v0 = v128.load(y + k);
    const v1 = v128.load(y1 + k);
    let u = v128.load(x + k);
    s00 = madd64(u, v0, s00);
    s01 = madd64(u, v1, s01);
    u = v128.load(x1 + k);
    s10 = madd64(u, v0, s10);
    s11 = madd64(u, v1, s11);
    u = v128.load(x2 + k);
    s20 = madd64(u, v0, s20);
    s21 = madd64(u, v1, s21);
    u = v128.load(x3 + k);
    s30 = madd64(u, v0, s30);
    s31 = madd64(u, v1, s31);
  }
  take(to, s00);
  take(to + 8, s01);
  take(to + ld, s10);
  take(to + ld + 8, s11);
  take(to + 2 * ld, s20);
  take(to + 2 * ld + 8, s21);
  take(to + 3 * ld, s30);
  take(to + 3 * ld + 8, s31);
}

/**
 * Lower triangle of a [n, n], rows `ld` bytes apart ← L, n³/6 multiply-adds. Returns n when every pivot was above
 * `floor`, else the index of the first that was not (the rest is then not to be used).
 * The caller pads to a multiple of four rows: tiles of four may reach into them.
 */
export function factor(a: usize, n: u32, ld: usize, floor: f64): u32 {
  for (let first: u32 = 0; first < n; first += WIDTH) {
    const end = min(first + WIDTH, n);
    if (first > 0) {
      for (let i = first; i < n; i += 4) {
        for (let j = first; j < end; j += 2) tile4x2(a + i * ld, a + j * ld, first, a + i * ld + 8 * j, ld);
      }
    }
    for (let i = first; i < n; i++) {
      const row = a + i * ld + 8 * first;
      for (let j = first; j < min(i, end); j++) {
        const other = a + j * ld + 8 * first;
        const at = row + 8 * (j - first);
        store<f64>(at, (load<f64>(at) - dot(row, other, j - first)) / load<f64>(a + j * ld + 8 * j));
      }
      if (i < end) {
        const at = row + 8 * (i - first);
        const pivot = load<f64>(at) - dot(row, row, i - first);
        if (!(pivot > floor)) return i;
        store<f64>(at, sqrt(pivot));
      }
    }
  }
  return n;
}

/** x [n] ← (L·Lᵀ)⁻¹ x. n² multiply-adds. */
export function solve(a: usize, n: u32, ld: usize, x: usize): void {
  for (let i: u32 = 0; i < n; i++) {
    const row = a + i * ld;
    store<f64>(x + 8 * i, (load<f64>(x + 8 * i) - dot(row, x, i)) / load<f64>(row + 8 * i));
  }
  for (let i = n; i-- > 0; ) {
    const row = a + i * ld;
    const value = load<f64>(x + 8 * i) / load<f64>(row + 8 * i);
    store<f64>(x + 8 * i, value);
    for (let j: u32 = 0; j < i; j++) store<f64>(x + 8 * j, load<f64>(x + 8 * j) - value * load<f64>(row + 8 * j));
  }
}
