// A network of several hidden layers of shifted ReLUs at initialisation: who fires in each.
import { fillNormals, type NormalSource } from "@widthwise/core";

/** Random stream of the weights of every layer. */
export const deepWeightsStream = 20;

export interface Layer {
  /** pairs that fire, over n·m */
  readonly firing: number;
  /** neurons that fire at some input, over m */
  readonly live: number;
  /** |S_i| [n] */
  readonly fired: Float64Array;
  /** mean inner product of the layer's inputs, unit vectors, over pairs of examples */
  readonly meanCosine: number;
}

export interface DeepShape {
  readonly n: number;
  readonly d: number;
  readonly width: number;
  readonly hidden: number;
  readonly shift: number;
  readonly seed: number;
}

/**
 * z = ⟨w, x⟩ with w ~ N(0, I) and x scaled to unit length before every layer, so that each z is standard normal and
 * one b suits all layers; out is max(z − b, 0). Weights are drawn row by row and not kept. 2·n·m² multiply-adds per
 * layer but the first, float64.
 */
export function forwardDeep(
  inputs: Float64Array,
  { n, d, width, hidden, shift, seed }: DeepShape,
  normals: NormalSource = fillNormals,
): Layer[] {
  const layers: Layer[] = [];
  let x = inputs;
  let size = d;
  let drawn = 0;
  for (let layer = 0; layer < hidden; layer++) {
    const out = new Float64Array(n * width);
    const weights = new Float64Array(size);
    const fired = new Float64Array(n);
    let live = 0;
    for (let r = 0; r < width; r++, drawn += size) {
      normals({ seed, stream: deepWeightsStream }, drawn, weights);
      let any = false;
      for (let i = 0; i < n; i++) {
        let z = 0;
        for (let k = 0; k < size; k++) z += weights[k] * x[i * size + k];
        if (z <= shift) continue;
        out[i * width + r] = z - shift;
        fired[i]++;
        any = true;
      }
      if (any) live++;
    }
    layers.push({
      firing: fired.reduce((sum, count) => sum + count, 0) / (n * width),
      live: live / width,
      fired,
      meanCosine: meanCosine(x, n, size),
    });
    x = unitRows(out, n, width);
    size = width;
  }
  return layers;
}

/** Rows scaled to unit length; a zero row stays zero. */
function unitRows(a: Float64Array, rows: number, cols: number): Float64Array {
  for (let i = 0; i < rows; i++) {
    const row = a.subarray(i * cols, (i + 1) * cols);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    if (length > 0) for (let k = 0; k < cols; k++) row[k] /= length;
  }
  return a;
}

/** Mean of ⟨x_i, x_j⟩ over i ≠ j, from ‖Σ x_i‖² of unit rows. n·size additions. */
function meanCosine(x: Float64Array, n: number, size: number): number {
  if (n < 2) return 0;
  const sum = new Float64Array(size);
  for (let i = 0; i < n; i++) for (let k = 0; k < size; k++) sum[k] += x[i * size + k];
  return (sum.reduce((total, value) => total + value * value, 0) - n) / (n * (n - 1));
}
