// Full-batch gradient descent of a two-layer ReLU network f(x) = Σ_k a_k max(⟨w_k, x⟩, 0), both layers trained, on the mean
// squared error. Master weights and f are float64, the two products float32. The inputs go through in chunks of about a
// hundred. Forward: strips of W times panels of eight inputs give z. From z come the pulls of the inputs on the neurons,
// a_k (f − y)_i where neuron k fires at input i. Backward: strips of the pulls times panels of eight coordinates give the
// gradient of W. Between forward and backward a chunk's numbers stay in the caches.
import { Student } from "../dist/jobs";
import { madd, madd64 } from "./fma";
import { packStrips } from "./pack";
import { depthOf, stripBytes, stripRows, stripsTimesPanel } from "./strips";

/** Bytes of the strips of a matrix [rows, inner]. */
export function studentStrips(rows: u32, inner: u32): f64 {
  return stripBytes(rows, inner) + 64;
}

export function tileRows(rows: u32): u32 {
  return stripRows(rows);
}

/** `steps` steps; returns Σ(f − y)² before the last. 2·n·d·width multiply-adds per step. */
export function descendSteps(g: Student, steps: u32): f64 {
  let loss: f64 = 0;
  for (; steps > 0; steps--) loss = step(g);
  return loss;
}

function step(g: Student): f64 {
  const d = g.d;
  const width = g.width;
  const panels = (g.n + 7) / 8;
  const depth = depthOf(d);
  const tile = stripRows(width) * 32;
  for (let i: u32 = 0; i < width * d; i++) store<f32>(g.rounded + i * 4, <f32>load<f64>(g.w + i * 8));
  packStrips(g.rounded, d * 4, true, width, d, g.strips);
  memory.fill(g.gradA, 0, width * 8);
  let loss: f64 = 0;
  for (let first: u32 = 0; first < panels; first += g.chunk) {
    const count = min(g.chunk, panels - first);
    memory.fill(g.shares, 0, width * 32);
    for (let p: u32 = 0; p < count; p++) {
      const x: usize = g.x + (first + p) * d * 32;
      for (let k: u32 = 0; k < d; k += depth) {
        stripsTimesPanel(g.strips, width, d, k, min(depth, d - k), x + 32 * k, g.z, k != 0);
      }
      loss += pull(g, first + p, p);
    }
    for (let k: u32 = 0; k < width; k++) {
      let sum: f64 = 0;
      for (let lane: u32 = 0; lane < 8; lane++) sum += load<f32>(g.shares + (k * 8 + lane) * 4);
      store<f64>(g.gradA + k * 8, load<f64>(g.gradA + k * 8) + sum);
    }
    packStrips(g.pulls, g.chunk * 32, true, width, 8 * count, g.pullStrips);
    for (let q: u32 = 0; q < (d + 7) / 8; q++) {
      const across: usize = g.across + (q * panels + first) * 256;
      stripsTimesPanel(g.pullStrips, width, 8 * count, 0, 8 * count, across, g.gradW + q * tile, first != 0);
    }
  }
  move(g);
  return loss;
}

// @ts-ignore: decorator
@inline
function low(y: v128): v128 {
  return f64x2.promote_low_f32x4(y);
}

// @ts-ignore: decorator
@inline
function high(y: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<u64>(y, y, 1, 1));
}

/**
 * From z of a panel: f and r = f − y of its eight inputs; pulls ← a_k r where neuron k fired, shares += max(z_k, 0) r. A neuron
 * fires from z = 0 on. Returns Σ r². O(8·width).
 */
function pull(g: Student, panel: u32, p: u32): f64 {
  const zero = f32x4.splat(0);
  const width = g.width;
  let f0 = f64x2.splat(0);
  let f1 = f64x2.splat(0);
  let f2 = f64x2.splat(0);
  let f3 = f64x2.splat(0);
  let z: usize = g.z;
  for (let k: u32 = 0; k < width; k++, z += 32) {
    const a = v128.load_splat<f64>(g.a + k * 8);
    // this order of operands keeps NaN
    const y0 = f32x4.pmax(v128.load(z), zero);
    const y1 = f32x4.pmax(v128.load(z, 16), zero);
    f0 = madd64(a, low(y0), f0);
    f1 = madd64(a, high(y0), f1);
    f2 = madd64(a, low(y1), f2);
    f3 = madd64(a, high(y1), f3);
  }
  const labels: usize = g.labels + panel * 64;
  f0 = f64x2.sub(f0, v128.load(labels));
  f1 = f64x2.sub(f1, v128.load(labels, 16));
  f2 = f64x2.sub(f2, v128.load(labels, 32));
  f3 = f64x2.sub(f3, v128.load(labels, 48));
  const r0 = v128.shuffle<u64>(f32x4.demote_f64x2_zero(f0), f32x4.demote_f64x2_zero(f1), 0, 2);
  const r1 = v128.shuffle<u64>(f32x4.demote_f64x2_zero(f2), f32x4.demote_f64x2_zero(f3), 0, 2);
  z = g.z;
  let to: usize = g.pulls + p * 32;
  let shares: usize = g.shares;
  for (let k: u32 = 0; k < width; k++, z += 32, to += g.chunk * 32, shares += 32) {
    const a = f32x4.splat(<f32>load<f64>(g.a + k * 8));
    const z0 = v128.load(z);
    const z1 = v128.load(z, 16);
    v128.store(to, v128.and(f32x4.mul(a, r0), f32x4.ge(z0, zero)));
    v128.store(to, v128.and(f32x4.mul(a, r1), f32x4.ge(z1, zero)), 16);
    v128.store(shares, madd(f32x4.pmax(z0, zero), r0, v128.load(shares)));
    v128.store(shares, madd(f32x4.pmax(z1, zero), r1, v128.load(shares, 16)), 16);
  }
  const squares = f64x2.add(
    f64x2.add(f64x2.mul(f0, f0), f64x2.mul(f1, f1)),
    f64x2.add(f64x2.mul(f2, f2), f64x2.mul(f3, f3)),
  );
  return f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1);
}

/** a and w less the rates times their gradients. O(width·d). */
function move(g: Student): void {
  const d = g.d;
  const width = g.width;
  const tile = stripRows(width) * 32;
  for (let k: u32 = 0; k < width; k++) {
    store<f64>(g.a + k * 8, load<f64>(g.a + k * 8) - g.rateA * load<f64>(g.gradA + k * 8));
    const w: usize = g.w + k * d * 8;
    for (let j: u32 = 0; j < d; j++) {
      const gradient: f64 = load<f32>(g.gradW + (j / 8) * tile + (k * 8 + (j % 8)) * 4);
      store<f64>(w + j * 8, load<f64>(w + j * 8) - g.rateW * gradient);
    }
  }
}
