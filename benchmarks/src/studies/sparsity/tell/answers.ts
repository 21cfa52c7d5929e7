// Answers to B3, B4, B6, B11, B12 and B14, from the numbers of a result.
import { normalTail } from "@widthwise/core";
import { distinct, lastOf } from "../../../page/lists.ts";
import {
  percent,
  significant,
  slopeInterval,
  span,
  tolerance as toleranceLabel,
  widthLabel,
  widthRange,
} from "../../../page/units.ts";
import { exponentOf } from "../../../telling/exponent.ts";
import type { Answer } from "../../../telling/tell.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import {
  around,
  cOf,
  deepRows,
  localExponent,
  paramsOf,
  requiredRows,
  requiredWidths,
  type TraceRow,
} from "./rows.ts";

const place = ({ dataset, n, shift }: { dataset: string; n: number; shift: string }) =>
  `${dataset}, n = ${n}, ${shift}`;
const ends = (values: readonly number[], show: (value: number) => string) =>
  values.length < 2 ? values.map(show).join("") : `${show(values[0])} to ${show(lastOf(values))}`;

export function answers(result: StudyResult): Answer[] {
  const found: [string, string | undefined][] = [
    ["B3", howSparse(result)],
    ["B4", unshifted(result)],
    ["B6", deeper(result)],
    ["B11", whichShift(result)],
    ["B12", requiredWidth(result)],
    ["B14", leastEigenvalue(result)],
  ];
  return found.flatMap(([question, sentence]) => (sentence === undefined ? [] : [{ question, sentence }]));
}

function howSparse(result: StudyResult): string | undefined {
  const rows = around(result);
  if (rows.length === 0) return undefined;
  const { base } = paramsOf(result);
  const [first, end] = [rows[0], lastOf(rows)];
  const fit = exponentOf(rows.map(({ width, firing }) => ({ x: width, y: firing[0] * width })));
  const exponents = [first, end].map(({ b }) => localExponent(base.shift, b).toFixed(2)).join(" to ");
  const growth = fit
    ? ` Fired neurons grow like m to the ${slopeInterval(fit)} (exact law: ${exponents}${boundOf(base.shift)}).`
    : "";
  const kept = rows.map(({ firing }) => lastOf(firing) / firing[0]);
  const change =
    kept.length > 1
      ? `${significant(kept[0], 3)} to ${significant(lastOf(kept), 3)} times that of the start`
      : `${significant(kept[0], 3)} times that of the start`;
  const shared = commonWidth(result);
  const byShift = paramsOf(result).shifts.flatMap((shift) => {
    const row = around(result, { shift }).find(({ width }) => width === shared);
    return row ? [`${percent(row.firing[0])} with ${shift}`] : [];
  });
  const bySize = shared === undefined ? "" : ` At width ${widthLabel(shared)} it is ${byShift.join(", ")}.`;
  const offLaw = Math.max(...rows.map(({ firing, b }) => Math.abs(firing[0] / normalTail(b) - 1)));
  const flips = rows.flatMap((row) => (row.flips.length > 0 ? [row.flips[0]] : []));
  return `At the start ${percent(first.firing[0])} of (input, neuron) pairs fire at width ${widthLabel(first.width)} and ${percent(end.firing[0])} at ${widthLabel(end.width)} (${place(base)}), within ${percent(offLaw)} of the normal tail at every width.${growth}${bySize} By the end of Gauss–Newton the count is ${change}, and the first step flips as many pairs as ${ends(flips, percent)} of those that fire, from the narrowest network to the widest.`;
}

function boundOf(shift: string): string {
  const c = cOf(shift);
  return c === undefined ? "" : `; asymptotic bound ${significant(1 - c / 2, 3)}`;
}

function unshifted(result: StudyResult): string | undefined {
  const rows = around(result, { shift: "c=0" });
  if (rows.length === 0) return undefined;
  const converged = rows.filter(({ steps }) => steps !== null);
  const end = lastOf(rows);
  const steps = converged.map((row) => row.steps ?? 0);
  const taken = steps.length > 0 ? `, in ${span(steps)} steps` : "";
  return `Without a shift Gauss–Newton converges at ${converged.length} of ${rows.length} widths (${widthRange(rows.map(({ width }) => width))})${taken}, but nothing is sparse: ${percent(end.firing[0])} of pairs fire and ${percent(end.live[0])} of neurons are live at width ${widthLabel(end.width)}, so the work is linear in the width; Gram space still takes the input dimension out of it.`;
}

function deeper(result: StudyResult): string | undefined {
  const rows = deepRows(result).filter(({ shift }) => shift === paramsOf(result).base.shift);
  if (rows.length === 0) return undefined;
  const widest = Math.max(...rows.map(({ width }) => width));
  const own = rows.filter(({ width }) => width === widest);
  const layers = own.map(
    ({ layer, firing, live }) =>
      `${percent(firing)} fire and ${percent(live)} are live in hidden layer ${layer}`,
  );
  const [{ n, theory, shift }] = own;
  const off = Math.max(...own.map(({ firing }) => Math.abs(firing / theory - 1)));
  return `When the inputs of every layer are scaled to unit length, the firing fraction of each is that of the first within ${percent(off)}: at width ${widthLabel(widest)}, ${shift}, n = ${n}, ${layers.join("; ")} (exact ${percent(theory)}). But a deeper layer has m inputs instead of d: its weights are m², and a structure on the first layer alone leaves them as they are.`;
}

/** The largest width that was traced with every shift. */
function commonWidth(result: StudyResult): number | undefined {
  const widths = paramsOf(result).shifts.map(
    (shift) => new Set(around(result, { shift }).map(({ width }) => width)),
  );
  return distinct([...widths[0]].filter((width) => widths.every((has) => has.has(width)))).at(-1);
}

/** What each shift costs and buys at the largest width that all have. */
function whichShift(result: StudyResult): string | undefined {
  const { shifts } = paramsOf(result);
  const series = shifts.map((shift) => ({ shift, rows: around(result, { shift }) }));
  const width = commonWidth(result);
  if (width === undefined) return undefined;
  const at = series.map(({ shift, rows }) => {
    const row = rows.find((one) => one.width === width) as TraceRow;
    return `${shift} ${percent(row.firing[0])} fire, ${percent(row.live[0])} live, λ ${significant(row.lambdaMin[0], 2)}, ${row.steps === null ? "no convergence" : `${row.steps} steps`}`;
  });
  const failing = series.flatMap(({ shift, rows }) => {
    const failed = rows.filter(({ steps }) => steps === null).map((row) => widthLabel(row.width));
    return failed.length > 0 ? [`${shift} at ${failed.join(", ")}`] : [];
  });
  const convergence =
    failing.length === 0
      ? "Gauss–Newton converges with every shift at every width measured"
      : `Gauss–Newton converges with every shift at every width measured but for ${failing.join("; ")}`;
  return `${convergence}, so convergence asks for no least shift, though a large one asks for width. The shift buys sparsity and pays with λ: at width ${widthLabel(width)} ${at.join("; ")}. Below c = 2·ln n/ln m nearly every neuron is live, so take c as large as the width allows.`;
}

function requiredWidth(result: StudyResult): string | undefined {
  const { base, required, tolerance } = paramsOf(result);
  const rows = requiredRows(result).filter(({ shift }) => shift === base.shift);
  const found = requiredWidths(rows);
  if (found.length === 0) return undefined;
  const fit = exponentOf(found.map(({ n, width }) => ({ x: n, y: width })));
  const growth = fit ? `, like n to the ${slopeInterval(fit)}` : "";
  const c = cOf(base.shift);
  const bound = c === undefined || c >= 0.5 ? "" : `, not n to the ${Math.round(4 / (1 - 2 * c))}`;
  const [first, end] = [found[0], lastOf(found)];
  const refuted =
    c !== undefined && found.every(({ n, width }) => Math.log(width) < (4 / (1 - 2 * c)) * Math.log(n));
  return `${refuted ? "No: all" : "All"} ${required.seeds} seeds reach ‖f−y‖ < ${toleranceLabel(tolerance)} from width ${first.width} on at n = ${first.n} and from ${end.width} at n = ${end.n}${growth}${bound} (${base.dataset}, ${base.shift}; ${span(
    found.map(({ steps }) => steps),
    (value) => significant(value, 2),
  )} steps there).`;
}

function leastEigenvalue(result: StudyResult): string | undefined {
  const { datasets, n: ns, base } = paramsOf(result);
  const series = datasets.map((dataset) => ({ dataset, rows: around(result, { dataset }) }));
  const present = series.filter(({ rows }) => rows.length > 0);
  if (present.length === 0) return undefined;
  const all = [...present.flatMap(({ rows }) => rows), ...ns.flatMap((n) => around(result, { n }))];
  const positive = all.filter(({ lambdaMin }) => lambdaMin.every((value) => value > 0)).length;
  const width = Math.min(...present.map(({ rows }) => lastOf(rows).width));
  const words = present.map(({ dataset, rows }) => {
    const end = rows.find((row) => row.width === width) ?? lastOf(rows);
    const fit = exponentOf(rows.map(({ width, lambdaMin }) => ({ x: width, y: lambdaMin[0] })));
    return `${dataset} ${significant(end.lambdaMin[0], 2)} (condition ${significant(end.lambdaMax[0] / end.lambdaMin[0], 2)}${fit ? `, like m to the ${slopeInterval(fit)}` : ""})`;
  });
  const largest = ns.flatMap((n) => {
    const row = around(result, { n }).find((one) => one.width === width);
    return row ? [`${significant(row.lambdaMin[0], 2)} at n = ${n}`] : [];
  });
  return `λ_min(G) is positive throughout training in ${positive} of ${all.length} runs. At n = ${base.n}, ${base.shift}, width ${widthLabel(width)} it is ${words.join(", ")}; with n on ${base.dataset}: ${largest.join(", ")}. It cannot exceed the mean share of neurons that fire, about Φ̄(b), so it must fall with the width wherever b grows.`;
}
