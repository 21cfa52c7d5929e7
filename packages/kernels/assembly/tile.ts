// Register tiles: C [h, 8] ← A·B or C + A·B with A packed as [inner][h], B as [inner][8] and C as [h][8], h = 6 or 4.
// Six by eight is 12 accumulators, two of B and one broadcast of A: 15 vector registers, the most that V8 gives.
// The sum is formed from zero and added to C once, so that a long sum does not round against a large C.
import { madd } from "./fma";

// @ts-ignore: decorator
@inline
function put(c: usize, value: v128, add: bool): void {
  v128.store(c, add ? f32x4.add(v128.load(c), value) : value);
}

/** h = 6; 48·inner multiply-adds. */
export function tile6(inner: u32, a: usize, b: usize, c: usize, add: bool): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  let c40 = f32x4.splat(0);
  let c41 = f32x4.splat(0);
  let c50 = f32x4.splat(0);
  let c51 = f32x4.splat(0);
  const end = b + 32 * <usize>inner;
  for (; b != end; a += 24, b += 32) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let s = v128.load_splat<f32>(a);
    c00 = madd(s, b0, c00);
    c01 = madd(s, b1, c01);
    s = v128.load_splat<f32>(a, 4);
    c10 = madd(s, b0, c10);
    c11 = madd(s, b1, c11);
    s = v128.load_splat<f32>(a, 8);
    c20 = madd(s, b0, c20);
    c21 = madd(s, b1, c21);
    s = v128.load_splat<f32>(a, 12);
    c30 = madd(s, b0, c30);
    c31 = madd(s, b1, c31);
    s = v128.load_splat<f32>(a, 16);
    c40 = madd(s, b0, c40);
    c41 = madd(s, b1, c41);
    s = v128.load_splat<f32>(a, 20);
    c50 = madd(s, b0, c50);
    c51 = madd(s, b1, c51);
  }
  put(c, c00, add);
  put(c + 16, c01, add);
  put(c + 32, c10, add);
  put(c + 48, c11, add);
  put(c + 64, c20, add);
  put(c + 80, c21, add);
  put(c + 96, c30, add);
  put(c + 112, c31, add);
  put(c + 128, c40, add);
  put(c + 144, c41, add);
  put(c + 160, c50, add);
  put(c + 176, c51, add);
}

/** h = 4; 32·inner multiply-adds. */
export function tile4(inner: u32, a: usize, b: usize, c: usize, add: bool): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  const end = b + 32 * <usize>inner;
  for (; b != end; a += 16, b += 32) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let s = v128.load_splat<f32>(a);
    c00 = madd(s, b0, c00);
    c01 = madd(s, b1, c01);
    s = v128.load_splat<f32>(a, 4);
    c10 = madd(s, b0, c10);
    c11 = madd(s, b1, c11);
    s = v128.load_splat<f32>(a, 8);
    c20 = madd(s, b0, c20);
    c21 = madd(s, b1, c21);
    s = v128.load_splat<f32>(a, 12);
    c30 = madd(s, b0, c30);
    c31 = madd(s, b1, c31);
  }
  put(c, c00, add);
  put(c + 16, c01, add);
  put(c + 32, c10, add);
  put(c + 48, c11, add);
  put(c + 64, c20, add);
  put(c + 80, c21, add);
  put(c + 96, c30, add);
  put(c + 112, c31, add);
}
