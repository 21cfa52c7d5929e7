/** ⟨x, y⟩ */
export function dot(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}

/** factor·x + y, a new vector */
export function combine(factor: number, x: Float64Array, y: Float64Array): Float64Array {
  return x.map((value, i) => factor * value + y[i]);
}
