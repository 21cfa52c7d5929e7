// How many directions a set of gradients has, from the eigenvalues of J_R J_Rᵀ: "Leveraging low rank structure in the lazy
// regime" (openreview.net/forum?id=XgAKt7rbXk), Prop. 3.1 and §4.1, reads its effective rank from them. The threshold is not
// known, so that four common definitions stand side by side.
import { symmetricEigenvalues } from "@widthwise/core";
import { KERNEL_ROUNDING } from "./tangent-kernel.ts";

/** Four definitions of the number of directions that matter. */
export interface EffectiveRanks {
  /** k_ρ: the fewest leading eigenvalues that hold the share ρ of their sum */
  readonly energy: Readonly<Record<EnergyShare, number>>;
  /** Σλ/λ₁ */
  readonly stable: number;
  /** (Σλ)²/Σλ² */
  readonly participation: number;
  /** eigenvalues above the tolerance times the largest */
  readonly numerical: number;
}

/** ρ of k_ρ */
type EnergyShare = "0.9" | "0.95" | "0.99" | "0.999";
const shares: readonly EnergyShare[] = ["0.9", "0.95", "0.99", "0.999"];

/** k_ρ of eigenvalues [N] in descending order, negative ones taken as 0. O(N). */
export function energyRank(eigenvalues: Float64Array, share: number): number {
  const total = eigenvalues.reduce((sum, value) => sum + Math.max(value, 0), 0);
  let sum = 0;
  for (let k = 0; k < eigenvalues.length; k++) {
    if (sum >= share * total) return k;
    sum += Math.max(eigenvalues[k], 0);
  }
  return eigenvalues.length;
}

/**
 * All four, of eigenvalues [N] in descending order; `tolerance` is that of the last, by default float32's rounding. O(N).
 *
 * @example
 * const kernel = await tangentKernel(network, { parameters, inputs });
 * effectiveRanks(symmetricEigenvalues(kernel, Math.sqrt(kernel.length)).reverse()).energy["0.99"];
 */
export function effectiveRanks(eigenvalues: Float64Array, tolerance = KERNEL_ROUNDING): EffectiveRanks {
  const positive = eigenvalues.map((value) => Math.max(value, 0));
  const total = positive.reduce((sum, value) => sum + value, 0);
  const squares = positive.reduce((sum, value) => sum + value ** 2, 0);
  return {
    energy: Object.fromEntries(
      shares.map((share) => [share, energyRank(eigenvalues, Number(share))]),
    ) as EffectiveRanks["energy"],
    stable: total === 0 ? 0 : total / positive[0],
    participation: total === 0 ? 0 : total ** 2 / squares,
    numerical: positive.filter((value) => value > tolerance * positive[0]).length,
  };
}

/** k_ρ by the size of the reference set. */
export interface RankGrowth {
  readonly sizes: readonly number[];
  readonly ranks: readonly number[];
  /**
   * d log k_ρ/d log r over the last two sizes: 1 means that the reference set is too small to say anything, 0 that it
   * holds all
   */
  readonly exponent: number;
}

/**
 * The saturation test: k_ρ of growing leading parts of a kernel [N, N]. Low rank is verified only where the exponent is
 * well below 1. O(Σ r³). RangeError unless sizes are two or more, growing, up to N.
 */
export function rankGrowth(kernel: Float64Array, sizes: readonly number[], share = 0.99): RankGrowth {
  const n = Math.sqrt(kernel.length);
  if (sizes.length < 2 || sizes.some((r, k) => !(r > (sizes[k - 1] ?? 0)) || r > n))
    throw new RangeError(`sizes are ${sizes.join(", ")}, accepted are two or more, growing, up to ${n}`);
  const ranks = sizes.map((r) => {
    const part = new Float64Array(r * r);
    for (let i = 0; i < r; i++) part.set(kernel.subarray(i * n, i * n + r), i * r);
    return energyRank(symmetricEigenvalues(part, r).reverse(), share);
  });
  const [k1, k2] = ranks.slice(-2);
  const [r1, r2] = sizes.slice(-2);
  return { sizes, ranks, exponent: Math.log(k2 / k1) / Math.log(r2 / r1) };
}
