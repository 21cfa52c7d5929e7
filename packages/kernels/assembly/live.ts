// One step on the live neurons: rows of z that fired move by a_r Σ_{i∈F_r} KU_i, and the same pass finds the new F_r, the
// shares of f and the counts |{r : i, j ∈ F_r}|, so that z is read and written once a step. Work is cut into blocks of at most
// 256 rows whatever the thread count; shares of f are float64 and added block by block, counts are whole numbers.
import { nextTask } from "./pool";

/** Filled in by the loader; field order is the contract. */
@unmanaged
export class Live {
  n!: u32;
  /** floats in a row: n rounded up to 16; the padding is −3e38 and never fires */
  np!: u32;
  blocks!: u32;
  /** first row of each block, and the number of rows: u32 [blocks + 1], at most 256 rows a block */
  firsts!: u32;
  /** float32 [rows][np] */
  z!: u32;
  /** [rows]: bit 31 set where a_r = −1 */
  tags!: u32;
  /** F_r, bit i for input i [rows][bitBytes] and 8 bytes behind them */
  bits!: u32;
  /** 2 or 4 for np = 16 or 32, else a multiple of 8 */
  bitBytes!: u32;
  /** rows that may still fire, counted from the first of their block: u8 [rows], and their number u16 [blocks] */
  active!: u32;
  actives!: u32;
  /** float64 [blocks][n] and [n]: f times √m */
  shares!: u32;
  sums!: u32;
  /** float32 [n][np]: −u_i K_ij/√m */
  ku!: u32;
  /** uint32 [threads][n][np], of which j ≤ i is counted */
  counts!: u32;
  scratch!: u32;
  /** bytes of scratch for each thread */
  scratchBytes!: u32;
  shift!: f32;
}

/** Bytes that a thread needs: byte counters [n][np], fire counts [n], row pointers [n + 4], a byte mask [np], sums [n]. */
export function liveScratch(n: u32, np: u32): f64 {
  return <f64>n * <f64>np + 16 * <f64>n + <f64>np + 192;
}

// @ts-ignore: decorator
@inline
function firstRow(g: Live, block: u32): u32 {
  return load<u32>(g.firsts + 4 * block);
}

/** Every row active, nothing fired: the next pass is a scan. */
export function resetLive(g: Live): void {
  memory.fill(g.bits, 0, <usize>firstRow(g, g.blocks) * g.bitBytes);
  for (let block: u32 = 0; block < g.blocks; block++) {
    const first = firstRow(g, block);
    const rows = firstRow(g, block + 1) - first;
    store<u16>(g.actives + 2 * block, <u16>rows);
    for (let r: u32 = 0; r < rows; r++) store<u8>(g.active + first + r, <u8>r);
  }
}

/** |F_r|·n multiply-adds a row, and one read and write of z. */
export function moveThread(g: Live, thread: u32): void {
  const n = g.n;
  const np = g.np;
  const counts = g.counts + thread * n * np * 4;
  memory.fill(counts, 0, n * np * 4);
  const small: usize = g.scratch + thread * g.scratchBytes;
  const mask = small + n * np;
  const sums = mask + np;
  const fires = sums + 8 * n;
  const pointers = fires + 4 * n;
  memory.fill(small, 0, n * np);
  memory.fill(fires, 0, 4 * n);
  for (let block = nextTask(); block < g.blocks; block = nextTask()) {
    memory.fill(sums, 0, 8 * n);
    const first = firstRow(g, block);
    const active = g.active + first;
    const count: u32 = load<u16>(g.actives + 2 * block);
    let kept: u32 = 0;
    for (let a: u32 = 0; a < count; a++) {
      const id = load<u8>(active + a);
      const fired = moveRow(g, first + id, small, mask, sums, fires, pointers, counts);
      store<u8>(active + kept, id);
      kept += u32(fired);
    }
    store<u16>(g.actives + 2 * block, <u16>kept);
    memory.copy(g.shares + block * n * 8, sums, 8 * n);
  }
  for (let i: u32 = 0; i < n; i++) flush(small + i * np, counts + i * np * 4, i, np);
}

/** counts [i + 1] += byte counters, which start anew. */
function flush(small: usize, counts: usize, i: u32, np: u32): void {
  for (let j: u32 = 0; j <= i; j++) {
    store<u32>(counts + 4 * j, load<u32>(counts + 4 * j) + load<u8>(small + j));
  }
  memory.fill(small, 0, np);
}

/** Byte mask of sixteen columns that fire, and its bits. */
// @ts-ignore: decorator
@inline
function mask16(z0: v128, z1: v128, z2: v128, z3: v128, shift: v128, mask: usize): u32 {
  const m = i8x16.narrow_i16x8_s(
    i16x8.narrow_i32x4_s(f32x4.gt(z0, shift), f32x4.gt(z1, shift)),
    i16x8.narrow_i32x4_s(f32x4.gt(z2, shift), f32x4.gt(z3, shift)),
  );
  v128.store(mask, m);
  return i8x16.bitmask(m);
}

// @ts-ignore: decorator
@inline
function mask32(
  z0: v128,
  z1: v128,
  z2: v128,
  z3: v128,
  z4: v128,
  z5: v128,
  z6: v128,
  z7: v128,
  shift: v128,
  mask: usize,
): u32 {
  return mask16(z0, z1, z2, z3, shift, mask) | (mask16(z4, z5, z6, z7, shift, mask + 16) << 16);
}

/** Moves 32 columns of a row; returns the bits of those that fire then. */
// @ts-ignore: decorator
@inline
function move32(at: usize, pointers: usize, last: usize, offset: usize, flip: v128, shift: v128, mask: usize): u32 {
  if (pointers == last) return mask32(v128.load(at), v128.load(at, 16), v128.load(at, 32), v128.load(at, 48), v128.load(at, 64), v128.load(at, 80), v128.load(at, 96), v128.load(at, 112), shift, mask);
  let from: usize = load<u32>(pointers) + offset;
  let s0 = v128.load(from);
  let s1 = v128.load(from, 16);
  let s2 = v128.load(from, 32);
  let s3 = v128.load(from, 48);
  let s4 = v128.load(from, 64);
  let s5 = v128.load(from, 80);
  let s6 = v128.load(from, 96);
  let s7 = v128.load(from, 112);
  for (let pointer = pointers + 4; pointer < last; pointer += 4) {
    from = load<u32>(pointer) + offset;
    s0 = f32x4.add(s0, v128.load(from));
    s1 = f32x4.add(s1, v128.load(from, 16));
    s2 = f32x4.add(s2, v128.load(from, 32));
    s3 = f32x4.add(s3, v128.load(from, 48));
    s4 = f32x4.add(s4, v128.load(from, 64));
    s5 = f32x4.add(s5, v128.load(from, 80));
    s6 = f32x4.add(s6, v128.load(from, 96));
    s7 = f32x4.add(s7, v128.load(from, 112));
  }
  s0 = f32x4.add(v128.load(at), v128.xor(s0, flip));
  s1 = f32x4.add(v128.load(at, 16), v128.xor(s1, flip));
  s2 = f32x4.add(v128.load(at, 32), v128.xor(s2, flip));
  s3 = f32x4.add(v128.load(at, 48), v128.xor(s3, flip));
  s4 = f32x4.add(v128.load(at, 64), v128.xor(s4, flip));
  s5 = f32x4.add(v128.load(at, 80), v128.xor(s5, flip));
  s6 = f32x4.add(v128.load(at, 96), v128.xor(s6, flip));
  s7 = f32x4.add(v128.load(at, 112), v128.xor(s7, flip));
  v128.store(at, s0);
  v128.store(at, s1, 16);
  v128.store(at, s2, 32);
  v128.store(at, s3, 48);
  v128.store(at, s4, 64);
  v128.store(at, s5, 80);
  v128.store(at, s6, 96);
  v128.store(at, s7, 112);
  return mask32(s0, s1, s2, s3, s4, s5, s6, s7, shift, mask);
}

/** The same for 16 columns. */
// @ts-ignore: decorator
@inline
function move16(at: usize, pointers: usize, last: usize, offset: usize, flip: v128, shift: v128, mask: usize): u32 {
  if (pointers == last) return mask16(v128.load(at), v128.load(at, 16), v128.load(at, 32), v128.load(at, 48), shift, mask);
  let from: usize = load<u32>(pointers) + offset;
  let s0 = v128.load(from);
  let s1 = v128.load(from, 16);
  let s2 = v128.load(from, 32);
  let s3 = v128.load(from, 48);
  for (let pointer = pointers + 4; pointer < last; pointer += 4) {
    from = load<u32>(pointer) + offset;
    s0 = f32x4.add(s0, v128.load(from));
    s1 = f32x4.add(s1, v128.load(from, 16));
    s2 = f32x4.add(s2, v128.load(from, 32));
    s3 = f32x4.add(s3, v128.load(from, 48));
  }
  s0 = f32x4.add(v128.load(at), v128.xor(s0, flip));
  s1 = f32x4.add(v128.load(at, 16), v128.xor(s1, flip));
  s2 = f32x4.add(v128.load(at, 32), v128.xor(s2, flip));
  s3 = f32x4.add(v128.load(at, 48), v128.xor(s3, flip));
  v128.store(at, s0);
  v128.store(at, s1, 16);
  v128.store(at, s2, 32);
  v128.store(at, s3, 48);
  return mask16(s0, s1, s2, s3, shift, mask);
}

/** Returns whether the row fires anywhere after its move. */
// @ts-ignore: decorator
@inline
function moveRow(
  g: Live,
  row: u32,
  small: usize,
  mask: usize,
  sums: usize,
  fires: usize,
  pointers: usize,
  counts: usize,
): bool {
  const np = g.np;
  const z = g.z + row * np * 4;
  const bits = g.bits + row * g.bitBytes;
  const negative = load<u32>(g.tags + 4 * row) & 0x80000000;
  const sign: f64 = negative ? -1 : 1;
  const words = (np + 63) / 64;
  const tailMask: u64 = np >= 64 ? ~0 : (<u64>1 << np) - 1;
  let last = pointers;
  for (let w: u32 = 0; w < words; w++) {
    let set = load<u64>(bits + 8 * w) & tailMask;
    const ku = g.ku + 64 * w * np * 4;
    for (; set != 0; set &= set - 1, last += 4) store<u32>(last, ku + <u32>ctz(set) * np * 4);
  }
  const flip = i32x4.splat(negative);
  const shift = f32x4.splat(g.shift);
  let any: u64 = 0;
  for (let w: u32 = 0; w < words; w++) {
    let set: u64 = 0;
    const end = min(np, w * 64 + 64);
    let column = w * 64;
    for (; column + 32 <= end; column += 32) {
      const fired = move32(z + 4 * column, pointers, last, 4 * column, flip, shift, mask + column);
      set |= <u64>fired << (column & 63);
    }
    if (column < end) {
      const fired = move16(z + 4 * column, pointers, last, 4 * column, flip, shift, mask + column);
      set |= <u64>fired << (column & 63);
    }
    if (g.bitBytes >= 8) store<u64>(bits + 8 * w, set);
    else if (g.bitBytes == 2) store<u16>(bits, <u16>set);
    else store<u32>(bits, <u32>set);
    any |= set;
    for (; set != 0; set &= set - 1) {
      const i = w * 64 + <u32>ctz(set);
      store<f64>(sums + 8 * i, load<f64>(sums + 8 * i) + sign * <f64>(load<f32>(z + 4 * i) - g.shift));
      const to = small + i * np;
      let j: u32 = 0;
      for (; j + 64 <= end; j += 64) {
        const at = to + j;
        const from = mask + j;
        v128.store(at, i8x16.sub(v128.load(at), v128.load(from)));
        v128.store(at, i8x16.sub(v128.load(at, 16), v128.load(from, 16)), 16);
        v128.store(at, i8x16.sub(v128.load(at, 32), v128.load(from, 32)), 32);
        v128.store(at, i8x16.sub(v128.load(at, 48), v128.load(from, 48)), 48);
      }
      for (; j < end; j += 16) v128.store(to + j, i8x16.sub(v128.load(to + j), v128.load(mask + j)));
      const times = load<u32>(fires + 4 * i) + 1;
      store<u32>(fires + 4 * i, times == 255 ? 0 : times);
      if (times == 255) flush(to, counts + i * np * 4, i, np);
    }
  }
  return any != 0;
}

/** sums [n] ← sums + shares, block by block in order. Returns how many rows may still fire. */
export function addLiveShares(g: Live): u32 {
  const n = g.n;
  let from: usize = g.shares;
  let active: u32 = 0;
  for (let block: u32 = 0; block < g.blocks; block++) {
    active += load<u16>(g.actives + 2 * block);
    for (let i: u32 = 0; i < n; i++, from += 8) {
      store<f64>(g.sums + i * 8, load<f64>(g.sums + i * 8) + load<f64>(from));
    }
  }
  return active;
}
