// The live set drawn from its exact law: z_r = (⟨w_r, x_i⟩)_i is normal with covariance K = X Xᵀ, so that z can be drawn
// without w. Let p = P(z_ri > b). Where n·p < 1, a slot is a candidate with probability n·p: an input i is uniform, z_i comes
// from the tail beyond b, the other z from their law given z_i; the candidate is kept where no input before i fires, so that
// a neuron which fires at k inputs is found once and not k times. Where n·p ≥ 1, every slot is drawn, and kept where it
// fires anywhere. packages/train/README.md shows why this is exact; the draws are bit for bit those of its live-set.ts.
//
// Slots are cut into chunks of 2^16 whose draws depend on nothing else; eight candidates are drawn at a time, one per lane.
// Each thread draws whole chunks into its own space and appends them in order of the chunks, so that every thread count
// gives the same rows. Products and sums are rounded apart: random draws never use relaxed operations.
import { LiveLaw } from "../dist/jobs";
import { fourBlocks, high, log, low, quantiles, uniforms } from "./normals";
import { quantiles32, quantileSpace, words4 } from "./normals32";
import { nextTask, threadCount } from "./pool";

/** `everyone`: every slot is kept, whether it fires or not. */
const KEPT: u32 = 2;
/** Slots of a chunk. */
const CHUNK: u64 = 65536;

// offsets of a thread's space
const SLOTS: usize = 0; // u64 [8]
const SKIPS: usize = 64; // f64 [8]
const DRAWS: usize = 128; // work of eight float64 quantiles, words [4][8]
const TAILS: usize = 384; // f64 [8]
const INPUTS: usize = 448; // u32 [8]
const SIGNS: usize = 480; // u32 [8]
const NORMALS: usize = 512; // f32 [depth][8], then their work, then z̃ [8][np], then the rows and tags

// @ts-ignore: decorator
@inline
function stripsOf(n: u32): u32 {
  return (n + 3) / 4;
}

/** Bytes of the factor in strips. */
export function factorBytes(n: u32): u32 {
  return 32 * stripsOf(n) * (stripsOf(n) + 1);
}

// @ts-ignore: decorator
@inline
function productsAt(n: u32): usize {
  return NORMALS + 32 * 4 * stripsOf(n) + quantileSpace(32 * stripsOf(n));
}

/** Bytes that a thread needs to draw chunks of at most `chunkRows` rows. */
export function sampleScratch(n: u32, np: u32, chunkRows: u32): f64 {
  return <f64>productsAt(n) + 32 * <f64>np + <f64>chunkRows * <f64>(4 * np + 4);
}

/** What each thread does: it draws chunks until none is left. */
export function sampleThread(g: LiveLaw, thread: u32): void {
  const space: usize = g.scratch + thread * g.scratchBytes;
  const alone = threadCount() == 1;
  const rowBytes = <usize>g.np * 4;
  const own = space + productsAt(g.n) + 32 * g.np;
  for (let chunk = g.firstChunk + nextTask(); chunk < g.endChunk; chunk = g.firstChunk + nextTask()) {
    // a single thread draws straight to where the rows belong
    const toZ: usize = alone ? g.z + g.rows * rowBytes : own;
    const toTags: usize = alone ? g.tags + 4 * g.rows : own + g.chunkRows * rowBytes;
    const room = alone ? g.capacity - g.rows : g.chunkRows;
    const found = g.everyone ? drawAll(g, chunk, space, toZ, toTags, room) : drawChunk(g, chunk, space, toZ, toTags, room);
    if (!alone) {
      for (let turn = atomic.load<u32>(turnOf(g)); turn != chunk; turn = atomic.load<u32>(turnOf(g))) {
        atomic.wait<i32>(turnOf(g), turn, -1);
      }
    }
    const from = g.rows;
    store<u32>(g.starts + 4 * (chunk - g.origin), from);
    const fits = found <= room && found <= g.capacity - from;
    if (fits) g.rows = from + found;
    else g.overflow = 1;
    if (alone) continue;
    atomic.store<u32>(turnOf(g), chunk + 1);
    atomic.notify(turnOf(g), -1);
    if (!fits) continue;
    memory.copy(g.z + from * rowBytes, toZ, found * rowBytes);
    memory.copy(g.tags + 4 * from, toTags, 4 * found);
  }
}

// @ts-ignore: decorator
@inline
function turnOf(g: LiveLaw): usize {
  return changetype<usize>(g) + offsetof<LiveLaw>("turn");
}

/** Draws every slot of a chunk; returns how many rows were found: those that do not fit into the room are not written. */
function drawAll(g: LiveLaw, chunk: u32, space: usize, toZ: usize, toTags: usize, room: u32): u32 {
  const first = <u64>chunk * CHUNK;
  const end = min(<u64>g.slots, first + CHUNK);
  let found: u32 = 0;
  for (let slot = first; slot < end; slot += 8) {
    const count = <u32>min<u64>(8, end - slot);
    for (let lane: u32 = 0; lane < 8; lane++) store<u64>(space + SLOTS + 8 * lane, slot + (lane < count ? lane : 0));
    found = drawPack(g, space, count, toZ, toTags, found, room);
  }
  return found;
}

/** Draws the candidates of a chunk, and returns as drawAll does; visit v skips ⌊ln U_v / ln(1 − n·p)⌋ slots. */
function drawChunk(g: LiveLaw, chunk: u32, space: usize, toZ: usize, toTags: usize, room: u32): u32 {
  const first = <f64>chunk * <f64>CHUNK;
  const end = min(g.slots, first + <f64>CHUNK);
  const logMiss = f64x2.splat(g.logMiss);
  let number = <u64>chunk * (CHUNK / 2);
  let found: u32 = 0;
  let waiting: u32 = 0;
  let slot = first - 1;
  while (slot < end) {
    fourBlocks(g.seedLow, g.seedHigh, g.skipStream, number, space + SKIPS);
    number += 4;
    for (let at = space + SKIPS; at < space + SKIPS + 64; at += 16) {
      v128.store(at, f64x2.floor(f64x2.div(log(v128.load(at)), logMiss)));
    }
    for (let visit: usize = 0; visit < 64; visit += 8) {
      slot += 1 + load<f64>(space + SKIPS + visit);
      if (!(slot < end)) break;
      store<u64>(space + SLOTS + 8 * waiting, <u64>slot);
      if (++waiting == 8) {
        found = drawPack(g, space, 8, toZ, toTags, found, room);
        waiting = 0;
      }
    }
  }
  if (waiting == 0) return found;
  for (let lane = waiting; lane < 8; lane++) store<u64>(space + SLOTS + 8 * lane, load<u64>(space + SLOTS));
  return drawPack(g, space, waiting, toZ, toTags, found, room);
}

/** Draws the eight slots of the space, keeps those of the first `count` that belong to the live set. */
function drawPack(g: LiveLaw, space: usize, count: u32, toZ: usize, toTags: usize, found: u32, room: u32): u32 {
  const n = g.n;
  const np = g.np;
  const rowBytes = <usize>np * 4;
  const products = space + productsAt(n);
  const shift = f32x4.splat(g.shift);
  if (found > room) return found;
  drawNormals(g, space);
  if (!g.everyone) drawPlaces(g, space);
  if (g.twins == 1) drawSigns(g, space);
  let macs = 32 * timesFactor(g, space + NORMALS, products);
  for (let lane: u32 = 0; lane < count; lane++) {
    if (found + g.twins > room) return room + 1;
    const from = products + lane * rowBytes;
    const to = toZ + found * rowBytes;
    if (g.everyone) {
      let fires = g.everyone == KEPT;
      for (let k: u32 = 0; k < n; k++) fires = fires || load<f32>(from + 4 * k) > g.shift;
      if (!fires) continue;
      memory.copy(to, from, rowBytes);
    } else {
      const i = load<u32>(space + INPUTS + 4 * lane);
      const zi = max(<f32>load<f64>(space + TAILS + 8 * lane), g.least);
      const excess = f32x4.splat(zi - load<f32>(from + 4 * i));
      const k = g.kernel + i * rowBytes;
      const done = keepsFirst(from, k, excess, shift, i, to);
      macs += done & ~3;
      if (!(done & 1)) continue;
      macs += np - (done & ~3);
      for (let at = <usize>(i / 4 + 1) * 16; at < rowBytes; at += 16) {
        v128.store(to + at, f32x4.add(v128.load(from + at), f32x4.mul(v128.load(k + at), excess)));
      }
      store<f32>(to + 4 * i, zi);
    }
    for (let k = n; k < np; k++) store<f32>(to + 4 * k, -3e38);
    const slot = load<u64>(space + SLOTS + 8 * lane);
    const sign: u32 = g.twins == 1 ? load<u32>(space + SIGNS + 4 * lane) : 0;
    const tag = <u32>(slot & (CHUNK - 1)) | sign;
    const flip = i32x4.splat(sign);
    for (let at = to; at < to + rowBytes; at += 16) v128.store(at, v128.xor(f32x4.sub(v128.load(at), shift), flip));
    store<u32>(toTags + 4 * found++, tag);
    if (g.twins == 1 || <f64>(slot * 2 + 1) >= g.width) continue;
    for (let at = to; at < to + rowBytes; at += 16) v128.store(at + rowBytes, f32x4.neg(v128.load(at)));
    store<u32>(toTags + 4 * found++, tag | 0x80010000);
  }
  atomic.add<u64>(changetype<usize>(g) + offsetof<LiveLaw>("macs"), macs);
  return found;
}

/**
 * to ← z̃ + K_i·excess up to the vector that holds input i, or until an input before i fires. Returns the number of
 * columns done, bit 0 set where no input before i fires.
 */
// @ts-ignore: decorator
@inline
function keepsFirst(from: usize, k: usize, excess: v128, shift: v128, i: u32, to: usize): u32 {
  const whole = <usize>(i / 4) * 16;
  for (let at: usize = 0; at < whole; at += 16) {
    const z = f32x4.add(v128.load(from + at), f32x4.mul(v128.load(k + at), excess));
    v128.store(to + at, z);
    if (v128.any_true(f32x4.gt(z, shift))) return <u32>(at / 4) + 4;
  }
  const z = f32x4.add(v128.load(from + whole), f32x4.mul(v128.load(k + whole), excess));
  v128.store(to + whole, z);
  const before = i32x4.bitmask(f32x4.gt(z, shift)) & ((1 << (i % 4)) - 1);
  return <u32>(whole / 4 + 4) | u32(before == 0);
}

/** Normals [rank][8] of the eight slots, one for each column of L: slot s draws from Philox block s·⌈n/4⌉ of the stream on. */
function drawNormals(g: LiveLaw, space: usize): void {
  const blocks = stripsOf(g.n);
  const one = i64x2.splat(1);
  const scale = i64x2.splat(blocks);
  for (let half: usize = 0; half < 2; half++) {
    let a = i64x2.mul(v128.load(space + SLOTS + 32 * half), scale);
    let b = i64x2.mul(v128.load(space + SLOTS + 32 * half, 16), scale);
    let to = space + NORMALS + 16 * half;
    for (let t: u32 = 0; t < blocks; t++, to += 128) {
      words4(g.seedLow, g.seedHigh, g.normalStream, low(a, b), high(a, b), to, 32);
      a = i64x2.add(a, one);
      b = i64x2.add(b, one);
    }
  }
  let to = space + NORMALS;
  for (let c: u32 = 0; c < g.rank; c++, to += 32) {
    const from = space + NORMALS + 32 * load<u32>(g.columns + 4 * c);
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
  }
  quantiles32(space + NORMALS, 32 * stripsOf(g.rank), space + NORMALS + 128 * blocks);
}

/** The input at which each candidate surely fires, uniform, and its z from the tail beyond b, both from Philox block `slot`. */
function drawPlaces(g: LiveLaw, space: usize): void {
  const n = f64x2.splat(<f64>g.n);
  const p = f64x2.splat(g.p);
  for (let half: usize = 0; half < 2; half++) {
    const a = v128.load(space + SLOTS + 32 * half);
    const b = v128.load(space + SLOTS + 32 * half, 16);
    const words = space + DRAWS;
    words4(g.seedLow, g.seedHigh, g.placeStream, low(a, b), high(a, b), words, 16);
    const x0 = v128.load(words);
    const x1 = v128.load(words, 16);
    const x2 = v128.load(words, 32);
    const x3 = v128.load(words, 48);
    const i0 = f64x2.mul(uniforms(i64x2.extend_low_i32x4_u(x0), i64x2.extend_low_i32x4_u(x1)), n);
    const i1 = f64x2.mul(uniforms(i64x2.extend_high_i32x4_u(x0), i64x2.extend_high_i32x4_u(x1)), n);
    const inputs = space + INPUTS + 16 * half;
    v128.store(
      inputs,
      v128.shuffle<i64>(i32x4.trunc_sat_f64x2_u_zero(i0), i32x4.trunc_sat_f64x2_u_zero(i1), 0, 2),
    );
    const tails = space + TAILS + 32 * half;
    v128.store(tails, f64x2.mul(uniforms(i64x2.extend_low_i32x4_u(x2), i64x2.extend_low_i32x4_u(x3)), p));
    v128.store(tails, f64x2.mul(uniforms(i64x2.extend_high_i32x4_u(x2), i64x2.extend_high_i32x4_u(x3)), p), 16);
  }
  quantiles(space + TAILS, 8, space + DRAWS);
}

/** Sign bits as core's outputSigns: uniform r is below ½ where the top bit of its first word is 0. */
function drawSigns(g: LiveLaw, space: usize): void {
  for (let half: usize = 0; half < 2; half++) {
    const a = v128.load(space + SLOTS + 32 * half);
    const b = v128.load(space + SLOTS + 32 * half, 16);
    const words = space + DRAWS;
    const c = i64x2.shr_u(a, 1);
    const d = i64x2.shr_u(b, 1);
    words4(g.seedLow, g.seedHigh, g.signStream, low(c, d), high(c, d), words, 16);
    const odd = i32x4.shr_s(i32x4.shl(low(a, b), 31), 31);
    const word = v128.bitselect(v128.load(words, 32), v128.load(words), odd);
    v128.store(space + SIGNS + 16 * half, v128.andnot(i32x4.splat(0x80000000), word));
  }
}

/**
 * z̃ [8 rows] ← (L g)ᵀ for g [rank][8]; rows as far apart as those of z. 32·ends_s multiply-adds per strip, not fused;
 * returns Σ ends_s.
 */
function timesFactor(law: LiveLaw, g: usize, z: usize): u64 {
  const rowBytes = <usize>law.np * 4;
  let factor: usize = law.factor;
  let reached: u64 = 0;
  for (let s: u32 = 0; s < stripsOf(law.n); s++, z += 16) {
    let c00 = f32x4.splat(0);
    let c01 = f32x4.splat(0);
    let c10 = f32x4.splat(0);
    let c11 = f32x4.splat(0);
    let c20 = f32x4.splat(0);
    let c21 = f32x4.splat(0);
    let c30 = f32x4.splat(0);
    let c31 = f32x4.splat(0);
    const count = load<u32>(law.ends + 4 * s);
    reached += count;
    const end = g + <usize>count * 32;
    for (let b = g; b != end; b += 32, factor += 16) {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      let l = v128.load_splat<f32>(factor);
      c00 = f32x4.add(c00, f32x4.mul(l, b0));
      c01 = f32x4.add(c01, f32x4.mul(l, b1));
      l = v128.load_splat<f32>(factor, 4);
      c10 = f32x4.add(c10, f32x4.mul(l, b0));
      c11 = f32x4.add(c11, f32x4.mul(l, b1));
      l = v128.load_splat<f32>(factor, 8);
      c20 = f32x4.add(c20, f32x4.mul(l, b0));
      c21 = f32x4.add(c21, f32x4.mul(l, b1));
      l = v128.load_splat<f32>(factor, 12);
      c30 = f32x4.add(c30, f32x4.mul(l, b0));
      c31 = f32x4.add(c31, f32x4.mul(l, b1));
    }
    put4(c00, c10, c20, c30, z, rowBytes);
    put4(c01, c11, c21, c31, z + 4 * rowBytes, rowBytes);
  }
  return reached;
}

/** Four rows of four lanes, stored lane by lane. */
// @ts-ignore: decorator
@inline
function put4(a: v128, b: v128, c: v128, d: v128, to: usize, stride: usize): void {
  const t0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const t1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const t2 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const t3 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(t0, t2, 0, 1, 4, 5));
  v128.store(to + stride, v128.shuffle<f32>(t0, t2, 2, 3, 6, 7));
  v128.store(to + 2 * stride, v128.shuffle<f32>(t1, t3, 0, 1, 4, 5));
  v128.store(to + 3 * stride, v128.shuffle<f32>(t1, t3, 2, 3, 6, 7));
}
