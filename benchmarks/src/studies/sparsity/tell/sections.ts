import { normalTail as tail } from "@widthwise/core";
import { type Block, heading, list, paragraph, table } from "../../../page/document.ts";
import { lastOf } from "../../../page/lists.ts";
import { sourceOf } from "../../../page/source.ts";
import {
  percent,
  significant,
  slope,
  slopeInterval,
  tolerance as toleranceLabel,
  widthLabel,
  widthRange,
} from "../../../page/units.ts";
import { exponentOf } from "../../../telling/exponent.ts";
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

export function report(result: StudyResult): Block[] {
  return [
    ...shiftTable(result),
    ...trainingTable(result),
    ...spectrumTable(result),
    ...requiredTable(result),
    ...deepTable(result),
    heading(2, "What these numbers do not say"),
    list([
      "One seed a point but for the required widths, which need all of theirs: scatter between seeds is not shown.",
      "Gauss–Newton takes few large steps; gradient descent moves less per step and flips fewer neurons in each.",
      "Deeper networks are looked at before training only.",
    ]),
  ];
}

const ends = (values: readonly number[], show: (value: number) => string) =>
  values.length === 1 ? show(values[0]) : `${show(values[0])} → ${show(lastOf(values))}`;

function shiftTable(result: StudyResult): Block[] {
  const { shifts, base } = paramsOf(result);
  const series = shifts
    .map((shift) => ({ shift, rows: around(result, { shift }) }))
    .filter(({ rows }) => rows.length > 0);
  if (series.length === 0) return [];
  return [
    heading(2, "How many fire, by shift"),
    paragraph(
      `${base.dataset}, n = ${base.n}, at initialisation, from the smallest to the largest width. The exact law of a fired count is Bin(m, Φ̄(b)); its exponent is 1 − c·h(b)/(2b) with h = φ/Φ̄, and tends to 1 − c/2 from below.`,
    ),
    table(
      [
        "shift",
        "widths",
        "b>",
        "fire>",
        "exact Φ̄(b)>",
        "live>",
        "exponent of fired, measured>",
        "exact, local>",
        "bound 1 − c/2>",
      ],
      series.map(({ shift, rows }) => {
        const both = rows.length === 1 ? rows : [rows[0], lastOf(rows)];
        const fit = exponentOf(rows.map(({ width, firing }) => ({ x: width, y: firing[0] * width })));
        const c = cOf(shift);
        return [
          shift,
          widthRange(rows.map(({ width }) => width)),
          ends(
            both.map(({ b }) => b),
            (b) => significant(b, 3),
          ),
          ends(
            both.map(({ firing }) => firing[0]),
            percent,
          ),
          ends(
            both.map(({ b }) => tail(b)),
            percent,
          ),
          ends(
            both.map(({ live }) => live[0]),
            percent,
          ),
          fit ? slopeInterval(fit) : "five widths needed",
          ends(
            both.map(({ b }) => localExponent(shift, b)),
            slope,
          ),
          c === undefined ? "–" : slope(1 - c / 2),
        ];
      }),
      sourceOf(result),
    ),
  ];
}

function trainingTable(result: StudyResult): Block[] {
  const rows = around(result);
  if (rows.length === 0) return [];
  const { base, tolerance } = paramsOf(result);
  return [
    heading(2, "Along training"),
    paragraph(
      `${base.dataset}, n = ${base.n}, ${base.shift}: Gauss–Newton to ‖f−y‖ < ${toleranceLabel(tolerance)}. Flips of a step are pairs that change between firing and not, as a share of those that fired before it.`,
    ),
    table(
      ["width>", "steps>", "‖f−y‖ at the end>", "fire>", "live>", "flips by step>"],
      rows.map((row) => [
        widthLabel(row.width),
        row.steps === null ? "**not reached**" : String(row.steps),
        significant(lastOf(row.residuals), 2),
        ends(row.firing, percent),
        ends(row.live, percent),
        row.flips.map((share) => percentShort(share)).join(", "),
      ]),
      sourceOf(result),
    ),
  ];
}

function percentShort(share: number): string {
  return share === 0 ? "0" : `${significant(100 * share, 2)} %`;
}

function spectrumTable(result: StudyResult): Block[] {
  const { datasets, n: ns, base } = paramsOf(result);
  const points = [
    ...datasets.map((dataset) => ({ ...base, dataset })),
    ...ns.filter((n) => n !== base.n).map((n) => ({ ...base, n })),
  ];
  const series = points
    .map((point) => ({ point, rows: around(result, point) }))
    .filter(({ rows }) => rows.length > 0);
  if (series.length === 0) return [];
  return [
    heading(2, "The least eigenvalue of G"),
    paragraph(
      `${base.shift}, at initialisation, from the smallest to the largest width; least along training over all steps.`,
    ),
    table(
      [
        "data",
        "n>",
        "widths",
        "λ_min(G)>",
        "exponent in m>",
        "λ_min/Φ̄(b)>",
        "condition>",
        "least along training>",
      ],
      series.map(({ point, rows }) => {
        const both: TraceRow[] = rows.length === 1 ? rows : [rows[0], lastOf(rows)];
        const fit = exponentOf(rows.map(({ width, lambdaMin }) => ({ x: width, y: lambdaMin[0] })));
        return [
          point.dataset,
          String(point.n),
          widthRange(rows.map(({ width }) => width)),
          ends(
            both.map(({ lambdaMin }) => lambdaMin[0]),
            (v) => significant(v, 3),
          ),
          fit ? slopeInterval(fit) : "–",
          ends(
            both.map(({ lambdaMin, b }) => lambdaMin[0] / tail(b)),
            (v) => significant(v, 3),
          ),
          ends(
            both.map(({ lambdaMin, lambdaMax }) => lambdaMax[0] / lambdaMin[0]),
            (v) => significant(v, 3),
          ),
          significant(Math.min(...rows.flatMap(({ lambdaMin }) => [...lambdaMin])), 2),
        ];
      }),
      sourceOf(result),
    ),
  ];
}

function requiredTable(result: StudyResult): Block[] {
  const { base, required, tolerance, mostSteps } = paramsOf(result);
  const rows = requiredRows(result);
  const shifts = required.shifts.map((shift) => ({
    shift,
    found: requiredWidths(rows.filter((row) => row.shift === shift)),
  }));
  const ns = required.n.filter((n) => rows.some((row) => row.n === n));
  if (ns.length === 0) return [];
  const fits = shifts.map(({ found }) => exponentOf(found.map(({ n, width }) => ({ x: n, y: width }))));
  return [
    heading(2, "The width that Gauss–Newton really needs"),
    paragraph(
      `Least width of a √2 grid from which on all ${required.seeds} seeds reach ‖f−y‖ < ${toleranceLabel(tolerance)} within ${mostSteps} steps, and the median steps there; ${base.dataset}, searched up to ${widthLabel(required.mostWidth)}. The theorem asks for n^(4/(1−2c)): n⁴ at c = 0, n²⁰ at c = 0.4, n¹⁰⁰ at c = 0.48.`,
    ),
    table(
      ["n>", ...shifts.map(({ shift }) => `${shift}>`)],
      [
        ...ns.map((n) => [
          String(n),
          ...shifts.map(({ found }) => {
            const at = found.find((one) => one.n === n);
            return at ? `${at.width} (${significant(at.steps, 2)} steps)` : "not found";
          }),
        ]),
        ["exponent in n", ...fits.map((fit) => (fit ? slopeInterval(fit) : "–"))],
      ],
      sourceOf(result),
    ),
  ];
}

function deepTable(result: StudyResult): Block[] {
  const rows = deepRows(result);
  if (rows.length === 0) return [];
  const widest = Math.max(...rows.map(({ width }) => width));
  return [
    heading(2, "Deeper networks"),
    paragraph(
      `Networks with ${[...new Set(rows.map(({ layer }) => layer))].join(", ")} hidden layers share these rows: a deeper one adds layers behind. Gaussian weights, inputs of every layer scaled to unit length, n = ${rows[0].n}. Live if the inputs were independent: 1 − (1 − Φ̄(b))ⁿ.`,
    ),
    table(
      [
        "shift",
        "width>",
        "hidden layer>",
        "fire>",
        "exact Φ̄(b)>",
        "live>",
        "live if independent>",
        "mean ⟨x, x′⟩>",
      ],
      rows
        .filter(({ width }) => width === widest)
        .map(({ shift, width, layer, firing, theory, live, n, meanCosine }) => [
          shift,
          widthLabel(width),
          String(layer),
          percent(firing),
          percent(theory),
          percent(live),
          percent(1 - (1 - theory) ** n),
          significant(meanCosine, 3),
        ]),
      sourceOf(result),
    ),
  ];
}
