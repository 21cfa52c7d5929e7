// One step on the live neurons. A row holds a_r (z_ri − b): a step moves it by Σ_{i∈F_r} −u_i K_i/√m whatever the sign of
// a_r, its entries at F_r are its shares of f·√m, and who fires is told by their signs alone; near the threshold, where
// moves of a converging network are smallest, float32 is finest. One pass moves the rows, finds the new F_r, adds up f and,
// where they are wanted, counts |{r : i, j ∈ F_r}|, so that z is read and written once per step. Work is cut into blocks of at
// most 256 rows whatever the thread count; shares of f are float64 and added block by block, counts are whole numbers.
//
// Where many inputs fire, a row is moved by sums over four inputs at once, looked up by which of them fire: the method of
// the four Russians (V. Arlazarov, E. Dinic, M. Kronrod, I. Faradžev, 1970). That takes at most n²/4 additions per row
// instead of n·|F_r|; a dense product with K would take n² multiply-adds per row.
import { BLOCK, Live } from "../dist/jobs";
import { BLOCK_BYTES, countCommon } from "./network";
import { nextTask } from "./pool";

/** Inputs whose 2^4 sums a table holds. */
const GROUP: u32 = 4;

// A thread's space: sums f64 [np]; panel rows u32 [np] and fired inputs u32 [np], both with room for four more; bits of the
// rows that are still to be counted, by rows [256][bitBytes] and by inputs [8 bitBytes][256]

/** Bytes of scratch for each thread. */
export function liveScratch(np: u32, bitBytes: u32): f64 {
  return <f64>(16 * np + 32) + 2 * <f64>(BLOCK * bitBytes);
}

/** Bytes of the sums over subsets. */
export function sumsOfFourBytes(n: u32): f64 {
  return <f64>((n + 31) / 32) * <f64>foursBytes(n);
}

/** Bytes of those of one panel. */
// @ts-ignore: decorator
@inline
function foursBytes(n: u32): u32 {
  return ((n + GROUP - 1) / GROUP) * 2048;
}

// @ts-ignore: decorator
@inline
export function firstRow(g: Live, block: u32): u32 {
  return load<u32>(g.firsts + 4 * block);
}

/** Stretches of a block that are read side by side: the processor prefetches along each of them. */
const STRETCHES: u32 = 4;

/** Makes every row active and no bit set: the next pass moves nothing and finds who fires. */
export function resetLive(g: Live): void {
  memory.fill(g.bits, 0, <usize>firstRow(g, g.blocks) * g.bitBytes);
  for (let block: u32 = 0; block < g.blocks; block++) {
    const first = firstRow(g, block);
    const rows = firstRow(g, block + 1) - first;
    store<u16>(g.actives + 2 * block, <u16>rows);
    const length = (rows + STRETCHES - 1) / STRETCHES;
    let place = g.active + first;
    for (let t: u32 = 0; t < length; t++) {
      for (let r = t; r < rows; r += length) store<u8>(place++, <u8>r);
    }
  }
}

/** The table of sums from ku. 4n² additions. */
export function addSubsets(g: Live): void {
  const n = g.n;
  let ku: usize = g.ku;
  let to: usize = g.sumsOfFour;
  for (let panel: u32 = 0; panel < (n + 31) / 32; panel++) {
    for (let i: u32 = 0; i < n; i += GROUP, to += 2048) {
      memory.fill(to, 0, 128);
      const size = min(GROUP, n - i);
      for (let t: u32 = 0; t < size; t++, ku += 128) {
        // the subsets whose largest member is input i + t
        const half: usize = 128 << t;
        for (let at: usize = 0; at < half; at += 16) {
          v128.store(to + half + at, f32x4.add(v128.load(to + at), v128.load(ku + (at & 127))));
        }
      }
    }
  }
}

/** One pass: |F_r|·n additions per row, or n for every four inputs of which one fires; z is read and written once. */
export function moveThread(g: Live, thread: u32): void {
  const n = g.n;
  const np = g.np;
  const bitBytes = g.bitBytes;
  const sparse = sparseSize(np);
  const counting = g.counting;
  const bySums = g.sumsOfFour != 0;
  const counts = g.counts + thread * n * np * 4;
  const space: usize = g.scratch + thread * g.scratchBytes;
  if (counting) memory.fill(counts, 0, n * np * 4);
  let moves: u64 = 0;
  let fired: u64 = 0;
  let pairs: u64 = 0;
  let many: u32 = 0;
  for (let block = nextTask(); block < g.blocks; block = nextTask()) {
    const first = firstRow(g, block);
    const active = g.active + first;
    const count: u32 = load<u16>(g.actives + 2 * block);
    memory.fill(space, 0, 8 * np);
    let kept: u32 = 0;
    for (let a: u32 = 0; a < count; a++) {
      const id = load<u8>(active + a);
      const row = g.z + (first + id) * np * 4;
      const bits = g.bits + (first + id) * bitBytes;
      const tag = load<u32>(g.tags + 4 * (first + id));
      const from = panelRowsOf(space, np);
      const added = bySums ? listFours(bits, bitBytes, from) : listBits(bits, bitBytes, 128, from);
      const size = moveRow(g, row, bits, tag, from, from + 4 * added);
      moves += added;
      store<u8>(active + kept, id);
      kept += u32(size != 0);
      fired += size;
      if (size <= sparse) {
        const list = listOf(space, np);
        listBits(bits, bitBytes, 1, list);
        addShares(row, size, list, space);
        if (counting) pairs += countPairs(size, list, counts, np);
      } else {
        addManyShares(row, tag, np, space);
        if (counting) keepForCounting(bits, bitBytes, many++, space, counts, n, np);
      }
    }
    store<u16>(g.actives + 2 * block, <u16>kept);
    memory.copy(g.shares + block * n * 8, space, 8 * n);
  }
  if (many % BLOCK && counting) countKept(many % BLOCK, bitBytes, space, counts, n, np);
  putTotals(g, thread, fired, pairs, counting ? many : 0);
  store<f64>(g.totals + 24 * thread, <f64>moves, 16);
}

/** Counts without moving. */
export function countThread(g: Live, thread: u32): void {
  const n = g.n;
  const np = g.np;
  const bitBytes = g.bitBytes;
  const counts = g.counts + thread * n * np * 4;
  const space: usize = g.scratch + thread * g.scratchBytes;
  const list = listOf(space, np);
  memory.fill(counts, 0, n * np * 4);
  let fired: u64 = 0;
  let pairs: u64 = 0;
  let many: u32 = 0;
  for (let block = nextTask(); block < g.blocks; block = nextTask()) {
    const first = firstRow(g, block);
    const count: u32 = load<u16>(g.actives + 2 * block);
    for (let a: u32 = 0; a < count; a++) {
      const bits = g.bits + (first + load<u8>(g.active + first + a)) * bitBytes;
      const size = listBits(bits, bitBytes, 1, list);
      fired += size;
      if (size <= sparseSize(np)) pairs += countPairs(size, list, counts, np);
      else keepForCounting(bits, bitBytes, many++, space, counts, n, np);
    }
  }
  if (many % BLOCK) countKept(many % BLOCK, bitBytes, space, counts, n, np);
  putTotals(g, thread, fired, pairs, many);
}

function putTotals(g: Live, thread: u32, fired: u64, pairs: u64, many: u32): void {
  store<f64>(g.totals + 24 * thread, <f64>fired);
  store<f64>(g.totals + 24 * thread, <f64>pairs + (<f64>many * <f64>g.n * <f64>(g.n + 1)) / 64, 8);
}

// @ts-ignore: decorator
@inline
function panelRowsOf(space: usize, np: u32): usize {
  return space + 8 * np;
}

// @ts-ignore: decorator
@inline
function listOf(space: usize, np: u32): usize {
  return space + 12 * np + 16;
}

// @ts-ignore: decorator
@inline
function keptOf(space: usize, np: u32): usize {
  return space + 16 * np + 32;
}

/** list u32 ← scale·i for the inputs i of F_r, ascending. Returns |F_r|. Writes up to four numbers behind the list. */
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
    // always four, even where fewer are set: a store too many costs less than a branch on their number
    const to = list + 4 * size;
    store<u32>(to, first + scale * <u32>ctz(set));
    set &= set - 1;
    store<u32>(to, first + scale * <u32>ctz(set), 4);
    set &= set - 1;
    store<u32>(to, first + scale * <u32>ctz(set), 8);
    set &= set - 1;
    store<u32>(to, first + scale * <u32>ctz(set), 12);
    set &= set - 1;
    for (let t = size + 4; t < end; t++, set &= set - 1) store<u32>(list + 4 * t, first + scale * <u32>ctz(set));
    size = end;
  }
  return size;
}

/** list u32 ← for every four inputs of which one fires: where in a panel of sums the sum over those that fire stands. Returns their number. */
function listFours(bits: usize, bitBytes: u32, list: usize): u32 {
  let size: u32 = 0;
  let first: u32 = 0;
  for (let at: u32 = 0; at < bitBytes; at += 2) {
    let set: u32 = load<u16>(bits + at);
    for (let t = 0; t < 4; t++, set >>= GROUP, first += 2048) {
      const subset = set & 15;
      store<u32>(list + 4 * size, first + 128 * subset);
      size += u32(subset != 0);
    }
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
 * Moves a row by those rows of each panel that are listed from `rows` to `last`; returns at how many inputs it then fires.
 * Where a_r = −1 (in the tag), the entries that fire are the negative ones.
 */
// @ts-ignore: decorator
@inline
function moveRow(g: Live, z: usize, bits: usize, tag: u32, rows: usize, last: usize): u32 {
  const n = g.n;
  const np = g.np;
  const bitBytes = g.bitBytes;
  const flip = <u64>(<i64>(<i32>tag) >> 63);
  const bySums = g.sumsOfFour != 0;
  const panelBytes = bySums ? foursBytes(n) : 128 * n;
  let panel: usize = bySums ? g.sumsOfFour : g.ku;
  let size: u32 = 0;
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
    size += <u32>popcnt(set);
  }
  return size;
}

/** sums [n] += a_r (z_ri − b) for the listed i. */
// @ts-ignore: decorator
@inline
function addShares(z: usize, size: u32, list: usize, sums: usize): void {
  for (let t: u32 = 0; t < size; t++) {
    const i = load<u32>(list + 4 * t);
    store<f64>(sums + 8 * i, load<f64>(sums + 8 * i) + <f64>load<f32>(z + 4 * i));
  }
}

/** The same for every i that fires, by signs. */
function addManyShares(z: usize, tag: u32, np: u32, sums: usize): void {
  const fires = i32x4.splat(~(<i32>tag >> 31));
  for (let end = z + 4 * np; z < end; z += 16, sums += 32) {
    const values = v128.load(z);
    const share = v128.and(values, v128.xor(i32x4.shr_s(values, 31), fires));
    v128.store(sums, f64x2.add(v128.load(sums), f64x2.promote_low_f32x4(share)));
    const high = f64x2.promote_low_f32x4(v128.shuffle<u64>(share, share, 1, 1));
    v128.store(sums, f64x2.add(v128.load(sums, 16), high), 16);
  }
}

/** Largest |F_r| whose inputs are treated one by one: beyond it, all n inputs in vectors and words are cheaper. */
// @ts-ignore: decorator
@inline
function sparseSize(np: u32): u32 {
  return 4 + np / 8;
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

/** Keeps F_r as number `many` of those to be counted; 256 are counted together. */
function keepForCounting(bits: usize, bitBytes: u32, many: u32, space: usize, counts: usize, n: u32, np: u32): void {
  const place = many % BLOCK;
  memory.copy(keptOf(space, np) + place * bitBytes, bits, bitBytes);
  if (place == BLOCK - 1) countKept(BLOCK, bitBytes, space, counts, n, np);
}

/** Counts the kept sets, at most 256: n(n+1)/64 words of 32 bits per set when there are 256. */
function countKept(rows: u32, bitBytes: u32, space: usize, counts: usize, n: u32, np: u32): void {
  const kept = keptOf(space, np);
  const masks = kept + BLOCK * bitBytes;
  memory.fill(kept + rows * bitBytes, 0, (BLOCK - rows) * bitBytes);
  for (let row: u32 = 0; row < BLOCK; row += 16) {
    for (let byte: u32 = 0; byte < bitBytes; byte++) {
      let columns = gatherBytes(kept + row * bitBytes + byte, bitBytes);
      for (let bit: u32 = 8; bit > 0; bit--) {
        store<u16>(masks + (8 * byte + bit - 1) * BLOCK_BYTES + row / 8, <u16>i8x16.bitmask(columns));
        columns = i8x16.add(columns, columns);
      }
    }
  }
  countCommon(masks, n, counts, np * 4);
}

/** Sixteen bytes, `stride` apart. */
// @ts-ignore: decorator
@inline
function gatherBytes(from: usize, stride: usize): v128 {
  let low: u64 = 0;
  let high: u64 = 0;
  for (let t: usize = 0; t < 8; t++, from += stride) {
    low |= <u64>load<u8>(from) << (8 * t);
    high |= <u64>load<u8>(from + 8 * stride) << (8 * t);
  }
  return i64x2.replace_lane(i64x2.splat(low), 1, high);
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
