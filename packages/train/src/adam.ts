// D. Kingma, J. Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, arXiv 1412.6980, Algorithm 1, with its rates.
import { ProblemError } from "./check-problem.ts";
import type { UpdateOf } from "./dense.ts";
import { holds, type Rule } from "./rules.ts";

const rates = { rate: 1e-3, decay1: 0.9, decay2: 0.999, epsilon: 1e-8 };

/** u = f − y: the weights get the gradient Jᵀu of the batch's share of the loss. No work of its own. */
export const plainGradient: Rule = {
  wants: "nothing",
  atStart: () => false,
  prepare({ problem, options: { rate = rates.rate } }) {
    // a step is held as α/(1 − β₁ᵗ), and moves z by at most √d times α(1 − β₁)/√(1 − β₂): §2.1
    const status = holds((rate / (1 - rates.decay1)) * Math.sqrt(problem.d)) ? "stepped" : "diverged";
    return () => ({ status });
  },
};

/**
 * The weights move by Adam's rule, those without gradient too, as their moments decay. ProblemError where a backend has
 * no Adam.
 */
export const adamUpdate: UpdateOf = (network, { rate }) => {
  const step = network.adam?.(rate === undefined ? rates : { ...rates, rate });
  if (step === undefined) throw new ProblemError("this backend has no Adam step");
  return step;
};
