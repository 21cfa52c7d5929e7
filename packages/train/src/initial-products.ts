// z of every neuron at the start, from the weights that the dense algorithms start from.
import { fillNormals, initialWeights, type NormalSource, type Problem } from "@widthwise/core";

const CHUNK = 1024;

/**
 * Calls visit(r, z [n]) for every neuron r in order, with z_ri = ⟨w_r(0), x_i⟩ in float64; z is valid during the call. m·n·d
 * multiply-adds, with never more than 1024 neurons' weights in memory.
 */
export function forEachInitialProduct(
  problem: Problem,
  visit: (r: number, z: Float64Array) => void,
  normals: NormalSource = fillNormals,
): void {
  const { n, d, width, inputs } = problem;
  const weights = new Float64Array(CHUNK * d);
  const z = new Float64Array(n);
  for (let first = 0; first < width; first += CHUNK) {
    const count = Math.min(CHUNK, width - first);
    initialWeights(problem, first, count, weights, normals);
    for (let r = 0; r < count; r++) {
      for (let i = 0; i < n; i++) {
        let sum = 0;
        for (let k = 0; k < d; k++) sum += weights[r * d + k] * inputs[i * d + k];
        z[i] = sum;
      }
      visit(first + r, z);
    }
  }
}
