// How far features have turned between two kernels, whatever their size: S = 1 − cos∠(K, K′).
import { dot, norm } from "./norm.ts";

/** ⟨A, B⟩/(‖A‖‖B‖): the cosine of two vectors, or of two matrices by Frobenius's product; NaN where one is 0. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length)
    throw new RangeError(`arrays of ${a.length} and ${b.length} numbers have no cosine`);
  return dot(a, b) / (norm(a) * norm(b));
}

/**
 * Kernel distance S = 1 − ⟨K, K′⟩/(‖K‖‖K′‖) of two kernels [N, N]: 0 for features that at most grew, up to rounding (of a
 * kernel and itself it may be −2^-52); at most 1 where both are positive semidefinite. 3N² multiply-adds. Fort et al.,
 * "Deep learning versus kernel learning", NeurIPS 2020.
 */
export const kernelDistance = (k: ArrayLike<number>, other: ArrayLike<number>): number =>
  1 - cosine(k, other);
