// A uniformly random order by keyed random numbers: the same key gives the same order.
import { fillUniforms, type Key } from "@widthwise/core";

/**
 * values ← a uniformly random order of them, in place, by uniforms first … first+count−1 of the key's stream
 * (Fisher and Yates 1938). O(count).
 */
export function shuffle<T>(values: T[], key: Key, first = 0): T[] {
  const uniforms = new Float64Array(values.length);
  fillUniforms(key, first, uniforms);
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(uniforms[i] * (i + 1));
    [values[i], values[j]] = [values[j], values[i]];
  }
  return values;
}
