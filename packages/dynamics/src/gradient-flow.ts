// The minimal model's gradient flow as a differential equation, for any data: what the exact solution is checked against,
// and the way where there is none (inputs that are not whitened).
import type { Derivative } from "./dormand-prince.ts";
import type { Neuron, Rates } from "./minimal-model.ts";
import { checkRegression, type Regression } from "./regression.ts";

/** y = (a, w) [1 + d]: a neuron as a state to integrate. */
export function packNeuron({ a, w }: Neuron): Float64Array {
  return Float64Array.of(a, ...w);
}

/** The neuron of a state y = (a, w) [1 + d]. */
export function unpackNeuron(y: Float64Array): Neuron {
  return { a: y[0], w: y.slice(1) };
}

/** ȧ = η_a(⟨w, β*⟩ − a‖w‖²), ẇ = η_w a(β* − a w): XᵀX = I, Xᵀy = β* [d]. 3d multiply-adds per evaluation. */
export function whitenedFlow(target: ArrayLike<number>, rates: Rates): Derivative {
  const d = target.length;
  return (_t, y, dy) => {
    const a = y[0];
    let sum = 0;
    for (let i = 0; i < d; i++) {
      const g = target[i] - a * y[i + 1];
      sum += y[i + 1] * g;
      dy[i + 1] = rates.w * a * g;
    }
    dy[0] = rates.a * sum;
  };
}

/**
 * ȧ = −η_a⟨w, g⟩, ẇ = −η_w a g with g = Xᵀ(a·Xw − y). 2nd multiply-adds per evaluation. RangeError where X [n, d] and
 * y [n] do not fit.
 */
export function regressionFlow(regression: Regression, rates: Rates): Derivative {
  checkRegression(regression);
  const { inputs, labels, n, d } = regression;
  return (_t, y, dy) => {
    const a = y[0];
    dy.fill(0);
    for (let i = 0; i < n; i++) {
      let f = 0;
      for (let k = 0; k < d; k++) f += inputs[i * d + k] * y[k + 1];
      const residual = a * f - labels[i];
      dy[0] -= rates.a * f * residual;
      for (let k = 0; k < d; k++) dy[k + 1] -= rates.w * a * residual * inputs[i * d + k];
    }
  };
}
