// One step on the live neurons. A row holds a_r (z_ri − b): a step moves it by Σ_{i∈F_r} −u_i K_i/√m whatever the sign of
// a_r, its entries at F_r are its shares of f·√m, and who fires is told by their signs alone; near the threshold, where
// moves of a converging network are smallest, float32 is finest. One pass moves the rows, finds the new F_r, adds up f and
// counts |{r : i, j ∈ F_r}|, so that z is read and written once a step. Work is cut into blocks of at most 256 rows
// whatever the thread count; shares of f are float64 and added block by block, counts are whole numbers.
import { nextTask } from "./pool";

/** Filled in by the loader; field order is the contract. */
@unmanaged
export class Live {
  n!: u32;
  /** floats in a row: n rounded up to 16; the padding never fires */
  np!: u32;
  blocks!: u32;
  /** first row of each block, and the number of rows: u32 [blocks + 1], at most 256 rows a block */
  firsts!: u32;
  /** a_r (z_ri − b), −a_r·3e38 in the padding: float32 [rows][np] */
  z!: u32;
  /** [rows]: bit 31 set where a_r = −1 */
  tags!: u32;
  /** F_r, bit i for input i [rows][bitBytes] and 8 bytes behind them */
  bits!: u32;
  /** 2 or 4 for np = 16 or 32, else a multiple of 8 */
  bitBytes!: u32;
  /** rows that may still fire, counted from the first of their block, ascending: u8 [rows], and their number u16 [blocks] */
  active!: u32;
  actives!: u32;
  /** float64 [blocks][n] and [n]: f times √m */
  shares!: u32;
  sums!: u32;
  /** −u_i K_ij/√m in panels of 32 columns: float32 [panels][n][32] */
  ku!: u32;
  /** uint32 [threads][n][np], of which j ≤ i is counted */
  counts!: u32;
  scratch!: u32;
  /** bytes of scratch for each thread */
  scratchBytes!: u32;
  /** additions to counts by the last pass, sixteen in a vector as four: float64 [threads] */
  words!: u32;
}

// A thread's space: sums f64 [n], panel rows u32 [n], fired inputs u32 [n], fire counts u32 [n], mask [np], bytes [n][np]

/** Bytes that a thread needs. */
export function liveScratch(n: u32, np: u32): f64 {
  return 20 * <f64>n + 16 + <f64>np + <f64>n * <f64>np;
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
  const space: usize = g.scratch + thread * g.scratchBytes;
  const bytes = bytesOf(space, n) + np;
  memory.fill(counts, 0, n * np * 4);
  memory.fill(firesOf(space, n), 0, 4 * n);
  memory.fill(bytes, 0, n * np);
  let words: u64 = 0;
  for (let block = nextTask(); block < g.blocks; block = nextTask()) {
    const first = firstRow(g, block);
    const active = g.active + first;
    const count: u32 = load<u16>(g.actives + 2 * block);
    memory.fill(space, 0, 8 * n);
    let kept: u32 = 0;
    for (let a: u32 = 0; a < count; a++) {
      const id = load<u8>(active + a);
      const row = g.z + (first + id) * np * 4;
      const flip = <u64>(<i64>(<i32>load<u32>(g.tags + 4 * (first + id))) >> 63);
      const size = moveRow(g, row, g.bits + (first + id) * g.bitBytes, flip, space);
      store<u8>(active + kept, id);
      kept += u32(size != 0);
      addShares(row, size, space, n);
      words += size <= sparseSize(np) ? countPairs(size, listOf(space, n), counts, np) : countMasks(row, flip, size, space, counts, n, np);
    }
    store<u16>(g.actives + 2 * block, <u16>kept);
    memory.copy(g.shares + block * n * 8, space, 8 * n);
  }
  for (let i: u32 = 0; i < n; i++) flush(bytes + i * np, counts + i * np * 4, i, np);
  store<f64>(g.words + 8 * thread, <f64>words);
}

// @ts-ignore: decorator
@inline
function panelRowsOf(space: usize, n: u32): usize {
  return space + 8 * n;
}

// @ts-ignore: decorator
@inline
function listOf(space: usize, n: u32): usize {
  return space + 12 * n;
}

// @ts-ignore: decorator
@inline
function firesOf(space: usize, n: u32): usize {
  return space + 16 * n;
}

/** A byte mask [np], and behind it byte counters [n][np]. */
// @ts-ignore: decorator
@inline
function bytesOf(space: usize, n: u32): usize {
  return (space + 20 * n + 15) & ~15;
}

/** list u32 ← scale·i for the bits i of F_r, ascending. Returns |F_r|. */
// @ts-ignore: decorator
@inline
function listBits(bits: usize, bitBytes: u32, scale: u32, list: usize): u32 {
  if (bitBytes < 8) {
    let set: u32 = bitBytes == 2 ? <u32>load<u16>(bits) : load<u32>(bits);
    const size = popcnt(set);
    for (let t: u32 = 0; t < size; t++, set &= set - 1) store<u32>(list + 4 * t, scale * ctz(set));
    return size;
  }
  let size: u32 = 0;
  for (let at: u32 = 0; at < bitBytes; at += 8) {
    let set = load<u64>(bits + at);
    const end = size + <u32>popcnt(set);
    const first = scale * (8 * at);
    for (; size < end; size++, set &= set - 1) store<u32>(list + 4 * size, first + scale * <u32>ctz(set));
  }
  return size;
}

/** Signs of sixteen columns as bytes: negative where the float is. */
// @ts-ignore: decorator
@inline
function signs16(z0: v128, z1: v128, z2: v128, z3: v128): v128 {
  return i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(z0, z1), i16x8.narrow_i32x4_s(z2, z3));
}

/** Moves 32 columns of a row by the given rows of their panel; returns their sign bits then. */
// @ts-ignore: decorator
@inline
function move32(at: usize, rows: usize, last: usize, panel: usize): u32 {
  let s0 = v128.load(at);
  let s1 = v128.load(at, 16);
  let s2 = v128.load(at, 32);
  let s3 = v128.load(at, 48);
  let s4 = v128.load(at, 64);
  let s5 = v128.load(at, 80);
  let s6 = v128.load(at, 96);
  let s7 = v128.load(at, 112);
  if (rows != last) {
    let from: usize = load<u32>(rows) + panel;
    s0 = v128.load(from);
    s1 = v128.load(from, 16);
    s2 = v128.load(from, 32);
    s3 = v128.load(from, 48);
    s4 = v128.load(from, 64);
    s5 = v128.load(from, 80);
    s6 = v128.load(from, 96);
    s7 = v128.load(from, 112);
    for (rows += 4; rows < last; rows += 4) {
      from = load<u32>(rows) + panel;
      s0 = f32x4.add(s0, v128.load(from));
      s1 = f32x4.add(s1, v128.load(from, 16));
      s2 = f32x4.add(s2, v128.load(from, 32));
      s3 = f32x4.add(s3, v128.load(from, 48));
      s4 = f32x4.add(s4, v128.load(from, 64));
      s5 = f32x4.add(s5, v128.load(from, 80));
      s6 = f32x4.add(s6, v128.load(from, 96));
      s7 = f32x4.add(s7, v128.load(from, 112));
    }
    s0 = f32x4.add(v128.load(at), s0);
    s1 = f32x4.add(v128.load(at, 16), s1);
    s2 = f32x4.add(v128.load(at, 32), s2);
    s3 = f32x4.add(v128.load(at, 48), s3);
    s4 = f32x4.add(v128.load(at, 64), s4);
    s5 = f32x4.add(v128.load(at, 80), s5);
    s6 = f32x4.add(v128.load(at, 96), s6);
    s7 = f32x4.add(v128.load(at, 112), s7);
    v128.store(at, s0);
    v128.store(at, s1, 16);
    v128.store(at, s2, 32);
    v128.store(at, s3, 48);
    v128.store(at, s4, 64);
    v128.store(at, s5, 80);
    v128.store(at, s6, 96);
    v128.store(at, s7, 112);
  }
  return i8x16.bitmask(signs16(s0, s1, s2, s3)) | (i8x16.bitmask(signs16(s4, s5, s6, s7)) << 16);
}

/** The same for 16 columns. */
// @ts-ignore: decorator
@inline
function move16(at: usize, rows: usize, last: usize, panel: usize): u32 {
  let s0 = v128.load(at);
  let s1 = v128.load(at, 16);
  let s2 = v128.load(at, 32);
  let s3 = v128.load(at, 48);
  if (rows != last) {
    let from: usize = load<u32>(rows) + panel;
    s0 = v128.load(from);
    s1 = v128.load(from, 16);
    s2 = v128.load(from, 32);
    s3 = v128.load(from, 48);
    for (rows += 4; rows < last; rows += 4) {
      from = load<u32>(rows) + panel;
      s0 = f32x4.add(s0, v128.load(from));
      s1 = f32x4.add(s1, v128.load(from, 16));
      s2 = f32x4.add(s2, v128.load(from, 32));
      s3 = f32x4.add(s3, v128.load(from, 48));
    }
    s0 = f32x4.add(v128.load(at), s0);
    s1 = f32x4.add(v128.load(at, 16), s1);
    s2 = f32x4.add(v128.load(at, 32), s2);
    s3 = f32x4.add(v128.load(at, 48), s3);
    v128.store(at, s0);
    v128.store(at, s1, 16);
    v128.store(at, s2, 32);
    v128.store(at, s3, 48);
  }
  return i8x16.bitmask(signs16(s0, s1, s2, s3));
}

/**
 * Moves a row; returns how many inputs it fires at then, which the thread's list names. `flip` is all ones where a_r = −1:
 * there the entries that fire are the negative ones.
 */
// @ts-ignore: decorator
@inline
function moveRow(g: Live, z: usize, bits: usize, flip: u64, space: usize): u32 {
  const n = g.n;
  const np = g.np;
  const bitBytes = g.bitBytes;
  const rows = panelRowsOf(space, n);
  const last = rows + 4 * listBits(bits, bitBytes, 128, rows);
  const panelBytes = 128 * n;
  let panel: usize = g.ku;
  for (let word: u32 = 0; word < np; word += 64) {
    const end = min(np, word + 64);
    let negative: u64 = 0;
    let column = word;
    for (; column + 32 <= end; column += 32, panel += panelBytes) {
      negative |= <u64>move32(z + 4 * column, rows, last, panel) << (column & 63);
    }
    if (column < end) negative |= <u64>move16(z + 4 * column, rows, last, panel) << (column & 63);
    const columns = end - word;
    const set = (negative ^ ~flip) & (columns == 64 ? ~<u64>0 : (<u64>1 << columns) - 1);
    if (bitBytes >= 8) store<u64>(bits + word / 8, set);
    else if (bitBytes == 2) store<u16>(bits, <u16>set);
    else store<u32>(bits, <u32>set);
  }
  return listBits(bits, bitBytes, 1, listOf(space, n));
}

/** sums [n] += a_r (z_ri − b) for i in F_r. */
// @ts-ignore: decorator
@inline
function addShares(z: usize, size: u32, space: usize, n: u32): void {
  const list = listOf(space, n);
  for (let t: u32 = 0; t < size; t++) {
    const i = load<u32>(list + 4 * t);
    store<f64>(space + 8 * i, load<f64>(space + 8 * i) + <f64>load<f32>(z + 4 * i));
  }
}

/** Largest |F_r| whose pairs are counted one by one: beyond, adding a whole mask for each fired input is cheaper. */
// @ts-ignore: decorator
@inline
function sparseSize(np: u32): u32 {
  return 4 + np / 16;
}

/** counts [i][j] += 1 for the pairs j ≤ i of F_r; returns their number. */
// @ts-ignore: decorator
@inline
function countPairs(size: u32, list: usize, counts: usize, np: u32): u32 {
  for (let t: u32 = 0; t < size; t++) {
    const row = counts + load<u32>(list + 4 * t) * np * 4;
    for (let s: u32 = 0; s <= t; s++) {
      const at = row + 4 * load<u32>(list + 4 * s);
      store<u32>(at, load<u32>(at) + 1);
    }
  }
  return (size * (size + 1)) / 2;
}

/** The same by the mask of F_r, added to the byte counters of each of its inputs; returns how many words were added. */
function countMasks(z: usize, flip: u64, size: u32, space: usize, counts: usize, n: u32, np: u32): u32 {
  const fires = i64x2.splat(~flip);
  const mask = bytesOf(space, n);
  const list = listOf(space, n);
  const times = firesOf(space, n);
  for (let j: u32 = 0; j < np; j += 16) {
    const at = z + 4 * j;
    const signs = signs16(v128.load(at), v128.load(at, 16), v128.load(at, 32), v128.load(at, 48));
    v128.store(mask + j, v128.xor(i8x16.shr_s(signs, 7), fires));
  }
  let words: u32 = 0;
  for (let t: u32 = 0; t < size; t++) {
    const i = load<u32>(list + 4 * t);
    const to = mask + np + i * np;
    const end = min(np, (i | 63) + 1);
    words += end / 4;
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
    const full = load<u32>(times + 4 * i) == 254;
    store<u32>(times + 4 * i, full ? 0 : load<u32>(times + 4 * i) + 1);
    if (full) flush(to, counts + i * np * 4, i, np);
  }
  return words;
}

/** counts [j ≤ i] += byte counters, which start anew. */
function flush(small: usize, counts: usize, i: u32, np: u32): void {
  for (let j: u32 = 0; j <= i; j++) {
    store<u32>(counts + 4 * j, load<u32>(counts + 4 * j) + load<u8>(small + j));
  }
  memory.fill(small, 0, np);
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
