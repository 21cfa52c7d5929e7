// The float32 numbers on both sides of a float64 number, and the largest of them.

/** The largest float32. */
export const float32Max = (2 - 2 ** -23) * 2 ** 127;

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The float32 next to x in the direction of +∞ (1) or −∞ (−1). */
function neighbour(x: number, direction: 1 | -1): number {
  if (x === 0) return direction * 2 ** -149;
  float[0] = x;
  bits[0] += x < 0 ? -direction : direction;
  return float[0];
}

/** Largest float32 ≤ x: a float32 z is > x exactly where it is > this. */
export function float32Below(x: number): number {
  const near = Math.fround(x);
  return near > x ? neighbour(near, -1) : near;
}

/** Smallest float32 > x. */
export function float32Above(x: number): number {
  return neighbour(float32Below(x), 1);
}
