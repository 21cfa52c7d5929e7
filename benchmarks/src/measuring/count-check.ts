// Whether as many neurons fire as the law of a random start says.
import { normalTail, type Problem } from "@widthwise/core";

/** A count beyond six standard deviations happens by chance once in 5e8. */
const DEVIATIONS = 6;

/** The worst |S_i|, fired [n], of the initial state against its law: binomial over independent draws. */
export function countCheck(
  fired: Float64Array,
  { width, shift, init }: Pick<Problem, "width" | "shift" | "init">,
) {
  const p = normalTail(shift);
  const twins = init === "antisymmetric" ? 2 : 1;
  const expected = width * p;
  const worst = fired.reduce(
    (far, count) => (Math.abs(count - expected) > Math.abs(far - expected) ? count : far),
    expected,
  );
  return {
    what: `neurons fired at an input, against m·Φ̄(b) within ${DEVIATIONS} standard deviations (worst input)`,
    value: worst,
    reference: expected,
    tolerance: DEVIATIONS * Math.sqrt(twins * width * p * (1 - p)),
  };
}
