// Two-layer networks Σ a_k max(⟨w_k, x⟩, 0) of width m as they are usually parametrised, brought to one form: unit rates and a
// factor c in front. A layer with multiplier γ and rate η, θ = γ·u, moves as θ̇ = −γ²η∂L/∂θ, so A = a/√(γ_a²η_a) and
// W = w/√(γ_w²η_w) have unit rates, and f = cΣ A_k max(⟨W_k, x⟩, 0) with c² the product of the two effective rates. Then
// δ_k = A_k² − ‖W_k‖² and the tangent kernel is c² times that of (A, W) at unit rates: Kunin et al., arXiv 2406.06158, §5. Inputs
// have norm √d and are given as x/√d, of norm 1.
import { fillNormals } from "@widthwise/core";
import { checkCount } from "./check.ts";
import type { ReluNetwork } from "./relu-measures.ts";

const drawnNeuronsStream = 46;

/** How a two-layer network starts and is scaled at unit rates, by its width m and input dimension d. */
export interface UnitRateScales {
  /** standard deviation of A's and of W's entries */
  readonly a: (m: number, d: number) => number;
  readonly w: (m: number, d: number) => number;
  /** c */
  readonly factor: (m: number, d: number) => number;
}

/**
 * `tangent-kernel` (Jacot et al. 2018): f = m^−½ Σ a max(⟨w, x⟩/√d, 0), a, w ~ N(0, 1), unit rates.
 * `mean-field` (Mei et al. 2018, Chizat & Bach 2018): m^−1 in front and rates times m.
 * `maximal-update` (Yang & Hu 2021, Table 3, gradient descent): f = Σ a max(⟨w, x⟩, 0), a ~ N(0, m^−2), w ~ N(0, 1/d), rates
 * 1/m and m: of the first layer not divided by d, which the width does not change.
 */
export const unitRateScales: Readonly<Record<string, UnitRateScales>> = {
  "tangent-kernel": { a: () => 1, w: () => 1, factor: (m) => m ** -0.5 },
  "mean-field": { a: (m) => m ** -0.5, w: (m) => m ** -0.5, factor: () => 1 },
  "maximal-update": {
    a: (m) => m ** -0.5,
    w: (m, d) => (m * d) ** -0.5,
    factor: (_, d) => d ** 0.5,
  },
};

/** (A, W) of m even neurons: k and k + m/2 share W and have opposite A, so that f = 0. O(md). RangeError for an odd m. */
export function drawNeurons(
  { a, w }: UnitRateScales,
  { m, d, seed }: { readonly m: number; readonly d: number; readonly seed: number },
): ReluNetwork {
  checkCount("m", m, 2);
  checkCount("d", d);
  if (m % 2 === 1) throw new RangeError(`m is ${m}, accepted are even numbers`);
  const half = m / 2;
  const normals = new Float64Array(half * (d + 1));
  fillNormals({ seed, stream: drawnNeuronsStream }, 0, normals);
  const readouts = normals.subarray(0, half).map((value) => value * a(m, d));
  const rows = normals.subarray(half).map((value) => value * w(m, d));
  return {
    a: Float64Array.of(...readouts, ...readouts.map((value) => -value)),
    w: Float64Array.of(...rows, ...rows),
  };
}

/** The same network without any spread of sizes: every |A| and ‖W‖ its root mean square, signs and directions kept. O(md). */
export function withoutSpread({ a, w }: ReluNetwork): ReluNetwork {
  const m = a.length;
  const d = w.length / m;
  const rms = (values: Float64Array, count: number) =>
    Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / count);
  const [size, length] = [rms(a, m), rms(w, m)];
  const rows = Float64Array.from(w);
  for (let k = 0; k < m; k++) {
    const row = rows.subarray(k * d, (k + 1) * d);
    const own = Math.hypot(...row);
    for (let j = 0; j < d; j++) row[j] *= length / own;
  }
  return { a: a.map((value) => Math.sign(value) * size), w: rows };
}

/** δ_k/κ_k [m], κ = A² + ‖W‖²: −1 downstream, 0 balanced, 1 upstream, whatever the scale. O(md). */
export function relativeImbalances({ a, w }: ReluNetwork): Float64Array {
  const d = w.length / a.length;
  return a.map((value, k) => {
    let square = 0;
    for (let j = 0; j < d; j++) square += w[k * d + j] ** 2;
    return (value * value - square) / (value * value + square);
  });
}
