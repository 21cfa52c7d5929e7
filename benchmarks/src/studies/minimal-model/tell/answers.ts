// What the minimal model answers: closed forms, the kernel, and the time to align.

import type { Cell } from "@widthwise/measure";
import { largest } from "@widthwise/measure";
import { exact, significant } from "../../../page/units.ts";
import { cellsWith, numberOrNaN } from "../../../telling/read-cells.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { cellsOf, deltaOf, randomOf } from "./rows.ts";

type Answer = string | undefined;

/** D1: the solution and the kernel distance in closed form. */
export function formulas(told: Told<Params>): Answer {
  const random = randomOf(told);
  if (random === undefined) return undefined;
  const { cases, worst, crossings } = random;
  return `Yes, in closed form for any δ, rates and signs: a(t) and w(t) are ratios of exponentials with the rates √(δ² + 4η_aη_w‖β*‖²)/2 ± δ/2, and S follows algebraically. Over ${exact(cases)} random initial states, ${exact(crossings)} of which change the sign of a, the formula and integration differ by ${significant(worst, 2)} at most.`;
}

/** D3: why the kernel distance ends largest downstream. */
export function kernelDistance(told: Told<Params>): Answer {
  const flows = cellsOf(told, "flow");
  if (flows.length < 2) return undefined;
  const [first, last] = [flows[0], flows[flows.length - 1]];
  const show = (cell: Cell, name: string) => significant(numberOrNaN(cell, name), 2);
  return `Because downstream the kernel is nearly |δ|β̂β̂ᵀ: it stands still until the direction turns, and then all of it turns. At δ = ${deltaOf(first)} S is ${show(first, "distanceAt1")} at t = 1, ${show(first, "distanceAt5")} at t = 5 and ${show(first, "finalDistance")} in the end; at δ = ${deltaOf(last)} the part δI dominates and S ends at ${show(last, "finalDistance")}.`;
}

/** D4: the time to align by δ, and what the kernel does by then. */
export function rapid(told: Told<Params>): Answer {
  const cells = cellsOf(told, "alignment");
  if (cells.length === 0) return undefined;
  const words = cells.map(
    (cell) =>
      `${significant(numberOrNaN(cell, "time"), 3)} at δ = ${deltaOf(cell)} (S ${significant(numberOrNaN(cell, "distance"), 2)})`,
  );
  const least = (name: string) =>
    cells.reduce((best, cell) => (numberOrNaN(cell, name) < numberOrNaN(best, name) ? cell : best));
  const [soonest, stillest] = [least("time"), least("distance")];
  const also =
    soonest === stillest
      ? "also moves its kernel least: in the minimal model the rapid regime is the lazy one"
      : `moves its kernel by S ${significant(numberOrNaN(soonest, "distance"), 2)}`;
  return `Time from alignment 0.1 to 0.9, in units of 1/‖β*‖, and the kernel distance by then: ${words.join(", ")}. The soonest, δ = ${deltaOf(soonest)}, ${also}.`;
}

/** D7: whether the delay downstream is in proportion to |δ|. */
export function delayed(told: Told<Params>): Answer {
  const cells = cellsOf(told, "alignment").filter((cell) => deltaOf(cell) < 0);
  if (cells.length < 2) return undefined;
  const [far, near] = cells;
  const slope =
    Math.log(numberOrNaN(far, "time") / numberOrNaN(near, "time")) / Math.log(deltaOf(far) / deltaOf(near));
  // ∫dφ/(φ(1 − φ²)) from 0.1 to 0.9
  const integral = Math.log(0.9 / 0.1) - Math.log((1 - 0.81) / (1 - 0.01)) / 2;
  const limit = -deltaOf(far) * integral;
  const seen = Math.abs(slope - 1) < 0.1 ? "Yes" : "Not at these δ";
  return `${seen}: the time from alignment 0.1 to 0.9 grows like |δ| to the ${significant(slope, 3)} between δ = ${deltaOf(near)} and ${deltaOf(far)}, and is ${significant(numberOrNaN(far, "time") / limit, 4)} times the limiting law |δ|∫dφ/(φ(1 − φ²)) there.`;
}

/** D6: what holds for inputs that are not whitened. */
export function notWhitened(told: Told<Params>): Answer {
  const cells = cellsOf(told, "condition");
  if (cells.length === 0) return undefined;
  const { result, params } = told;
  const words = params.conditions
    .toSorted((a, b) => a - b)
    .flatMap((condition) => {
      const own = cellsWith(result, { part: "condition", condition });
      if (own.length === 0) return [];
      const worst = largest(own.map((cell) => numberOrNaN(cell, "deviation")));
      return [`${significant(100 * worst, 2)} % at condition ${condition}`];
    });
  const others = result.cells.filter(
    ({ params: own }) => own?.part === "interpolator" || (own?.part === "condition" && own.condition !== 1),
  );
  const met = others.filter(({ status }) => status === "ok").length;
  return `The path is exact for XᵀX ∝ I only: with the mean eigenvalue at 1 it leaves the whitened one by up to ${words.join(", ")} of the way to go. The end is exact for any inputs: β* + a(∞)P_N w₀ met the integrated flow in ${met} of ${others.length} cases with inputs that are not whitened.`;
}

/** D8: whether rates and scale are interchangeable at equal δ. */
export function ratesOrScale(told: Told<Params>): Answer {
  const cells = cellsOf(told, "rates");
  if (cells.length === 0) return undefined;
  const worst = largest(cells.map((cell) => numberOrNaN(cell, "worst")));
  return `Yes: from one β₀ the paths of β at equal δ/√(η_aη_w) agree within ${significant(worst, 2)} after rescaling time by √(η_aη_w), over ${cells.length} values of δ and three pairs of rates, so rates and scale are two names of one number.`;
}

/** D9: which layer's rate multiplies which term of the tangent kernel. */
export function kernelRates(told: Told<Params>): Answer {
  const [cell] = cellsOf(told, "kernel");
  if (cell === undefined) return undefined;
  return `K = X(η_w a²I + η_a wwᵀ)Xᵀ: the first layer's rate multiplies the readout's square, and the readout's rate the first layer's. Over ${exact(numberOrNaN(cell, "cases"))} random states with rates from ¼ to 4 the layers' own velocities give β̇ within ${significant(numberOrNaN(cell, "worst"), 2)} ‖M‖‖ρ‖ of it; with the rates exchanged it is off by up to ${significant(numberOrNaN(cell, "exchanged"), 2)} ‖M‖‖ρ‖.`;
}
