// A random order.
import { fillUniforms, type Key } from "./philox.ts";

/**
 * 0 … count−1 in random order, from uniforms number first … first+count−1 of the key's stream (Fisher & Yates). O(count).
 */
export function permutation(count: number, key: Key, first = 0): Int32Array {
  const uniforms = new Float64Array(count);
  fillUniforms(key, first, uniforms);
  const order = Int32Array.from({ length: count }, (_, k) => k);
  for (let k = count - 1; k > 0; k--) {
    const j = Math.floor(uniforms[k] * (k + 1));
    [order[k], order[j]] = [order[j], order[k]];
  }
  return order;
}
