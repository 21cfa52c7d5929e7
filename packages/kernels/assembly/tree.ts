// Trees of maxima over the rows of live.ts, by which those that fire are found without looking at the others: the search of
// Deng et al., arXiv 2208.04508, with the trees of all inputs interleaved, so that one vector holds a node of each. A block of 256
// rows has a tree of three levels; the roots of all blocks are looked at one by one.
//
// A node is at least as large as every z_ri − b below it that is not negative. A row that moves raises the nodes above it; they sink
// where a search finds that nothing fires below them, so that a step never reads rows that did not move, and every search in vain is
// paid for by a move before it.
import { Live, Tree } from "../dist/jobs";
import { firstRow } from "./live";
import { nextTask } from "./pool";

/** Rows, or nodes, below a node. */
const FAN: u32 = 8;
/** Nodes of a block: the root, one for every 64 rows, one for every eight. */
const ROOT: u32 = 0;
const MIDDLE: u32 = 1;
const LOW: u32 = 5;
const NODES: u32 = 37;
const SIGN: u32 = 0x80000000;

// @ts-ignore: decorator
@inline
function nodeAt(t: Tree, block: u32, node: u32, np: u32): usize {
  return t.nodes + (<usize>block * NODES + node) * np * 4;
}

/** Whether any of a node's maxima reaches the threshold. */
// @ts-ignore: decorator
@inline
function reaches(node: usize, np: u32): bool {
  for (const end = node + 4 * np; node < end; node += 64) {
    const most = f32x4.pmax(
      f32x4.pmax(v128.load(node), v128.load(node, 16)),
      f32x4.pmax(v128.load(node, 32), v128.load(node, 48)),
    );
    if (v128.any_true(f32x4.ge(most, f32x4.splat(0)))) return true;
  }
  return false;
}

/** Whether a row, a_r (z_ri − b), fires at any input. */
// @ts-ignore: decorator
@inline
function fires(row: usize, tag: u32, np: u32): bool {
  // the sign bit of an entry that fires is that of a_r
  const flip = i32x4.splat(~tag & SIGN);
  for (const end = row + 4 * np; row < end; row += 64) {
    const set = v128.or(
      v128.or(v128.xor(v128.load(row), flip), v128.xor(v128.load(row, 16), flip)),
      v128.or(v128.xor(v128.load(row, 32), flip), v128.xor(v128.load(row, 48), flip)),
    );
    if (i32x4.bitmask(set) != 0) return true;
  }
  return false;
}

/** node ← the larger of it and z − b of a row. */
// @ts-ignore: decorator
@inline
function raise(node: usize, row: usize, tag: u32, np: u32): void {
  const flip = i32x4.splat(tag & SIGN);
  for (const end = node + 4 * np; node < end; node += 16, row += 16) {
    v128.store(node, f32x4.pmax(v128.load(node), v128.xor(v128.load(row), flip)));
  }
}

/** node ← what is below anything. */
// @ts-ignore: decorator
@inline
function sink(node: usize, np: u32): void {
  for (const end = node + 4 * np; node < end; node += 16) v128.store(node, f32x4.splat(-3e38));
}

/** node ← the maxima of `count` nodes that stand one behind the other. */
function gather(node: usize, below: usize, count: u32, np: u32): void {
  sink(node, np);
  for (let k: u32 = 0; k < count; k++) raise(node, below + k * np * 4, 0, np);
}

/** node ← the maxima of rows from … end − 1. */
function gatherRows(g: Live, node: usize, from: u32, end: u32): void {
  const np = g.np;
  sink(node, np);
  for (let r = from; r < end; r++) raise(node, g.z + <usize>r * np * 4, load<u32>(g.tags + 4 * r), np);
}

/** All nodes anew. n compares per row, and one seventh of them again. */
export function buildThread(t: Tree): void {
  const g = changetype<Live>(t.live);
  const np = g.np;
  for (let block = nextTask(); block < g.blocks; block = nextTask()) {
    const first = firstRow(g, block);
    const end = firstRow(g, block + 1);
    for (let k: u32 = 0; k < 32; k++) {
      const from = min(end, first + k * FAN);
      gatherRows(g, nodeAt(t, block, LOW + k, np), from, min(end, from + FAN));
    }
    for (let k: u32 = 0; k < 4; k++) {
      gather(nodeAt(t, block, MIDDLE + k, np), nodeAt(t, block, LOW + k * FAN, np), FAN, np);
    }
    gather(nodeAt(t, block, ROOT, np), nodeAt(t, block, MIDDLE, np), 4, np);
  }
}

/** Finds the rows that fire: they are the active ones afterwards, with no bit set, so that the next pass moves nothing. */
export function queryThread(t: Tree, thread: u32): void {
  const g = changetype<Live>(t.live);
  const np = g.np;
  let visits: u64 = 0;
  for (let block = nextTask(); block < g.blocks; block = nextTask()) {
    const first = firstRow(g, block);
    const rows = firstRow(g, block + 1) - first;
    const active = g.active + first;
    let kept: u32 = 0;
    const root = nodeAt(t, block, ROOT, np);
    visits++;
    if (reaches(root, np)) {
      for (let q: u32 = 0; q * 64 < rows; q++) {
        const middle = nodeAt(t, block, MIDDLE + q, np);
        visits++;
        if (!reaches(middle, np)) continue;
        const before = kept;
        const last = min(rows, q * 64 + 64);
        for (let from: u32 = q * 64; from < last; from += FAN) {
          const low = nodeAt(t, block, LOW + from / FAN, np);
          visits++;
          if (!reaches(low, np)) continue;
          const end = min(rows, from + FAN);
          const so = kept;
          visits += end - from;
          for (let r: u32 = from; r < end; r++) {
            if (!fires(g.z + <usize>(first + r) * np * 4, load<u32>(g.tags + 4 * (first + r)), np)) continue;
            store<u8>(active + kept++, <u8>r);
            memory.fill(g.bits + (first + r) * g.bitBytes, 0, g.bitBytes);
          }
          if (kept == so) gatherRows(g, low, first + from, first + end);
        }
        if (kept == before) gather(middle, nodeAt(t, block, LOW + q * FAN, np), FAN, np);
      }
      if (kept == 0) gather(root, nodeAt(t, block, MIDDLE, np), 4, np);
    }
    store<u16>(g.actives + 2 * block, <u16>kept);
  }
  store<f64>(t.visits + 16 * thread, <f64>visits);
}

/** Raises the nodes above the rows that fire after a move: the others are below the threshold, wherever they are. */
export function raiseThread(t: Tree, thread: u32): void {
  const g = changetype<Live>(t.live);
  const np = g.np;
  let raised: u64 = 0;
  for (let block = nextTask(); block < g.blocks; block = nextTask()) {
    const count: u32 = load<u16>(g.actives + 2 * block);
    if (count == 0) continue;
    const first = firstRow(g, block);
    let touched: u32 = 0;
    raised += count;
    for (let a: u32 = 0; a < count; a++) {
      const r: u32 = load<u8>(g.active + first + a);
      const low = r / FAN;
      touched |= 1 << low;
      raise(nodeAt(t, block, LOW + low, np), g.z + <usize>(first + r) * np * 4, load<u32>(g.tags + 4 * (first + r)), np);
    }
    const root = nodeAt(t, block, ROOT, np);
    for (let q: u32 = 0; q < 4; q++) {
      let set = (touched >> (q * FAN)) & 255;
      if (set == 0) continue;
      const middle = nodeAt(t, block, MIDDLE + q, np);
      raised += popcnt(set) + 1;
      for (; set != 0; set &= set - 1) raise(middle, nodeAt(t, block, LOW + q * FAN + ctz(set), np), 0, np);
      raise(root, middle, 0, np);
    }
  }
  store<f64>(t.visits + 16 * thread, <f64>raised, 8);
}
