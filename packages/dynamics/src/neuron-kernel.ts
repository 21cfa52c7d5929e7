// The tangent kernel of the minimal model, K = X M Xᵀ with the preconditioner M = η_w a² I + η_a w wᵀ of β̇ = −M Xᵀρ:
// Kunin et al., arXiv 2406.06158, Eqs 1, 3 and 4; and in closed form its kernel distance S from the kernel of another
// time.
import { dot } from "@widthwise/core";
import { checkVector } from "./check.ts";
import { kappa, type Neuron, type Rates } from "./minimal-model.ts";

/** M [d, d] = η_w a² I + η_a w wᵀ; also ((κ + δ)/2)I + ((κ − δ)/2)β̂β̂ᵀ, Eq. 4. d² multiply-adds. */
export function preconditioner({ a, w }: Neuron, rates: Rates): Float64Array {
  const d = w.length;
  const m = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) m[i * d + j] = rates.a * w[i] * w[j];
    m[i * d + i] += rates.w * a * a;
  }
  return m;
}

/**
 * K [n, n] = η_w a² XXᵀ + η_a(Xw)(Xw)ᵀ for X [n, d], row-major, Eq. 1. n²d multiply-adds. RangeError where X has
 * another size.
 */
export function neuronKernel(neuron: Neuron, rates: Rates, inputs: Float64Array, n: number): Float64Array {
  const { a, w } = neuron;
  const d = w.length;
  checkVector("X", inputs, n * d, "n·d");
  const rows = Array.from({ length: n }, (_, i) => inputs.subarray(i * d, (i + 1) * d));
  const f = rows.map((x) => dot(x, w));
  const kernel = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      kernel[i * n + j] = rates.w * a * a * dot(rows[i], rows[j]) + rates.a * f[i] * f[j];
  return kernel;
}

/** ⟨M₁, M₂⟩, which is ⟨K₁, K₂⟩ for whitened inputs. O(d). */
function inner(first: Neuron, second: Neuron, rates: Rates): number {
  const p = rates.w * first.a ** 2;
  const q = rates.w * second.a ** 2;
  return (
    first.w.length * p * q +
    rates.a * (p * dot(second.w, second.w) + q * dot(first.w, first.w)) +
    (rates.a * dot(first.w, second.w)) ** 2
  );
}

/**
 * Kernel distance S (`kernelDistance` of core) between two states on whitened inputs, from the states alone: 0 ≤ S ≤ 1, to
 * about 1e-16 absolute. O(d).
 */
export function whitenedKernelDistance(first: Neuron, second: Neuron, rates: Rates): number {
  const cosine =
    inner(first, second, rates) / Math.sqrt(inner(first, first, rates) * inner(second, second, rates));
  return Math.max(0, 1 - cosine);
}

/**
 * What the paper's released notebook plots in Fig. 3(c) for S from the initial state: its ‖K_t‖² has a₀² where a_t² belongs,
 * in the mixed term. Only for showing the difference. O(d).
 */
export function notebookKernelDistance(initial: Neuron, now: Neuron, rates: Rates): number {
  const length = dot(now.w, now.w);
  const wrong =
    now.w.length * (rates.w * now.a ** 2) ** 2 +
    2 * rates.a * rates.w * initial.a ** 2 * length +
    (rates.a * length) ** 2;
  return 1 - inner(initial, now, rates) / Math.sqrt(inner(initial, initial, rates) * wrong);
}

/**
 * How M moves (paper's App. A.3.1): Ṁ = ½κ̇(I + β̂β̂ᵀ) + ½(κ − δ)d(β̂β̂ᵀ)/dt with ½κ̇ = (2η_aη_w‖β‖/κ)·d‖β‖/dt.
 * `magnitude` vanishes for δ → ±∞; `direction` vanishes for δ → +∞ and tends to |δ| for δ → −∞. ½κ̇ itself does not
 * vanish, because d‖β‖/dt grows with κ. O(1).
 */
export function kernelSensitivity(delta: number, betaNorm: number, rates: Rates) {
  const k = kappa(delta, betaNorm, rates);
  return {
    magnitude: (2 * rates.a * rates.w * betaNorm) / k,
    direction: delta > 0 ? (2 * rates.a * rates.w * betaNorm ** 2) / (k + delta) : (k - delta) / 2,
  };
}
