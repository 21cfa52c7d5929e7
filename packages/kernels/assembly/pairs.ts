// A network over a whole data set, where neither all of Z = W Xᵀ nor a matrix of inputs by inputs fits: Z is formed for a chunk of inputs
// at a time, by gemm, and what is kept of it are the pairs of an input and a neuron that fires there, by neuron. Jᵀv and J P run over
// these pairs alone; G v = J(Jᵀ v) never forms G. Work is cut into blocks of 256 neurons, whose shares are added in order, so that every
// thread count gives the same bits.
import { BLOCK, Pairs } from "../dist/jobs";
import { madd } from "./fma";
import { nextTask } from "./pool";

// @ts-ignore: decorator
@inline
function startAt(g: Pairs, neuron: u32): usize {
  return g.starts + 4 * (<usize>g.current * (g.width + 1) + neuron);
}

// @ts-ignore: decorator
@inline
function inputAt(g: Pairs, at: u32): usize {
  return g.x + 4 * (<usize>g.current * g.chunk + load<u16>(g.lists + 2 * <usize>at)) * g.d;
}

// @ts-ignore: decorator
@inline
function shareOf(g: Pairs, block: u32): usize {
  return g.shares + 8 * <usize>block * g.chunk;
}

/** How many of the chunk's inputs each neuron fires at. */
export function countPairsThread(g: Pairs): void {
  const shift = f32x4.splat(g.shift);
  for (let block = nextTask(); block < g.blocks; block = nextTask()) {
    const end = min(g.width, block * BLOCK + BLOCK);
    for (let r = block * BLOCK; r < end; r++) {
      const row = g.z + 4 * <usize>r * g.chunk;
      let count: u32 = 0;
      for (let i: u32 = 0; i < g.size; i += 4) {
        let set = i32x4.bitmask(f32x4.gt(v128.load(row + 4 * i), shift));
        if (i + 4 > g.size) set &= (1 << (g.size - i)) - 1;
        count += popcnt(set);
      }
      store<u32>(startAt(g, r), count);
    }
  }
}

/** Counts to places, one behind the other from `first` on; returns the place behind the last. */
export function placePairs(g: Pairs, first: u32): u32 {
  let next = first;
  for (let r: u32 = 0; r < g.width; r++) {
    const at = startAt(g, r);
    const count = load<u32>(at);
    store<u32>(at, next);
    next += count;
  }
  store<u32>(startAt(g, g.width), next);
  return next;
}

/** Lists the pairs of the chunk and adds up a_r (z_ri − b)/√m for each of its inputs. */
export function listPairsThread(g: Pairs): void {
  const shift = f32x4.splat(g.shift);
  for (let block = nextTask(); block < g.blocks; block = nextTask()) {
    const end = min(g.width, block * BLOCK + BLOCK);
    const share = shareOf(g, block);
    memory.fill(share, 0, 8 * g.chunk);
    for (let r = block * BLOCK; r < end; r++) {
      const row = g.z + 4 * <usize>r * g.chunk;
      const sign = load<f32>(g.signs + 4 * r);
      let to = g.lists + 2 * <usize>load<u32>(startAt(g, r));
      for (let i: u32 = 0; i < g.size; i += 4) {
        let set = i32x4.bitmask(f32x4.gt(v128.load(row + 4 * i), shift));
        if (i + 4 > g.size) set &= (1 << (g.size - i)) - 1;
        for (; set != 0; set &= set - 1, to += 2) {
          const input = i + <u32>ctz(set);
          if (g.listing) store<u16>(to, <u16>input);
          const at = share + 8 * input;
          store<f64>(at, load<f64>(at) + <f64>(sign * (load<f32>(row + 4 * input) - g.shift)));
        }
      }
    }
  }
}

/** P_r += (a_r/√m) Σ v_i x_i over the chunk's inputs at which r fires; d multiply-adds per pair. */
export function pullPairsThread(g: Pairs): void {
  const d = g.d;
  for (let block = nextTask(); block < g.blocks; block = nextTask()) {
    const end = min(g.width, block * BLOCK + BLOCK);
    for (let r = block * BLOCK; r < end; r++) {
      const row = g.p + 4 * <usize>r * d;
      const sign = load<f32>(g.signs + 4 * r);
      const last = load<u32>(startAt(g, r + 1));
      let at = load<u32>(startAt(g, r));
      for (; at + 4 <= last; at += 4) {
        const c0 = f32x4.splat(sign * valueAt(g, at));
        const c1 = f32x4.splat(sign * valueAt(g, at + 1));
        const c2 = f32x4.splat(sign * valueAt(g, at + 2));
        const c3 = f32x4.splat(sign * valueAt(g, at + 3));
        const x0 = inputAt(g, at);
        const x1 = inputAt(g, at + 1);
        const x2 = inputAt(g, at + 2);
        const x3 = inputAt(g, at + 3);
        for (let k: usize = 0; k < 4 * <usize>d; k += 16) {
          let sum = madd(c0, v128.load(x0 + k), v128.load(row + k));
          sum = madd(c1, v128.load(x1 + k), sum);
          sum = madd(c2, v128.load(x2 + k), sum);
          v128.store(row + k, madd(c3, v128.load(x3 + k), sum));
        }
      }
      for (; at < last; at++) {
        const c = f32x4.splat(sign * valueAt(g, at));
        const x = inputAt(g, at);
        for (let k: usize = 0; k < 4 * <usize>d; k += 16) {
          v128.store(row + k, madd(c, v128.load(x + k), v128.load(row + k)));
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function valueAt(g: Pairs, at: u32): f32 {
  return load<f32>(g.values + 4 * (<usize>g.current * g.chunk + load<u16>(g.lists + 2 * <usize>at)));
}

// @ts-ignore: decorator
@inline
function sumOf(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

// @ts-ignore: decorator
@inline
function addShare(g: Pairs, share: usize, at: u32, value: f32): void {
  const to = share + 8 * load<u16>(g.lists + 2 * <usize>at);
  store<f64>(to, load<f64>(to) + <f64>value);
}

/** Shares of (a_r/√m) ⟨P_r, x_i⟩ for the chunk's inputs at which r fires; d multiply-adds per pair. */
export function pushPairsThread(g: Pairs): void {
  const d = g.d;
  for (let block = nextTask(); block < g.blocks; block = nextTask()) {
    const end = min(g.width, block * BLOCK + BLOCK);
    const share = shareOf(g, block);
    memory.fill(share, 0, 8 * g.chunk);
    for (let r = block * BLOCK; r < end; r++) {
      const row = g.p + 4 * <usize>r * d;
      const sign = load<f32>(g.signs + 4 * r);
      const last = load<u32>(startAt(g, r + 1));
      let at = load<u32>(startAt(g, r));
      for (; at + 4 <= last; at += 4) {
        const x0 = inputAt(g, at);
        const x1 = inputAt(g, at + 1);
        const x2 = inputAt(g, at + 2);
        const x3 = inputAt(g, at + 3);
        let s0 = f32x4.splat(0);
        let s1 = f32x4.splat(0);
        let s2 = f32x4.splat(0);
        let s3 = f32x4.splat(0);
        for (let k: usize = 0; k < 4 * <usize>d; k += 16) {
          const p = v128.load(row + k);
          s0 = madd(p, v128.load(x0 + k), s0);
          s1 = madd(p, v128.load(x1 + k), s1);
          s2 = madd(p, v128.load(x2 + k), s2);
          s3 = madd(p, v128.load(x3 + k), s3);
        }
        addShare(g, share, at, sign * sumOf(s0));
        addShare(g, share, at + 1, sign * sumOf(s1));
        addShare(g, share, at + 2, sign * sumOf(s2));
        addShare(g, share, at + 3, sign * sumOf(s3));
      }
      for (; at < last; at++) {
        const x = inputAt(g, at);
        let s = f32x4.splat(0);
        for (let k: usize = 0; k < 4 * <usize>d; k += 16) s = madd(v128.load(row + k), v128.load(x + k), s);
        addShare(g, share, at, sign * sumOf(s));
      }
    }
  }
}

/** out f64 [size] ← the blocks' shares, added in order. */
export function addPairShares(g: Pairs): void {
  memory.fill(g.out, 0, 8 * g.chunk);
  for (let block: u32 = 0; block < g.blocks; block++) {
    const share = shareOf(g, block);
    for (let i: u32 = 0; i < g.size; i++) {
      store<f64>(g.out + 8 * i, load<f64>(g.out + 8 * i) + load<f64>(share + 8 * i));
    }
  }
}

/** counts u32 [threads][chunk][marks] += 1 for each neuron that fires at an input of the chunk and at a landmark. */
export function countMarksThread(g: Pairs, thread: u32): void {
  const counts: usize = g.counts + 4 * <usize>thread * g.chunk * g.marks;
  for (let block = nextTask(); block < g.blocks; block = nextTask()) {
    const end = min(g.width, block * BLOCK + BLOCK);
    for (let r = block * BLOCK; r < end; r++) {
      const firstMark = g.markLists + 2 * <usize>load<u32>(g.markStarts + 4 * r);
      const lastMark = g.markLists + 2 * <usize>load<u32>(g.markStarts + 4 * (r + 1));
      if (firstMark == lastMark) continue;
      const last = load<u32>(startAt(g, r + 1));
      for (let at = load<u32>(startAt(g, r)); at < last; at++) {
        const row = counts + 4 * <usize>load<u16>(g.lists + 2 * <usize>at) * g.marks;
        for (let mark = firstMark; mark < lastMark; mark += 2) {
          const to = row + 4 * load<u16>(mark);
          store<u32>(to, load<u32>(to) + 1);
        }
      }
    }
  }
}
