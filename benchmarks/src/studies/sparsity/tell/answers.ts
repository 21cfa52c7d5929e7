// Answers to B3, B4, B6, B11, B12 and B14, from the numbers of a result.
import { normalTail } from "@widthwise/core";
import { largest, smallest } from "@widthwise/measure";
import { lastOf } from "../../../page/lists.ts";
import {
  fixed,
  percent,
  significant,
  slopeInterval,
  span,
  tolerance as toleranceLabel,
  widthLabel,
  widthRange,
} from "../../../page/units.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { layersOf, widestOf } from "./deep.ts";
import { cOf, localExponent } from "./law.ts";
import { growthInN, requiredWidths, triedWidths } from "./required.ts";
import {
  around,
  commonWidth,
  condition,
  ends,
  firedAtStart,
  growthOf,
  leastEigenvalue,
  seriesBy,
  type Trace,
} from "./traces.ts";

/** B3 */
export function howSparse(told: Told<Params>): string | undefined {
  const rows = around(told);
  if (rows.length === 0) return undefined;
  const { dataset, n, shift } = told.params.base;
  const [first, end] = [rows[0], lastOf(rows)];
  const fit = growthOf(rows, firedAtStart);
  const exponents = [first, end].map(({ b }) => fixed(localExponent(shift, b), 2)).join(" to ");
  const growth = fit
    ? ` Fired neurons grow like m to the ${slopeInterval(fit)} (exact law: ${exponents}${boundOf(shift)}).`
    : "";
  const kept = rows.map(({ firing }) => lastOf(firing) / firing[0]);
  const change = `${ends(kept, (share) => significant(share, 3), " to ")} times that of the start`;
  const offLaw = largest(rows.map(({ firing, b }) => Math.abs(firing[0] / normalTail(b) - 1)));
  const flips = rows.flatMap((row) => (row.flips.length > 0 ? [row.flips[0]] : []));
  return `At the start ${percent(first.firing[0])} of (input, neuron) pairs fire at width ${widthLabel(first.width)} and ${percent(end.firing[0])} at ${widthLabel(end.width)} (${dataset}, n = ${n}, ${shift}), within ${percent(offLaw)} of the normal tail at every width.${growth}${firingByShift(told)} By the end of Gauss–Newton the count is ${change}, and the first step flips as many pairs as ${ends(flips, percent, " to ")} of those that fire, from the narrowest network to the widest.`;
}

function boundOf(shift: string): string {
  const c = cOf(shift);
  return c === undefined ? "" : `; asymptotic bound ${significant(1 - c / 2, 3)}`;
}

function firingByShift(told: Told<Params>): string {
  const shared = commonWidth(told);
  if (shared === undefined) return "";
  const shares = seriesBy(told, "shift").flatMap(({ label, rows }) => {
    const row = rows.find(({ width }) => width === shared);
    return row ? [`${percent(row.firing[0])} with ${label}`] : [];
  });
  return ` At width ${widthLabel(shared)} it is ${shares.join(", ")}.`;
}

/** B4 */
export function unshifted(told: Told<Params>): string | undefined {
  const rows = around(told, { shift: "c=0" });
  if (rows.length === 0) return undefined;
  const steps = rows.flatMap((row) => row.steps ?? []);
  const end = lastOf(rows);
  const taken = steps.length > 0 ? `, in ${span(steps)} steps` : "";
  return `Without a shift Gauss–Newton converges at ${steps.length} of ${rows.length} widths (${widthRange(rows.map(({ width }) => width))})${taken}, but nothing is sparse: ${percent(end.firing[0])} of pairs fire and ${percent(end.live[0])} of neurons are live at width ${widthLabel(end.width)}, so the work is linear in the width; Gram space still takes the input dimension out of it.`;
}

/** B6 */
export function deeper({ result, params }: Told<Params>): string | undefined {
  const own = widestOf(layersOf(result).filter(({ shift }) => shift === params.base.shift));
  if (own.length === 0) return undefined;
  const layers = own.map(
    ({ layer, firing, live }) =>
      `${percent(firing)} fire and ${percent(live)} are live in hidden layer ${layer}`,
  );
  const [{ n, theory, shift, width }] = own;
  const off = largest(own.map(({ firing }) => Math.abs(firing / theory - 1)));
  return `When the inputs of every layer are scaled to unit length, the firing fraction of each is that of the first within ${percent(off)}: at width ${widthLabel(width)}, ${shift}, n = ${n}, ${layers.join("; ")} (exact ${percent(theory)}). But a deeper layer has m inputs instead of d: its weights are m², and a structure on the first layer alone leaves them as they are.`;
}

/** B11: what each shift costs and buys at the largest width that all have. */
export function whichShift(told: Told<Params>): string | undefined {
  const width = commonWidth(told);
  if (width === undefined) return undefined;
  const series = seriesBy(told, "shift");
  const at = series.map(({ label, rows }) => {
    const row = rows.find((one) => one.width === width) as Trace;
    return `${label} ${percent(row.firing[0])} fire, ${percent(row.live[0])} live, λ ${significant(row.lambdaMin[0], 2)}, ${row.steps === null ? "no convergence" : `${row.steps} steps`}`;
  });
  const failing = series.flatMap(({ label, rows }) => {
    const failed = rows.filter(({ steps }) => steps === null).map((row) => widthLabel(row.width));
    return failed.length > 0 ? [`${label} at ${failed.join(", ")}`] : [];
  });
  const but = failing.length === 0 ? "" : ` but for ${failing.join("; ")}`;
  return `Gauss–Newton converges with every shift at every width measured${but}, so convergence asks for no least shift, though a large one asks for width. The shift buys sparsity and pays with λ: at width ${widthLabel(width)} ${at.join("; ")}. Below c = 2·ln n/ln m nearly every neuron is live, so take c as large as the width allows.`;
}

/** B12 */
export function requiredWidth({ result, params }: Told<Params>): string | undefined {
  const { base, required, tolerance } = params;
  const found = requiredWidths(triedWidths(result, base.shift));
  if (found.length === 0) return undefined;
  const fit = growthInN(found);
  const growth = fit ? `, like n to the ${slopeInterval(fit)}` : "";
  const c = cOf(base.shift);
  const bound = c === undefined || c >= 0.5 ? "" : `, not n to the ${Math.round(4 / (1 - 2 * c))}`;
  const [first, end] = [found[0], lastOf(found)];
  const refuted =
    c !== undefined && found.every(({ n, width }) => Math.log(width) < (4 / (1 - 2 * c)) * Math.log(n));
  const steps = span(
    found.map((one) => one.steps),
    (value) => significant(value, 2),
  );
  return `${refuted ? "No: all" : "All"} ${required.seeds} seeds reach ‖f−y‖ < ${toleranceLabel(tolerance)} from width ${first.width} on at n = ${first.n} and from ${end.width} at n = ${end.n}${growth}${bound} (${base.dataset}, ${base.shift}; ${steps} steps there).`;
}

/** B14 */
export function howConditioned(told: Told<Params>): string | undefined {
  const { base } = told.params;
  const [byData, byInputs] = [seriesBy(told, "dataset"), seriesBy(told, "n")];
  if (byData.length === 0) return undefined;
  const all = [...byData, ...byInputs].flatMap(({ rows }) => rows);
  const positive = all.filter(
    ({ lambdaMin }) => lambdaMin.length > 0 && lambdaMin.every((value) => value > 0),
  ).length;
  const width = smallest(byData.map(({ rows }) => lastOf(rows).width));
  const words = byData.map(({ label, rows }) => {
    const end = rows.find((row) => row.width === width) ?? lastOf(rows);
    const fit = growthOf(rows, leastEigenvalue);
    const growth = fit ? `, like m to the ${slopeInterval(fit)}` : "";
    return `${label} ${significant(leastEigenvalue(end), 2)} (condition ${significant(condition(end), 2)}${growth})`;
  });
  const withN = byInputs.flatMap(({ label, rows }) => {
    const row = rows.find((one) => one.width === width);
    return row ? [`${significant(leastEigenvalue(row), 2)} at ${label}`] : [];
  });
  return `λ_min(G) is positive throughout training in ${positive} of ${all.length} runs. At n = ${base.n}, ${base.shift}, width ${widthLabel(width)} it is ${words.join(", ")}; with n on ${base.dataset}: ${withN.join(", ")}. It cannot exceed the mean share of neurons that fire, about Φ̄(b), so it must fall with the width wherever b grows.`;
}
