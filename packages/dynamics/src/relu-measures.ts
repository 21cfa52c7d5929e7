// What Kunin et al., arXiv 2406.06158, §5 measure of a ReLU network Σ_k a_k max(⟨w_k, x⟩, 0) beside its loss: the tangent
// kernel, and which neurons fire. Float64, so that the distance of a kernel from itself is 0 to 1e-15.
import { dot } from "@widthwise/core";

/** Weights of a two-layer ReLU network, as plain data. */
export interface ReluNetwork {
  /** [h] */
  readonly a: Float64Array;
  /** [h, d], row-major */
  readonly w: Float64Array;
}

/** z [n, h], z_ik = ⟨x_i, w_k⟩, for X [n, d]. nhd multiply-adds. */
export function preactivations({ a, w }: ReluNetwork, inputs: Float64Array, n: number): Float64Array {
  const h = a.length;
  const d = w.length / h;
  const z = new Float64Array(n * h);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < h; k++) {
      let sum = 0;
      for (let j = 0; j < d; j++) sum += inputs[i * d + j] * w[k * d + j];
      z[i * h + k] = sum;
    }
  return z;
}

/** f [n] from pre-activations z [n, h]. nh multiply-adds. */
export function reluOutputs({ a }: ReluNetwork, z: Float64Array): Float64Array {
  const h = a.length;
  return Float64Array.from({ length: z.length / h }, (_, i) => {
    let f = 0;
    for (let k = 0; k < h; k++) f += a[k] * Math.max(z[i * h + k], 0);
    return f;
  });
}

/**
 * K [n, n], lower triangle filled and the upper mirrored: Σ_k max(z_ik, 0)max(z_jk, 0) + ⟨x_i, x_j⟩Σ_k a_k²[z_ik ≥ 0][z_jk ≥ 0],
 * with gram [n, n] = XXᵀ. n²h multiply-adds.
 */
export function reluKernel({ a }: ReluNetwork, z: Float64Array, gram: Float64Array): Float64Array {
  const h = a.length;
  const n = z.length / h;
  const active = z.map((value) => Math.max(value, 0));
  const gated = z.map((value, index) => (value >= 0 ? a[index % h] : 0));
  const kernel = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let byReadout = 0;
      let byFirst = 0;
      for (let k = 0; k < h; k++) {
        byReadout += active[i * h + k] * active[j * h + k];
        byFirst += gated[i * h + k] * gated[j * h + k];
      }
      kernel[i * n + j] = byReadout + gram[i * n + j] * byFirst;
      kernel[j * n + i] = kernel[i * n + j];
    }
  return kernel;
}

/**
 * Σ over neurons of the fraction of the n inputs at which the sign of z [n, h] changed, 0 … h: as in the paper's code, sign 0
 * is a third one. O(nh).
 */
export function hammingDistance(first: Float64Array, second: Float64Array, n: number): number {
  let changed = 0;
  for (let i = 0; i < first.length; i++) if (Math.sign(first[i]) !== Math.sign(second[i])) changed++;
  return changed / n;
}

/** ‖θ₁ − θ₂‖ over all weights, absolute as in the paper. O(hd). */
export function parameterDistance(first: ReluNetwork, second: ReluNetwork): number {
  const a = first.a.map((value, k) => value - second.a[k]);
  const w = first.w.map((value, k) => value - second.w[k]);
  return Math.sqrt(dot(a, a) + dot(w, w));
}
