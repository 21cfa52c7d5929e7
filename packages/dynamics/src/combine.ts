// A linear combination of two vectors.

/** factor·x + y [d], a new vector; x and y have one length. d multiply-adds. */
export function combine(factor: number, x: Float64Array, y: Float64Array): Float64Array {
  return x.map((value, i) => factor * value + y[i]);
}
