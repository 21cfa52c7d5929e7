// Plots of sparsity, most important first.
import { linesPlot, type Named } from "../../../page/plots/lines-plot.ts";
import type { Plot } from "../../../page/plots/plot.ts";
import { decadeScale, widthScale } from "../../../page/plots/scales.ts";
import { seriesLook, softInk } from "../../../page/plots/theme.ts";
import { percentTick, powerTick, tick } from "../../../page/plots/ticks.ts";
import { tolerance as toleranceLabel } from "../../../page/units.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { type Layer, layersOf } from "./deep.ts";
import { firingPlot } from "./firing-plot.ts";
import { requiredWidths, triedWidths } from "./required.ts";
import { condition, leastEigenvalue, type Series, seriesBy, type Trace } from "./traces.ts";
import { trainingPlot } from "./training-plot.ts";

export const plots = (told: Told<Params>) => [
  firingPlot(told),
  livePlot(told),
  trainingPlot(told),
  spectrumPlot(told),
  requiredPlot(told),
  deepPlot(told),
];

const size = { columns: 2, width: 260, height: 220, room: 78 };

/** A line for every series along the width, where it has values above 0. */
const linesOf = (series: readonly Series[], y: (row: Trace) => number): Named[] =>
  series
    .map(({ label, rows }, k) => ({
      label,
      ...seriesLook(k),
      points: rows.map((row) => ({ x: row.width, y: y(row) })).filter((point) => point.y > 0),
    }))
    .filter(({ points }) => points.length > 0);

const heightsOf = (panels: readonly { readonly lines: readonly Named[] }[]) =>
  panels.flatMap(({ lines }) => lines.flatMap(({ points }) => points.map(({ y }) => y)));

function livePlot(told: Told<Params>): Plot | undefined {
  const { base } = told.params;
  const live = ({ live: shares }: Trace) => shares[0];
  return linesPlot({
    ...size,
    name: "live",
    alt: "Share of neurons that fire at some input, against width, by shift and by number of inputs",
    caption: "Live neurons: those that fire at one input at least, so that a full-batch step moves them.",
    title: `Live neurons at initialisation, ${base.dataset}`,
    subtitle: ["Share of neurons that fire at one of the n inputs at least: the others never move."],
    x: widthScale,
    y: (shares) => decadeScale(shares, percentTick),
    xTitle: "width m (neurons)",
    yTitle: "share of neurons",
    panels: [
      { title: `by shift, n = ${base.n}`, lines: linesOf(seriesBy(told, "shift"), live) },
      { title: `by n, ${base.shift}`, lines: linesOf(seriesBy(told, "n"), live) },
    ].filter(({ lines }) => lines.length > 0),
  });
}

function spectrumPlot(told: Told<Params>): Plot | undefined {
  const { base } = told.params;
  const [data, inputs] = [seriesBy(told, "dataset"), seriesBy(told, "n")];
  const panelsOf = (what: string, of: (row: Trace) => number) => [
    { title: `${what} by data, n = ${base.n}`, lines: linesOf(data, of) },
    { title: `${what} by n, ${base.dataset}`, lines: linesOf(inputs, of) },
  ];
  const [eigenvalues, conditions] = [panelsOf("λ_min", leastEigenvalue), panelsOf("condition", condition)];
  const second = decadeScale(heightsOf(conditions), tick);
  return linesPlot({
    ...size,
    name: "spectrum",
    alt: "Least eigenvalue and condition number of the Gram matrix against width, by data set and by n",
    caption: "λ_min(G) and the condition of G at initialisation.",
    title: `The Gram matrix at initialisation, ${base.shift}`,
    subtitle: ["G_ij = ⟨x_i, x_j⟩ · (neurons that fire at both) / m."],
    x: widthScale,
    y: decadeScale(heightsOf(eigenvalues), powerTick),
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
  });
}

function requiredPlot({ result, params }: Told<Params>): Plot | undefined {
  const { base, required, tolerance } = params;
  const lines = required.shifts
    .map((shift, k) => ({
      label: shift,
      ...seriesLook(k),
      points: requiredWidths(triedWidths(result, shift)).map(({ n, width }) => ({ x: n, y: width })),
    }))
    .filter(({ points }) => points.length > 0);
  if (lines.length === 0) return undefined;
  // for the eye: the least that could be hoped for
  const least: Named = {
    label: "m = n",
    colour: softInk,
    look: { shape: "stroke", dash: [4, 3] },
    points: required.n.map((n) => ({ x: n, y: n })),
  };
  return linesPlot({
    name: "required-width",
    alt: "Least width from which Gauss–Newton converges from all seeds, against n, one line per shift",
    caption: "The width that convergence needs in practice, against the number of inputs.",
    title: "The width that Gauss–Newton really needs",
    subtitle: [
      `Least width from which all ${required.seeds} seeds reach ‖f−y‖ < ${toleranceLabel(tolerance)}; ${base.dataset}. The theorem asks for n^(4/(1−2c)).`,
    ],
    x: (ns) => widthScale(ns, 7, String),
    y: (widths) => decadeScale(widths, tick),
    xTitle: "n (inputs)",
    yTitle: "width m",
    panels: [{ title: null, lines: [...lines, least] }],
    width: 420,
    height: 280,
    room: 80,
  });
}

function deepPlot({ result }: Told<Params>): Plot | undefined {
  const layers = layersOf(result);
  const panels = [...Map.groupBy(layers, ({ shift }) => shift)].flatMap(([shift, own]) => {
    const byLayer = [...Map.groupBy(own, ({ layer }) => layer)];
    const lines = (y: (row: Layer) => number): Named[] =>
      byLayer.map(([layer, rows]) => ({
        label: `layer ${layer}`,
        points: rows.map((row) => ({ x: row.width, y: y(row) })),
      }));
    return [
      { title: `pairs that fire, ${shift}`, lines: lines(({ firing }) => firing) },
      { title: `live neurons, ${shift}`, lines: lines(({ live }) => live) },
    ];
  });
  return linesPlot({
    ...size,
    name: "deep",
    alt: "Firing and live fractions of each hidden layer against width, by shift",
    caption: "Deeper networks before training: hidden layers one behind the other.",
    title: `Hidden layers of deeper networks, n = ${layers[0]?.n}`,
    subtitle: ["Inputs of every layer scaled to unit length."],
    x: widthScale,
    y: (shares) => decadeScale(shares, percentTick),
    xTitle: "width m (neurons)",
    yTitle: "share",
    panels,
  });
}
