// The dense two-layer shifted-ReLU network. Weights stand in panels of eight neurons [d][8], the form in which both
// products want them: forward is strips of X times a panel, update adds strips of Xᵀ times a panel of coefficients to
// the panel in place. Work is cut into blocks of 256 neurons whatever the thread count; a block's share of f is summed
// in float64 and the shares are added in order, so that every thread count gives the same bits.
import { BLOCK, Network } from "../dist/jobs";
import { fillNormals, normalSpace } from "./normals";
import { nextTask } from "./pool";
import { depthOf, stripRows, stripsTimesPanel } from "./strips";

export const BLOCK_PANELS: u32 = BLOCK / 8;
/** Bytes of one input's bits for a block. */
export const BLOCK_BYTES: u32 = BLOCK / 8;

/** Bytes of scratch for each thread: sums [n][2] and z [stripRows(n)][8], coefficients [n][8], or the space to draw d normals. */
export function networkScratch(n: u32, d: u32): f64 {
  return max(<f64>n * 16 + <f64>stripRows(n) * 32, <f64>normalSpace(d));
}

/** Bytes of a panel of weights. */
export function panelBytes(d: u32): u32 {
  return stripRows(d) * 32;
}

// @ts-ignore: decorator
@inline
export function blocksOf(g: Network): u32 {
  return (g.width + BLOCK - 1) / BLOCK;
}

// @ts-ignore: decorator
@inline
export function lastPanel(g: Network, block: u32): u32 {
  return min((block + 1) * BLOCK_PANELS, (g.width + 7) / 8);
}

// @ts-ignore: decorator
@inline
function panelOf(g: Network, panel: u32): usize {
  return g.weights + panel * panelBytes(g.d);
}

/** Initial weights of every neuron: weight k of slot s is normal s·d + k, rounded to float32; padding is zero. */
export function drawThread(g: Network, thread: u32): void {
  const space: usize = g.scratch + thread * g.scratchBytes;
  for (let block = nextTask(); block < blocksOf(g); block = nextTask()) {
    const end = lastPanel(g, block);
    for (let panel = block * BLOCK_PANELS; panel < end; panel++) drawPanel(g, panel, space);
  }
}

function drawPanel(g: Network, panel: u32, space: usize): void {
  const d = g.d;
  const neurons = min(8, g.width - panel * 8);
  const whole = neurons == 8;
  const padded = panelOf(g, panel) + (whole ? 32 * d : 0);
  memory.fill(padded, 0, panelOf(g, panel) + panelBytes(d) - padded);
  for (let lane: u32 = 0; lane < neurons; lane++) {
    const r = panel * 8 + lane;
    const to = panelOf(g, panel) + lane * 4;
    if (g.antisymmetric && lane % 2 == 1) {
      for (let k: u32 = 0; k < d; k++) store<f32>(to + k * 32, load<f32>(to + k * 32 - 4));
      continue;
    }
    const slot: u64 = g.antisymmetric ? r / 2 : r;
    const row = fillNormals(g.seedLow, g.seedHigh, g.stream, slot * d, d, space);
    for (let k: u32 = 0; k < d; k++) store<f32>(to + k * 32, <f32>load<f64>(row + k * 8));
  }
}

/** Shares of f and the bits of the neurons with z > b; m·n·d multiply-adds over all threads. */
export function forwardThread(g: Network, thread: u32): void {
  const n = g.n;
  const d = g.d;
  const depth = depthOf(d);
  const sums: usize = g.scratch + thread * g.scratchBytes;
  const z = sums + 16 * n;
  for (let block = nextTask(); block < blocksOf(g); block = nextTask()) {
    memory.fill(sums, 0, 16 * n);
    const first = block * BLOCK_PANELS;
    const end = lastPanel(g, block);
    for (let panel = first; panel < end; panel++) {
      const w = panelOf(g, panel);
      for (let k: u32 = 0; k < d; k += depth) {
        stripsTimesPanel(g.x, n, d, k, min(depth, d - k), w + 32 * k, z, k != 0);
      }
      rectify(g, panel, z, sums, g.masks + block * n * BLOCK_BYTES + (panel - first));
    }
    const shares: usize = g.shares + block * n * 8;
    for (let i: u32 = 0; i < n; i++) {
      store<f64>(shares + i * 8, load<f64>(sums + i * 16) + load<f64>(sums + i * 16, 8));
    }
  }
}

/** sums [n][2] += a_r max(z − b, 0) over a panel's neurons, by lane parity; bits ← z > b, one byte per input. O(8n). */
function rectify(g: Network, panel: u32, z: usize, sums: usize, bits: usize): void {
  const shift = f32x4.splat(g.shift);
  const zero = f32x4.splat(0);
  const signs: usize = g.signs + panel * 32;
  const a0 = v128.load(signs);
  const a1 = v128.load(signs, 16);
  const alive0 = f32x4.ne(a0, zero);
  const alive1 = f32x4.ne(a1, zero);
  for (let i = g.n; i > 0; i--, z += 32, sums += 16, bits += BLOCK_BYTES) {
    const z0 = f32x4.sub(v128.load(z), shift);
    const z1 = f32x4.sub(v128.load(z, 16), shift);
    const fired0 = v128.and(f32x4.gt(z0, zero), alive0);
    const fired1 = v128.and(f32x4.gt(z1, zero), alive1);
    store<u8>(bits, i32x4.bitmask(fired0) | (i32x4.bitmask(fired1) << 4));
    const y0 = v128.and(f32x4.mul(z0, a0), fired0);
    const y1 = v128.and(f32x4.mul(z1, a1), fired1);
    const low = f64x2.add(f64x2.promote_low_f32x4(y0), f64x2.promote_low_f32x4(y1));
    const high = f64x2.add(
      f64x2.promote_low_f32x4(v128.shuffle<u64>(y0, y0, 1, 1)),
      f64x2.promote_low_f32x4(v128.shuffle<u64>(y1, y1, 1, 1)),
    );
    v128.store(sums, f64x2.add(v128.load(sums), f64x2.add(low, high)));
  }
}

/** sums [n] ← shares added block by block, in order. */
export function addShares(g: Network): void {
  const n = g.n;
  memory.fill(g.sums, 0, n * 8);
  let from: usize = g.shares;
  for (let block: u32 = 0; block < blocksOf(g); block++) {
    for (let i: u32 = 0; i < n; i++, from += 8) {
      store<f64>(g.sums + i * 8, load<f64>(g.sums + i * 8) + load<f64>(from));
    }
  }
}

/** This thread's share of |S_i ∩ S_j| for j ≤ i. n(n+1)/2 · m/32 words over all threads. */
export function overlapsThread(g: Network, thread: u32): void {
  const n = g.n;
  const counts: usize = g.overlaps + thread * n * n * 4;
  memory.fill(counts, 0, n * n * 4);
  for (let block = nextTask(); block < blocksOf(g); block = nextTask()) {
    countCommon(g.masks + block * n * BLOCK_BYTES, n, counts, n * 4);
  }
}

/**
 * counts [i][j] += |S_i ∩ S_j| for j ≤ i over 256 neurons, of which masks [n][256] hold the bits; rows of counts are
 * `stride` bytes apart. By AND and popcount of 64 bits at a time: V8 has no vector popcount before AVX-512, and its
 * emulation with its horizontal sums is slower. n(n+1)/2 · 8 words.
 */
export function countCommon(masks: usize, n: u32, counts: usize, stride: usize): void {
  for (let i: u32 = 0; i < n; i++, counts += stride) {
    const row = masks + i * BLOCK_BYTES;
    const r0 = load<u64>(row);
    const r1 = load<u64>(row, 8);
    const r2 = load<u64>(row, 16);
    const r3 = load<u64>(row, 24);
    let to = counts;
    for (let other = masks; other <= row; other += BLOCK_BYTES, to += 4) {
      const both =
        popcnt(r0 & load<u64>(other)) +
        popcnt(r1 & load<u64>(other, 8)) +
        popcnt(r2 & load<u64>(other, 16)) +
        popcnt(r3 & load<u64>(other, 24));
      store<u32>(to, load<u32>(to) + <u32>both);
    }
  }
}

/** w_r += a_r Σ_{i : r fired at i} coefficient_i x_i; m·n·d multiply-adds over all threads. */
export function updateThread(g: Network, thread: u32): void {
  const n = g.n;
  const d = g.d;
  const depth = depthOf(n);
  const panelCoefficients: usize = g.scratch + thread * g.scratchBytes;
  for (let block = nextTask(); block < blocksOf(g); block = nextTask()) {
    const first = block * BLOCK_PANELS;
    const end = lastPanel(g, block);
    for (let panel = first; panel < end; panel++) {
      spread(g, panel, g.masks + block * n * BLOCK_BYTES + (panel - first), panelCoefficients);
      const w = panelOf(g, panel);
      for (let i: u32 = 0; i < n; i += depth) {
        stripsTimesPanel(g.xt, d, n, i, min(depth, n - i), panelCoefficients + 32 * i, w, true);
      }
    }
  }
}

/** to [n][8] ← a_r coefficient_i where r fired at i, else 0. O(8n). */
export function spread(g: Network, panel: u32, bits: usize, to: usize): void {
  const signs: usize = g.signs + panel * 32;
  const a0 = v128.load(signs);
  const a1 = v128.load(signs, 16);
  const lanes0 = i32x4(1, 2, 4, 8);
  const lanes1 = i32x4(16, 32, 64, 128);
  let from: usize = g.coefficients;
  for (let i = g.n; i > 0; i--, from += 4, to += 32, bits += BLOCK_BYTES) {
    const fired = i32x4.splat(load<u8>(bits));
    const c = v128.load_splat<f32>(from);
    v128.store(to, v128.and(f32x4.mul(c, a0), i32x4.eq(v128.and(fired, lanes0), lanes0)));
    v128.store(to, v128.and(f32x4.mul(c, a1), i32x4.eq(v128.and(fired, lanes1), lanes1)), 16);
  }
}
