// The layers by their definitions, one example at a time, in float64 and plain loops: the oracle.
import { normalTail } from "@widthwise/core";

export interface Array64 {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}
/** One example through a network: parameters in the network's order, input to outputs. */
export type Oracle = (parameters: readonly Array64[], x: Array64) => Float64Array;

const make = (shape: readonly number[], at: (k: number) => number): Array64 => ({
  shape,
  data: Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, k) => at(k)),
});

const curves: Record<string, (z: number) => number> = {
  relu: (z) => Math.max(z, 0),
  tanh: Math.tanh,
  softplus: (z) => Math.log1p(Math.exp(z)),
  gelu: (z) => z * (1 - normalTail(z)),
};

export const curve = (name: string, x: Array64) => make(x.shape, (k) => curves[name](x.data[k]));
export const plus = (x: Array64, y: Array64) => make(x.shape, (k) => x.data[k] + y.data[k]);
export const reshape = (x: Array64, shape: readonly number[]): Array64 => ({ shape, data: x.data });

/** multiplier·x W + b on the last axis */
export function dense(x: Array64, w: Array64, b?: Array64, multiplier = 1, biasMultiplier = 1): Array64 {
  const [i, o] = w.shape;
  return make([...x.shape.slice(0, -1), o], (k) => {
    const row = Math.floor(k / o);
    let sum = 0;
    for (let j = 0; j < i; j++) sum += x.data[row * i + j] * w.data[j * o + (k % o)];
    return multiplier * sum + (b ? biasMultiplier * b.data[k % o] : 0);
  });
}

export function convolve(x: Array64, k: Array64, b: Array64, padding: "same" | "valid"): Array64 {
  const [h, w, c] = x.shape;
  const [size, , , o] = k.shape;
  const before = padding === "same" ? Math.floor((size - 1) / 2) : 0;
  const [rows, cols] = padding === "same" ? [h, w] : [h - size + 1, w - size + 1];
  return make([rows, cols, o], (index) => {
    const [row, col, out] = [Math.floor(index / (cols * o)), Math.floor(index / o) % cols, index % o];
    let sum = b.data[out];
    for (let u = 0; u < size; u++)
      for (let v = 0; v < size; v++)
        for (let a = 0; a < c; a++) {
          const [y, z] = [row + u - before, col + v - before];
          if (y >= 0 && y < h && z >= 0 && z < w)
            sum += x.data[(y * w + z) * c + a] * k.data[((u * size + v) * c + a) * o + out];
        }
    return sum;
  });
}

export function pool(x: Array64, size: number, kind: "mean" | "max"): Array64 {
  const [h, w, c] = x.shape;
  const cols = w / size;
  return make([h / size, cols, c], (index) => {
    const [row, col, a] = [Math.floor(index / (cols * c)), Math.floor(index / c) % cols, index % c];
    const block: number[] = [];
    for (let u = 0; u < size; u++)
      for (let v = 0; v < size; v++) block.push(x.data[((row * size + u) * w + col * size + v) * c + a]);
    return kind === "max" ? Math.max(...block) : block.reduce((s, z) => s + z, 0) / block.length;
  });
}

export function layerNorm(x: Array64, gain: Array64, bias: Array64): Array64 {
  const d = gain.data.length;
  return make(x.shape, (k) => {
    const row = x.data.subarray(k - (k % d), k - (k % d) + d);
    const mean = row.reduce((s, z) => s + z / d, 0);
    const variance = row.reduce((s, z) => s + (z - mean) ** 2 / d, 0);
    return ((x.data[k] - mean) / Math.sqrt(variance + 1e-5)) * gain.data[k % d] + bias.data[k % d];
  });
}

/** Causal attention on x [length, d], head after head. */
export function attention(x: Array64, [q, k, v, o]: readonly Array64[], heads: number): Array64 {
  const [length, d] = x.shape;
  const size = d / heads;
  const [queries, keys, values] = [dense(x, q), dense(x, k), dense(x, v)];
  const mixed = make([length, d], (index) => {
    const [i, column] = [Math.floor(index / d), index % d];
    const head = Math.floor(column / size);
    const weights: number[] = [];
    for (let j = 0; j <= i; j++) {
      let score = 0;
      for (let a = head * size; a < (head + 1) * size; a++)
        score += queries.data[i * d + a] * keys.data[j * d + a];
      weights.push(Math.exp(score / Math.sqrt(size)));
    }
    const total = weights.reduce((s, e) => s + e, 0);
    return weights.reduce((s, e, j) => s + (e / total) * values.data[j * d + column], 0);
  });
  return dense(mixed, o);
}

export const row = (x: Array64, index: number): Array64 => {
  const size = x.data.length / x.shape[0];
  return { shape: x.shape.slice(1), data: x.data.slice(index * size, (index + 1) * size) };
};

/** J [B·C, p] by fourth-order central differences: error about h⁴ + 1e-16/h = 1e-12. */
export function differenceJacobian(
  oracle: Oracle,
  parameters: readonly Array64[],
  examples: readonly Array64[],
  h = 1e-3,
): Float64Array[] {
  const rows: Float64Array[] = [];
  const count = parameters.reduce((sum, { data }) => sum + data.length, 0);
  let column = 0;
  for (const { data } of parameters)
    for (let k = 0; k < data.length; k++, column++) {
      const start = data[k];
      const at = (step: number) => {
        data[k] = start + step * h;
        return examples.map((x) => oracle(parameters, x));
      };
      const [a, b, c, d] = [at(2), at(1), at(-1), at(-2)];
      data[k] = start;
      let i = 0;
      for (let e = 0; e < examples.length; e++)
        for (let o = 0; o < a[e].length; o++, i++) {
          rows[i] ??= new Float64Array(count);
          rows[i][column] = (-a[e][o] + 8 * b[e][o] - 8 * c[e][o] + d[e][o]) / (12 * h);
        }
    }
  return rows;
}
