// Fast Walsh–Hadamard transform, natural (Hadamard) order: J. Shanks, IEEE Trans. Computers C-18 (1969).

/** Blocks up to this many numbers (64 KiB) are transformed whole before they are combined: they stay in cache. */
const BLOCK = 8192;

/**
 * x [order, width] ← H x in place, H the Hadamard matrix with entries ±1 of the given order, a power of two: H H = order·I.
 * order·width·log₂(order) additions.
 */
export function walshHadamard(x: Float64Array, order: number, width = 1): void {
  if (!Number.isSafeInteger(order) || order < 1 || 2 ** Math.round(Math.log2(order)) !== order)
    throw new RangeError(`order is ${order}, accepted are powers of two`);
  if (x.length < order * width)
    throw new RangeError(`x holds ${x.length} numbers, ${order}·${width} are needed`);
  transform(x, 0, order * width, width);
}

/** Neighbouring rows first, then ever larger halves; two levels per pass over memory. */
function transform(x: Float64Array, from: number, length: number, width: number): void {
  let half = width;
  if (length > BLOCK && length / 4 >= width) {
    for (let part = 0; part < 4; part++) transform(x, from + (part * length) / 4, length / 4, width);
    half = length / 4;
  }
  const end = from + length;
  for (; 4 * half <= length; half *= 4)
    for (let start = from; start < end; start += 4 * half)
      for (let k = start; k < start + half; k++) {
        const a = x[k];
        const b = x[k + half];
        const c = x[k + 2 * half];
        const d = x[k + 3 * half];
        const ab = a + b;
        const cd = c + d;
        const amb = a - b;
        const cmd = c - d;
        x[k] = ab + cd;
        x[k + half] = amb + cmd;
        x[k + 2 * half] = ab - cd;
        x[k + 3 * half] = amb - cmd;
      }
  if (half < length)
    for (let k = from; k < from + half; k++) {
      const a = x[k];
      const b = x[k + half];
      x[k] = a + b;
      x[k + half] = a - b;
    }
}
