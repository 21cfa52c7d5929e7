// One estimate against a practical threshold: better, worse, the same or open.
import type { Judgement, Verdict } from "./comparison.ts";
import { type Interval, leastForInterval } from "./statistics/location.ts";

/** An estimate of a logarithm or of a slope, with one-sided p values against the two ends of [−limit, limit]. */
export interface ThresholdTest {
  readonly estimate: Interval;
  /** the practical threshold, ≥ 0, in the estimate's own unit */
  readonly limit: number;
  /** the threshold is wider than anything that may be called the same */
  readonly blunt?: boolean;
  /** of an estimate as high if the truth is limit */
  readonly pAbove: number;
  /** of an estimate as low if the truth is −limit */
  readonly pBelow: number;
}

/** p of the hypothesis that the truth lies within the threshold. */
export const twoSided = (t: ThresholdTest): number => Math.min(1, 2 * Math.min(t.pAbove, t.pBelow));

/** `same` needs the whole interval within a threshold that is not blunt; `adjusted` is the test's p after Holm's adjustment. */
export function decide(test: ThresholdTest, adjusted: number, alpha: number): Verdict {
  if (adjusted <= alpha) return test.pAbove < test.pBelow ? "worse" : "better";
  if (test.blunt) return "inconclusive";
  return test.estimate.lo >= -test.limit && test.estimate.hi <= test.limit ? "same" : "inconclusive";
}

/** Why a test that is blunt leaves open what lies within its threshold. */
export const bluntReason =
  "the A/A pairs differ so much that a change within the threshold may be a regression: measure both again on a quieter machine";

/**
 * Rounds on top of the present ones until the interval no longer reaches the nearest limit: its half-width shrinks as
 * 1/√rounds about an estimate that stays. Null where rounds do not help: from 100 000 on, as the estimate lies on the
 * threshold, and within a blunt one.
 */
export function moreRounds({ estimate, limit, blunt }: ThresholdTest, rounds: number): number | null {
  if (blunt && Math.abs(estimate.value) <= limit) return null;
  const distance = Math.abs(Math.abs(estimate.value) - limit);
  const half = Math.max(estimate.hi - estimate.value, estimate.value - estimate.lo);
  const needed = Math.max(leastForInterval, rounds + 1, Math.ceil(rounds * (half / distance) ** 2));
  return needed < 100_000 ? needed - rounds : null;
}

/** A change counts only if the robust twin's estimate is beyond the limit too: else one wild width made it. */
export function judge(
  test: ThresholdTest,
  robust: Interval,
  p: number,
  alpha: number,
): Omit<Judgement, "threshold"> {
  const verdict = decide(test, p, alpha);
  const rest = { estimate: test.estimate, robust, p };
  if (verdict === "worse" ? robust.value <= test.limit : verdict === "better" && robust.value >= -test.limit)
    return {
      verdict: "inconclusive",
      ...rest,
      reason: "one width alone makes the difference: the robust twin does not see it",
    };
  const reason = test.blunt
    ? bluntReason
    : "the interval over widths crosses the threshold: more rounds, or more widths";
  return verdict === "inconclusive" ? { verdict, ...rest, reason } : { verdict, ...rest };
}

/** JSON has no infinity: a ratio beyond all numbers is the greatest. */
export const finite = (ratio: number): number => Math.min(ratio, Number.MAX_VALUE);

/** ln ratio → ratio. */
export const expInterval = ({ value, lo, hi }: Interval): Interval => ({
  value: finite(Math.exp(value)),
  lo: finite(Math.exp(lo)),
  hi: finite(Math.exp(hi)),
});

/** Of several verdicts: worse if any is, better or same only if none is open; nothing judged leaves all open. */
export function overall(verdicts: readonly Verdict[]): Verdict {
  for (const v of ["invalid", "worse", "inconclusive", "better"] as const) if (verdicts.includes(v)) return v;
  return verdicts.length === 0 ? "inconclusive" : "same";
}
