// Dense float64 products in plain JavaScript, register-tiled: the oracle's arithmetic, good enough to be a baseline.

/**
 * out [rows, cols] ← A Bᵀ, a [rows, inner], b [cols, inner], row-major. rows·cols·inner multiply-adds.
 * Tiles of 4×2 dot products share six loads among eight multiply-adds.
 */
export function dots(
  out: Float64Array,
  a: Float64Array,
  b: Float64Array,
  rows: number,
  cols: number,
  inner: number,
): void {
  const fullRows = rows - (rows % 4);
  const fullCols = cols - (cols % 2);
  for (let i = 0; i < fullRows; i += 4) {
    const a0 = i * inner;
    const a1 = a0 + inner;
    const a2 = a1 + inner;
    const a3 = a2 + inner;
    for (let j = 0; j < fullCols; j += 2) {
      const b0 = j * inner;
      const b1 = b0 + inner;
      let s00 = 0;
      let s01 = 0;
      let s10 = 0;
      let s11 = 0;
      let s20 = 0;
      let s21 = 0;
      let s30 = 0;
      let s31 = 0;
      for (let k = 0; k < inner; k++) {
        const x = b[b0 + k];
        const y = b[b1 + k];
        const p = a[a0 + k];
        s00 += p * x;
        s01 += p * y;
        const q = a[a1 + k];
        s10 += q * x;
        s11 += q * y;
        const r = a[a2 + k];
        s20 += r * x;
        s21 += r * y;
        const s = a[a3 + k];
        s30 += s * x;
        s31 += s * y;
      }
      const o = i * cols + j;
      out[o] = s00;
      out[o + 1] = s01;
      out[o + cols] = s10;
      out[o + cols + 1] = s11;
      out[o + 2 * cols] = s20;
      out[o + 2 * cols + 1] = s21;
      out[o + 3 * cols] = s30;
      out[o + 3 * cols + 1] = s31;
    }
  }
  for (let i = 0; i < rows; i++)
    for (let j = i < fullRows ? fullCols : 0; j < cols; j++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += a[i * inner + k] * b[j * inner + k];
      out[i * cols + j] = sum;
    }
}

/**
 * out [rows, cols] ← out + A B, with A's element (i, k) at a[i·rowStride + k·colStride] and b [inner, cols] row-major.
 * rows·cols·inner multiply-adds. Four rows of B at a time, so that an element of out is loaded once for four of them.
 */
export function accumulate(
  out: Float64Array,
  a: Float64Array,
  rowStride: number,
  colStride: number,
  b: Float64Array,
  rows: number,
  inner: number,
  cols: number,
): void {
  const full = inner - (inner % 4);
  for (let i = 0; i < rows; i++) {
    const o = i * cols;
    for (let k = 0; k < full; k += 4) {
      const at = i * rowStride + k * colStride;
      const c0 = a[at];
      const c1 = a[at + colStride];
      const c2 = a[at + 2 * colStride];
      const c3 = a[at + 3 * colStride];
      const b0 = k * cols;
      const b1 = b0 + cols;
      const b2 = b1 + cols;
      const b3 = b2 + cols;
      for (let j = 0; j < cols; j++)
        out[o + j] += c0 * b[b0 + j] + c1 * b[b1 + j] + (c2 * b[b2 + j] + c3 * b[b3 + j]);
    }
    for (let k = full; k < inner; k++) {
      const c = a[i * rowStride + k * colStride];
      for (let j = 0; j < cols; j++) out[o + j] += c * b[k * cols + j];
    }
  }
}
