// Effective ranks of a kernel, and the kernel of loss gradients from that of features.
import { symmetricEigenvalues } from "@widthwise/core";
import { effectiveRanks } from "@widthwise/linearize";

/** The four definitions, flat. */
export function ranksOf(kernel: Float64Array) {
  const { energy, stable, participation, numerical } = effectiveRanks(
    symmetricEigenvalues(kernel, Math.sqrt(kernel.length)).reverse(),
  );
  return {
    k90: energy["0.9"],
    k95: energy["0.95"],
    k99: energy["0.99"],
    k999: energy["0.999"],
    stable,
    participation,
    numerical,
  };
}

/** ⟨∇ℓ(x_i), ∇ℓ(x_j)⟩ [r, r] from the kernel [r·C, r·C] and ∂ℓ/∂f [r, C]. */
export function contracted(kernel: Float64Array, residuals: ArrayLike<number>, r: number): Float64Array {
  const size = Math.sqrt(kernel.length);
  const outputs = size / r;
  const inner = new Float64Array(r * r);
  for (let a = 0; a < size; a++)
    for (let b = 0; b < size; b++)
      inner[Math.floor(a / outputs) * r + Math.floor(b / outputs)] +=
        residuals[a] * kernel[a * size + b] * residuals[b];
  return inner;
}

export function trace(kernel: Float64Array): number {
  const size = Math.sqrt(kernel.length);
  let sum = 0;
  for (let i = 0; i < size; i++) sum += kernel[i * (size + 1)];
  return sum;
}
