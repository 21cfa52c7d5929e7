// Gradient descent at a step size that the network itself gives, so that no rate is tuned by hand.
import { symmetricEigenvalues } from "@widthwise/core";

/**
 * 1/λ_max of the loss's curvature JᵀJ/n, from the kernel [r·C, r·C] of r reference examples in the parameters' own rates.
 * Descent with momentum μ is stable below 2(1 + μ) times it while the kernel stays as it is.
 */
export function stableRate(kernel: Float64Array, references: number): number {
  const size = Math.sqrt(kernel.length);
  const eigenvalues = symmetricEigenvalues(kernel, size);
  return references / eigenvalues[size - 1];
}
