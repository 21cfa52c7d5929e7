// Tables of sparsity by shift, along training, of the spectrum, of required widths and of deeper networks.
import { normalTail } from "@widthwise/core";
import { smallest } from "@widthwise/measure";
import { lastOf } from "../../../page/lists.ts";
import { type Cells, section } from "../../../page/section.ts";
import {
  percent,
  significant,
  slope,
  slopeInterval,
  tolerance as toleranceLabel,
  widthLabel,
  widthRange,
} from "../../../page/units.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { layersOf, widestOf } from "./deep.ts";
import { cOf, localExponent } from "./law.ts";
import { growthInN, type RequiredWidth, requiredWidths, triedWidths } from "./required.ts";
import {
  around,
  condition,
  ends,
  firedAtStart,
  growthOf,
  leastEigenvalue,
  type Series,
  seriesBy,
  type Trace,
} from "./traces.ts";

export const sections = (told: Told<Params>) => [
  byShift(told),
  alongTraining(told),
  spectrum(told),
  required(told),
  deeper(told),
];

const three = (value: number) => significant(value, 3);
const arrow = (values: readonly number[], show: (value: number) => string) => ends(values, show, " → ");
/** From the smallest width to the largest. */
const along = (of: (row: Trace) => number, show: (value: number) => string) => (series: Series) =>
  arrow(series.rows.map(of), show);
const widthsOf = ({ rows }: Series) => widthRange(rows.map(({ width }) => width));

function byShift(told: Told<Params>) {
  const { base } = told.params;
  return section({
    heading: "How many fire, by shift",
    note: `${base.dataset}, n = ${base.n}, at initialisation, from the smallest to the largest width. ${told.note("law")}`,
    rows: seriesBy(told, "shift"),
    columns: [
      ["shift", ({ label }) => label],
      ["widths", widthsOf],
      ["b>", along(({ b }) => b, three)],
      ["fire>", along(({ firing }) => firing[0], percent)],
      ["exact Φ̄(b)>", along(({ b }) => normalTail(b), percent)],
      ["live>", along(({ live }) => live[0], percent)],
      [
        "exponent of fired, measured>",
        ({ rows }) => {
          const fit = growthOf(rows, firedAtStart);
          return fit ? slopeInterval(fit) : "five widths needed";
        },
      ],
      ["exact, local>", (series) => along(({ b }) => localExponent(series.label, b), slope)(series)],
      [
        "bound 1 − c/2>",
        ({ label }) => {
          const c = cOf(label);
          return c === undefined ? "–" : slope(1 - c / 2);
        },
      ],
    ],
  });
}

function alongTraining(told: Told<Params>) {
  const { base, tolerance } = told.params;
  const short = (share: number) => (share === 0 ? "0" : `${significant(100 * share, 2)} %`);
  return section({
    heading: "Along training",
    note: `${base.dataset}, n = ${base.n}, ${base.shift}: Gauss–Newton to ‖f−y‖ < ${toleranceLabel(tolerance)}. ${told.note("flips")}`,
    rows: around(told),
    columns: [
      ["width>", ({ width }) => widthLabel(width)],
      ["steps>", ({ steps }) => (steps === null ? "**not reached**" : String(steps))],
      ["‖f−y‖ at the end>", ({ residuals }) => significant(lastOf(residuals), 2)],
      ["fire>", ({ firing }) => arrow(firing, percent)],
      ["live>", ({ live }) => arrow(live, percent)],
      ["flips by step>", ({ flips }) => flips.map(short).join(", ")],
    ],
  });
}

function spectrum(told: Told<Params>) {
  const { base } = told.params;
  const otherN = seriesBy(told, "n").filter(({ point }) => point.n !== base.n);
  return section({
    heading: "The least eigenvalue of G",
    note: `${base.shift}, at initialisation, from the smallest to the largest width; least along training over all steps.`,
    rows: [...seriesBy(told, "dataset"), ...otherN],
    columns: [
      ["data", ({ point }) => point.dataset],
      ["n>", ({ point }) => String(point.n)],
      ["widths", widthsOf],
      ["λ_min(G)>", along(leastEigenvalue, three)],
      [
        "exponent in m>",
        ({ rows }) => {
          const fit = growthOf(rows, leastEigenvalue);
          return fit ? slopeInterval(fit) : "–";
        },
      ],
      ["λ_min/Φ̄(b)>", along((row) => leastEigenvalue(row) / normalTail(row.b), three)],
      ["condition>", along(condition, three)],
      [
        "least along training>",
        ({ rows }) => significant(smallest(rows.flatMap(({ lambdaMin }) => lambdaMin)), 2),
      ],
    ],
  });
}

const exponentRow = "exponent in n";

function required({ result, params, note }: Told<Params>) {
  const { base, required: search, tolerance, mostSteps } = params;
  const shifts = search.shifts.map((shift) => ({ shift, tried: triedWidths(result, shift) }));
  const ns = search.n.filter((n) => shifts.some(({ tried }) => tried.some((row) => row.n === n)));
  type Row = number | typeof exponentRow;
  return section<Row>({
    heading: "The width that Gauss–Newton really needs",
    note: `Least width of a √2 grid from which on all ${search.seeds} seeds reach ‖f−y‖ < ${toleranceLabel(tolerance)} within ${mostSteps} steps, and the median steps there; ${base.dataset}, searched up to ${widthLabel(search.mostWidth)}. ${note("theorem")}`,
    rows: ns.length === 0 ? [] : [...ns, exponentRow],
    columns: [
      ["n>", String],
      ...shifts.map(({ shift, tried }): Cells<Row> => {
        const found = requiredWidths(tried);
        return [`${shift}>`, (row) => (row === exponentRow ? exponentWords(found) : widthWords(found, row))];
      }),
    ],
  });
}

function exponentWords(found: readonly RequiredWidth[]): string {
  const fit = growthInN(found);
  return fit ? slopeInterval(fit) : "–";
}

function widthWords(found: readonly RequiredWidth[], n: number): string {
  const at = found.find((one) => one.n === n);
  return at ? `${at.width} (${significant(at.steps, 2)} steps)` : "not found";
}

function deeper({ result, note }: Told<Params>) {
  const layers = layersOf(result);
  if (layers.length === 0) return [];
  const depths = [...new Set(layers.map(({ layer }) => layer))].join(", ");
  return section({
    heading: "Deeper networks",
    note: `Networks with ${depths} hidden layers share these rows: a deeper one adds layers behind. Gaussian weights, inputs of every layer scaled to unit length, n = ${layers[0].n}. ${note("independent")}`,
    rows: widestOf(layers),
    columns: [
      ["shift", ({ shift }) => shift],
      ["width>", ({ width }) => widthLabel(width)],
      ["hidden layer>", ({ layer }) => String(layer)],
      ["fire>", ({ firing }) => percent(firing)],
      ["exact Φ̄(b)>", ({ theory }) => percent(theory)],
      ["live>", ({ live }) => percent(live)],
      ["live if independent>", ({ theory, n }) => percent(1 - (1 - theory) ** n)],
      ["mean ⟨x, x′⟩>", ({ meanCosine }) => three(meanCosine)],
    ],
  });
}
