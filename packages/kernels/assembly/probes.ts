// Peak rates, reached with the same instructions as the kernels: multiply-adds from registers, and a memory triad.
import { Probe } from "../dist/jobs";
import { madd } from "./fma";
import { nextTask } from "./pool";

/**
 * One link of a chain, in place: V8 fuses into the addend, and would copy any other operand; without fusion a product of
 * constants would leave the loop.
 */
// @ts-ignore: decorator
@inline
function chain(s: v128, x: v128, y: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? madd(x, y, s) : madd(s, x, y);
}

/** 96·count multiply-adds by every thread, twelve independent chains; its x and y stand at a + 64·thread. */
export function fmaThread(p: Probe, thread: u32): void {
  // from memory, because V8 builds a constant anew wherever it is used
  const sums: usize = p.a + thread * 64;
  const x = v128.load_splat<f32>(sums);
  const y = v128.load_splat<f32>(sums, 4);
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(1);
  let s2 = f32x4.splat(2);
  let s3 = f32x4.splat(3);
  let s4 = f32x4.splat(4);
  let s5 = f32x4.splat(5);
  let s6 = f32x4.splat(6);
  let s7 = f32x4.splat(7);
  let s8 = f32x4.splat(8);
  let s9 = f32x4.splat(9);
  let sa = f32x4.splat(10);
  let sb = f32x4.splat(11);
  for (let i = p.count; i > 0; i--) {
    s0 = chain(s0, x, y);
    s1 = chain(s1, x, y);
    s2 = chain(s2, x, y);
    s3 = chain(s3, x, y);
    s4 = chain(s4, x, y);
    s5 = chain(s5, x, y);
    s6 = chain(s6, x, y);
    s7 = chain(s7, x, y);
    s8 = chain(s8, x, y);
    s9 = chain(s9, x, y);
    sa = chain(sa, x, y);
    sb = chain(sb, x, y);
    s0 = chain(s0, x, y);
    s1 = chain(s1, x, y);
    s2 = chain(s2, x, y);
    s3 = chain(s3, x, y);
    s4 = chain(s4, x, y);
    s5 = chain(s5, x, y);
    s6 = chain(s6, x, y);
    s7 = chain(s7, x, y);
    s8 = chain(s8, x, y);
    s9 = chain(s9, x, y);
    sa = chain(sa, x, y);
    sb = chain(sb, x, y);
  }
  s0 = f32x4.add(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)), f32x4.add(f32x4.add(s4, s5), f32x4.add(s6, s7)));
  v128.store(sums, f32x4.add(s0, f32x4.add(f32x4.add(s8, s9), f32x4.add(sa, sb))), 16);
}

/** a ← b + ½c, split over the threads; 12·count bytes. */
export function triadThread(p: Probe, _thread: u32): void {
  const half = f32x4.splat(0.5);
  const tasks = p.count / 4096;
  for (let task = nextTask(); task < tasks; task = nextTask()) {
    const end = <usize>(task + 1) * 16384;
    for (let at = <usize>task * 16384; at < end; at += 32) {
      v128.store(p.a + at, madd(half, v128.load(p.c + at), v128.load(p.b + at)));
      v128.store(p.a + at, madd(half, v128.load(p.c + at, 16), v128.load(p.b + at, 16)), 16);
    }
  }
}
