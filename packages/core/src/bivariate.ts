// The upper tail of two correlated normals, by one quadrature.
import { normalTail } from "./normal.ts";

/** Nodes and weights of Gauss's rule on (−1, 1), roots of the Legendre polynomial by Newton's method. */
function gaussLegendre(count: number): { nodes: Float64Array; weights: Float64Array } {
  const nodes = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    let x = Math.cos((Math.PI * (k + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let step = 0; step < 10; step++) {
      let [previous, value] = [1, x];
      for (let l = 2; l <= count; l++)
        [previous, value] = [value, ((2 * l - 1) * x * value - (l - 1) * previous) / l];
      slope = (count * (x * value - previous)) / (x * x - 1);
      x -= value / slope;
    }
    nodes[k] = x;
    weights[k] = 2 / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}

const rule = gaussLegendre(20);

/**
 * P(u > b, v > b) for standard normal u, v of correlation ρ, by R. Plackett's identity, Biometrika 41 (1954), with
 * ρ = sin θ: Φ̄(b)² + (1/2π) ∫₀^{arcsin ρ} exp(−b²/(1 + sin θ)) dθ. 20 exponentials; error below 1e-12 for 0 ≤ b ≤ 4 and
 * ρ ≥ −0.9.
 */
export function bivariateTail(b: number, correlation: number): number {
  const half = Math.asin(Math.max(-1, Math.min(1, correlation))) / 2;
  let sum = 0;
  for (let k = 0; k < rule.nodes.length; k++)
    sum += rule.weights[k] * Math.exp((-b * b) / (1 + Math.sin(half * (1 + rule.nodes[k]))));
  return normalTail(b) ** 2 + (half * sum) / (2 * Math.PI);
}
