// Which sign a ends with, Kunin et al., arXiv 2406.06158, §3.2. On whitened inputs it is the sign of
// a₀(δ + √(δ² + 4η_aη_w‖β*‖²))/2 + η_a⟨w₀, β*⟩ (`exactSolution(…).basin`). For other inputs: a cannot cross 0 where δ > 0,
// since η_w a² ≥ δ; below, it cannot cross any more once the loss is under that of β = 0, since the loss only falls.
import { checkPositive } from "./check.ts";
import { integrate } from "./dormand-prince.ts";
import { packNeuron, regressionFlow } from "./gradient-flow.ts";
import { conserved, type MinimalModel } from "./minimal-model.ts";
import type { Regression } from "./regression.ts";

/**
 * Sign of a(∞) for any inputs; 0 when a is 0 at balance, or when the flow is not decided by time `until`, as on its way
 * into the saddle. Integrates only where δ < 0 and the loss does not tell at once, at 2nd multiply-adds per evaluation.
 * RangeError for data or a time that do not fit.
 */
export function basinOf(model: MinimalModel, regression: Regression, until = 1e4): -1 | 0 | 1 {
  checkPositive("the time limit", until);
  if (conserved(model) > 0) return Math.sign(model.a) as -1 | 0 | 1;
  const flow = regressionFlow(regression, model.rates);
  const zero = squares(regression.labels);
  let y = packNeuron(model);
  for (let span = until / 2 ** 20; ; span *= 2) {
    // one part in 10¹² below, so that rounding does not decide
    if (loss(y, regression) < zero * (1 - 1e-12)) return Math.sign(y[0]) as -1 | 0 | 1;
    if (span > until) return 0;
    const { states } = integrate(flow, y, [span]);
    if (states.length === 0) return 0;
    y = states[0];
  }
}

const squares = (values: Float64Array) => values.reduce((sum, value) => sum + value * value, 0);

/** ‖Xβ − y‖² at y = (a, w) */
function loss(y: Float64Array, { inputs, labels, n, d }: Regression): number {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    let f = 0;
    for (let k = 0; k < d; k++) f += inputs[i * d + k] * y[k + 1];
    sum += (y[0] * f - labels[i]) ** 2;
  }
  return sum;
}
