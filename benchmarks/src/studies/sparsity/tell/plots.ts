import { normalTail } from "@widthwise/core";
import { type Line, type Panel, type Point, panelsSpec, xsOf, ysOf } from "../../../page/plots/panels.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, linearScale, type Scale, widthScale } from "../../../page/plots/scales.ts";
import { seriesLook, softInk } from "../../../page/plots/theme.ts";
import { percentTick, powerTick, tick } from "../../../page/plots/ticks.ts";
import { tolerance as toleranceLabel, widthLabel } from "../../../page/units.ts";
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

export function plots(result: StudyResult): Plot[] {
  return [
    firingPlot(result),
    livePlot(result),
    trainingPlot(result),
    spectrumPlot(result),
    requiredPlot(result),
    deepPlot(result),
  ].filter((plot) => plot !== undefined);
}

const size = { columns: 2, width: 260, height: 220, room: 78 };

interface Named {
  readonly label: string;
  readonly rows: readonly TraceRow[];
}

function lineOf(label: string, index: number, points: Point[]): Line {
  return { label, ...seriesLook(index), points };
}

const linesOf = (series: readonly Named[], y: (row: TraceRow) => number | undefined): Line[] =>
  series
    .map(({ label, rows }, i) =>
      lineOf(
        label,
        i,
        rows.flatMap((row) => {
          const value = y(row);
          return value !== undefined && value > 0 ? [{ x: row.width, y: value }] : [];
        }),
      ),
    )
    .filter(({ points }) => points.length > 0);

function byShift(result: StudyResult): Named[] {
  return paramsOf(result)
    .shifts.map((shift) => ({ label: shift, rows: around(result, { shift }) }))
    .filter(({ rows }) => rows.length > 0);
}

function firingPlot(result: StudyResult): Plot | undefined {
  const series = byShift(result);
  if (series.length === 0) return undefined;
  const { base } = paramsOf(result);
  const measured = linesOf(series, ({ firing }) => firing[0]).map((line, i) => ({
    ...line,
    joined: false,
    fit: series[i].rows.map(({ width, b }) => ({ x: width, y: normalTail(b) })),
  }));
  const bent = series.filter(({ label }) => (cOf(label) ?? 0) > 0);
  const slopes = bent.map(({ label, rows }) =>
    lineOf(
      label,
      series.findIndex((one) => one.label === label),
      // over two octaves where widths double: the counts of narrow networks scatter
      rows.slice(2).map((row, k) => ({
        x: Math.sqrt(row.width * rows[k].width),
        y:
          Math.log((row.firing[0] * row.width) / (rows[k].firing[0] * rows[k].width)) /
          Math.log(row.width / rows[k].width),
      })),
    ),
  );
  const exact = slopes.map((line, k) => ({
    ...line,
    joined: false,
    fit: bent[k].rows.map(({ width, b }) => ({ x: width, y: localExponent(bent[k].label, b) })),
  }));
  const bounds = bent.map(({ label }) => 1 - (cOf(label) ?? 0) / 2);
  const panels: Panel[] = [{ title: "(input, neuron) pairs that fire", lines: measured }];
  if (exact.some(({ points }) => points.length > 0)) {
    const shown = exact.flatMap(({ points, fit }) => [...points, ...fit].map(({ y }) => y));
    panels.push({
      title: "local exponent of fired neurons (dashed: bound 1 − c/2)",
      lines: exact,
      rules: bounds,
      y: linearScale(Math.min(...shown, ...bounds) - 0.01, Math.max(...shown, ...bounds) + 0.01),
      yTitle: "exponent in m",
    });
  }
  return {
    name: "firing",
    alt: "Firing fraction against width for every shift, and the local exponent of the number of fired neurons",
    caption: "How sparse the Jacobian is at the start, and how the count of fired neurons grows.",
    spec: panelsSpec({
      title: `Sparsity at initialisation, ${base.dataset}, n = ${base.n}`,
      subtitle: [
        "Points: counted. Pale lines: exact law, P(N(0,1) > b) and its local exponent 1 − c·h(b)/(2b).",
      ],
      x: widthScale(xsOf(panels)),
      y: decadeScale(ysOf(panels.slice(0, 1)), percentTick),
      xTitle: "width m (neurons)",
      yTitle: "share of pairs",
      panels,
      ...size,
    }),
  };
}

function livePlot(result: StudyResult): Plot | undefined {
  const { base, n: ns } = paramsOf(result);
  const shifts = byShift(result);
  const inputs = ns
    .map((n) => ({ label: `n = ${n}`, rows: around(result, { n }) }))
    .filter(({ rows }) => rows.length > 0);
  const panels: Panel[] = [
    { title: `by shift, n = ${base.n}`, lines: linesOf(shifts, ({ live }) => live[0]) },
    { title: `by n, ${base.shift}`, lines: linesOf(inputs, ({ live }) => live[0]) },
  ].filter(({ lines }) => lines.length > 0);
  if (panels.length === 0) return undefined;
  return {
    name: "live",
    alt: "Share of neurons that fire at some input, against width, by shift and by number of inputs",
    caption: "Live neurons: those that fire at one input at least, so that a full-batch step moves them.",
    spec: panelsSpec({
      title: `Live neurons at initialisation, ${base.dataset}`,
      subtitle: ["Share of neurons that fire at one of the n inputs at least: the others never move."],
      x: widthScale(xsOf(panels)),
      y: decadeScale(ysOf(panels), percentTick),
      xTitle: "width m (neurons)",
      yTitle: "share of neurons",
      panels,
      ...size,
    }),
  };
}

function trainingPlot(result: StudyResult): Plot | undefined {
  const all = around(result);
  if (all.length === 0) return undefined;
  const { base, tolerance } = paramsOf(result);
  const picked = [...new Set([0, 1, 2, 3].map((k) => all[Math.round((k * (all.length - 1)) / 3)]))];
  const lines = (values: (row: TraceRow) => number[], first: number) =>
    picked.map((row, i) =>
      lineOf(
        `m = ${widthLabel(row.width)}`,
        i,
        values(row).map((y, k) => ({ x: k + first, y })),
      ),
    );
  const firing = lines(({ firing: own }) => own.map((value) => value / own[0]), 0);
  const flips = lines((row) => [...row.flips], 1);
  const residuals = lines((row) => [...row.residuals], 0);
  const scaleOf = (own: readonly Line[]): Scale =>
    linearScale(0, Math.max(0.01, ...ysOf([{ lines: own }])), percentTick);
  const steps = Math.max(1, ...picked.map(({ residuals: own }) => own.length - 1));
  return {
    name: "training",
    alt: "Residual, fired pairs and flipped pairs by Gauss–Newton step, one line a width",
    caption: "Along training: the loss falls, some neurons fall silent, and the flips of a step die out.",
    spec: panelsSpec({
      title: `Along training, ${base.dataset}, n = ${base.n}, ${base.shift}`,
      subtitle: [`Gauss–Newton to ‖f−y‖ < ${toleranceLabel(tolerance)}; step 0 is the start.`],
      x: { ...linearScale(0, steps, String), ticks: wholes(steps), labels: wholes(steps).map(String) },
      y: scaleOf(firing),
      xTitle: "step",
      yTitle: "",
      panels: [
        {
          title: "‖f−y‖",
          lines: residuals,
          y: decadeScale(ysOf([{ lines: residuals }]), powerTick),
          yTitle: "",
        },
        { title: "pairs that fire, against the start", lines: firing },
        {
          title: "pairs that flip in the step, against those that fired",
          lines: flips,
          y: scaleOf(flips),
          yTitle: "",
        },
      ],
      ...size,
    }),
  };
}

const wholes = (most: number) => {
  const step = Math.max(1, Math.ceil(most / 8));
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, k) => k * step);
};

function spectrumPlot(result: StudyResult): Plot | undefined {
  const { base, datasets, n: ns } = paramsOf(result);
  const data = datasets
    .map((dataset) => ({ label: dataset, rows: around(result, { dataset }) }))
    .filter(({ rows }) => rows.length > 0);
  const inputs = ns
    .map((n) => ({ label: `n = ${n}`, rows: around(result, { n }) }))
    .filter(({ rows }) => rows.length > 0);
  const least = ({ lambdaMin }: TraceRow) => lambdaMin[0];
  const condition = ({ lambdaMin, lambdaMax }: TraceRow) => lambdaMax[0] / lambdaMin[0];
  const eigenvalues: Panel[] = [
    { title: `λ_min by data, n = ${base.n}`, lines: linesOf(data, least) },
    { title: `λ_min by n, ${base.dataset}`, lines: linesOf(inputs, least) },
  ];
  const conditions: Panel[] = [
    { title: `condition by data, n = ${base.n}`, lines: linesOf(data, condition) },
    { title: `condition by n, ${base.dataset}`, lines: linesOf(inputs, condition) },
  ];
  if (ysOf(eigenvalues).length === 0) return undefined;
  const second = decadeScale(ysOf(conditions), tick);
  return {
    name: "spectrum",
    alt: "Least eigenvalue and condition number of the Gram matrix against width, by data set and by n",
    caption: "λ_min(G) and the condition of G at initialisation.",
    spec: panelsSpec({
      title: `The Gram matrix at initialisation, ${base.shift}`,
      subtitle: ["G_ij = ⟨x_i, x_j⟩ · (neurons that fire at both) / m."],
      x: widthScale(xsOf(eigenvalues)),
      y: decadeScale(ysOf(eigenvalues), powerTick),
      xTitle: "width m (neurons)",
      yTitle: "λ_min(G)",
      panels: [
        ...eigenvalues,
        ...conditions.map((panel, i) => ({
          ...panel,
          y: second,
          ...(i === 0 ? { yTitle: "λ_max/λ_min" } : {}),
        })),
      ],
      ...size,
    }),
  };
}

function requiredPlot(result: StudyResult): Plot | undefined {
  const { base, required, tolerance } = paramsOf(result);
  const rows = requiredRows(result);
  const lines = required.shifts.flatMap((shift, i) => {
    const found = requiredWidths(rows.filter((row) => row.shift === shift));
    return found.length > 0
      ? [
          lineOf(
            shift,
            i,
            found.map(({ n, width }) => ({ x: n, y: width })),
          ),
        ]
      : [];
  });
  if (lines.length === 0) return undefined;
  const panels: Panel[] = [
    {
      title: null,
      lines: [
        ...lines,
        // for the eye: the least that could be hoped for
        {
          label: "m = n",
          colour: softInk,
          look: { shape: "stroke", dash: [4, 3] },
          points: required.n.map((n) => ({ x: n, y: n })),
        },
      ],
    },
  ];
  return {
    name: "required-width",
    alt: "Least width from which Gauss–Newton converges from all seeds, against n, one line a shift",
    caption: "The width that convergence needs in practice, against the number of inputs.",
    spec: panelsSpec({
      title: "The width that Gauss–Newton really needs",
      subtitle: [
        `Least width from which all ${required.seeds} seeds reach ‖f−y‖ < ${toleranceLabel(tolerance)}; ${base.dataset}. The theorem asks for n^(4/(1−2c)).`,
      ],
      x: widthScale(xsOf(panels), 7, String),
      y: decadeScale(ysOf(panels), tick),
      xTitle: "n (inputs)",
      yTitle: "width m",
      panels,
      columns: 1,
      width: 420,
      height: 280,
      room: 80,
    }),
  };
}

function deepPlot(result: StudyResult): Plot | undefined {
  const rows = deepRows(result);
  if (rows.length === 0) return undefined;
  const panels = [...Map.groupBy(rows, ({ shift }) => shift)].flatMap(([shift, own]): Panel[] => {
    const layers = [...Map.groupBy(own, ({ layer }) => layer)];
    const lines = (y: (row: (typeof own)[number]) => number) =>
      layers.map(([layer, each], i) =>
        lineOf(
          `layer ${layer}`,
          i,
          each.map((row) => ({ x: row.width, y: y(row) })),
        ),
      );
    return [
      { title: `pairs that fire, ${shift}`, lines: lines(({ firing }) => firing) },
      { title: `live neurons, ${shift}`, lines: lines(({ live }) => live) },
    ];
  });
  return {
    name: "deep",
    alt: "Firing and live fractions of each hidden layer against width, by shift",
    caption: "Deeper networks before training: hidden layers one behind the other.",
    spec: panelsSpec({
      title: `Hidden layers of deeper networks, n = ${rows[0].n}`,
      subtitle: ["Inputs of every layer scaled to unit length."],
      x: widthScale(xsOf(panels)),
      y: decadeScale(ysOf(panels), percentTick),
      xTitle: "width m (neurons)",
      yTitle: "share",
      panels,
      ...size,
    }),
  };
}
