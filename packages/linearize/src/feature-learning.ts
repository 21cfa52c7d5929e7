// How far features have moved and how well they fit labels: numbers beside Goldwaser & Ge's count of feature updates (arXiv
// 2211.12345, Definition 1). The kernel distance is core's.
import { cosine, norm } from "@widthwise/core";
import type { Parameters } from "./model.ts";
import type { Tf } from "./tf.ts";

/** yᵀ K y/(‖K‖_F ‖y‖²), K [N, N]: 1 if K is y yᵀ (Cristianini et al. 2001). N² multiply-adds. */
export function labelAlignment(kernel: Float64Array, y: Float64Array): number {
  const n = y.length;
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum += y[i] * kernel[i * n + j] * y[j];
  return sum / (norm(kernel) * norm(y) ** 2);
}

/** H K H, H = I − 11ᵀ/N: the kernel of centred features. */
function centred(kernel: Float64Array): Float64Array {
  const n = Math.sqrt(kernel.length);
  const means = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) means[i] += kernel[i * n + j] / n;
  const mean = means.reduce((sum, m) => sum + m / n, 0);
  return kernel.map((value, ij) => value - means[Math.floor(ij / n)] - means[ij % n] + mean);
}

/**
 * Linear centred kernel alignment of two symmetric kernels [N, N], 1 for the same features (Kornblith et al. 2019).
 * O(N²).
 */
export const centredAlignment = (k: Float64Array, other: Float64Array) => cosine(centred(k), centred(other));

/** ‖θ − θ₀‖/‖θ₀‖ over all parameters, float32. O(p). */
export async function parameterChange(tf: Tf, now: Parameters, start: Parameters): Promise<number> {
  const ratio = tf.tidy(() => {
    const square = (tensors: Parameters) => tf.addN(tensors.map((t) => tf.sum(tf.square(t))));
    const moved = square(now.map((t, k) => tf.sub(t, start[k])));
    return tf.sqrt(tf.div(moved, square(start)));
  });
  const [value] = await ratio.data();
  ratio.dispose();
  return value;
}
