// Where gradient flow of the minimal model ends, in closed form for any inputs, null space and rates. The paper (Kunin et
// al., arXiv 2406.06158, Thm 3.1) states it as an argmin and solves one dimension of null space. Since ẇ stays in the row
// space of X, k = P_N w₀ is conserved; with β* = X⁺y the end is β* + a k, and conservation of δ gives a:
//   η_w a⁴ − (δ + η_a‖k‖²)a² − η_a‖β*‖² = 0.
import { norm } from "@widthwise/core";
import { basinOf } from "./basin.ts";
import { checkVector } from "./check.ts";
import { combine } from "./combine.ts";
import { conserved, linearMap, type MinimalModel } from "./minimal-model.ts";
import { type Regression, type RowSpace, rowSpace } from "./regression.ts";

/** The end of a flow. */
export interface Interpolator {
  /** a(∞) */
  readonly a: number;
  /** β(∞) [d] */
  readonly beta: Float64Array;
  /** sign of a(∞); 0: the flow ends at the saddle a = 0, or its basin is undecided */
  readonly basin: -1 | 0 | 1;
}

/**
 * The end of the flow from `model` on `regression`. O(nd·min(n, d)), and for δ < 0 a short integration that finds the
 * basin unless it is given. RangeError for data that do not fit, or labels that X does not explain at all.
 *
 * @example
 * const regression = { inputs: Float64Array.of(0.5, 1), labels: Float64Array.of(1), n: 1, d: 2 };
 * const { beta } = interpolator(minimalModel(1, [0.3, 0.2]), regression); // β(∞) [2]
 */
export function interpolator(
  model: MinimalModel,
  regression: Regression,
  basin: -1 | 0 | 1 = basinOf(model, regression),
): Interpolator {
  checkVector("w", model.w, regression.d, "d");
  const { target, null: nullPart } = rowSpace(regression);
  const s = norm(target);
  if (s === 0) throw new RangeError("β* = X⁺y is 0, accepted are labels that X explains in part");
  if (basin === 0) return { a: 0, beta: new Float64Array(regression.d), basin };
  const kept = nullPart(model.w);
  const a = basin * Math.sqrt(positiveRoot(conserved(model), norm(kept), s, model));
  return { a, beta: combine(a, kept, target), basin };
}

/** a² of the quartic above */
function positiveRoot(delta: number, kept: number, s: number, { rates }: MinimalModel): number {
  const b = delta + rates.a * kept * kept;
  const root = Math.hypot(b, 2 * Math.sqrt(rates.a * rates.w) * s);
  return b >= 0 ? (b + root) / (2 * rates.w) : (2 * rates.a * s * s) / (root - b);
}

/** What the interpolators of one function β₀ tend to as its imbalance grows. */
export interface InterpolatorLimits {
  /** δ → +∞: β* + P_N β₀, of the interpolators the nearest to β₀ */
  readonly upstream: Float64Array;
  /** δ → −∞: β* ± ‖β*‖·P_N β₀/‖P_row β₀‖ with the sign of a₀·a(∞); a multiple of β₀ where n = 1 */
  readonly downstream: Float64Array;
}

/** The two ends of the family of interpolators from a function β₀ = a₀w₀. O(rank·d). RangeError where P_row β₀ = 0. */
export function interpolatorLimits(model: MinimalModel, space: RowSpace, basin: 1 | -1): InterpolatorLimits {
  const beta = linearMap(model);
  const outside = space.null(beta);
  const inside = norm(combine(-1, outside, beta));
  const factor = (basin * Math.sign(model.a) * norm(space.target)) / inside;
  if (!Number.isFinite(factor))
    throw new RangeError("β₀ has no part in the row space of X: the limit δ → −∞ does not exist");
  return { upstream: combine(1, outside, space.target), downstream: combine(factor, outside, space.target) };
}
