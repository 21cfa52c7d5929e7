// One look for every plot: one colour per backend, one shape and dash per algorithm, fixed whatever else is on the plot.
import type { Config } from "vega-lite";

/** Okabe & Ito's colour-blind-safe set, the light ones darkened until text in them reads on white. */
const backendColours = new Map(
  Object.entries({
    js: "#B56A00",
    wasm: "#0072B2",
    "wasm-mt": "#2E9BD6",
    "tfjs-cpu": "#B8578F",
    "tfjs-wasm": "#00805C",
    "tfjs-wasm-mt": "#4FA98B",
    "tfjs-node": "#C63D00",
    "tfjs-webgpu": "#5B3A94",
    webgpu: "#222222",
    openblas: "#8A1C1C",
    numpy: "#4D7A00",
    onnxruntime: "#4B5563",
    "jax-js": "#A0522D",
  }),
);
const spareColours = ["#7A6A00", "#6B7280", "#8C4A2F", "#3B5B5B"];

const algorithmLooks = new Map<string, Look>(
  Object.entries({
    "dense-gd": { shape: "circle", dash: [] },
    "dense-gn": { shape: "square", dash: [7, 3] },
    "dense-adam": { shape: "wedge", dash: [5, 2] },
    "live-gd": { shape: "triangle-up", dash: [2, 2] },
    "live-gn": { shape: "diamond", dash: [] },
    "tree-gd": { shape: "triangle-down", dash: [8, 3, 2, 3] },
    "tree-gn": { shape: "triangle-right", dash: [4, 3] },
    "tree-sketch-gn": { shape: "M-1,-1H1L0,1Z", dash: [3, 2, 8, 2] },
    "sketch-gn": { shape: "cross", dash: [10, 4] },
    "scan-gd": { shape: "M-1,0H1M0,-1V1", dash: [2, 4] },
    "scan-gn": { shape: "M-1,-1H1V1H-1Z", dash: [9, 2, 2, 2] },
    "lsh-gd": { shape: "triangle-left", dash: [1, 3] },
    kernel: { shape: "M-1,-1L1,1M-1,1L1,-1", dash: [6, 2, 1, 2] },
  }),
);

export interface Look {
  readonly shape: string;
  readonly dash: readonly number[];
}

export function backendColour(backend: string): string {
  return backendColours.get(backend) ?? spareColours[hash(backend) % spareColours.length];
}

export function algorithmLook(algorithm: string): Look {
  return algorithmLooks.get(algorithm) ?? { shape: "circle", dash: [1 + (hash(algorithm) % 9), 3] };
}

const seriesColours = ["#0072B2", "#C63D00", "#00805C", "#B8578F", "#B56A00", "#5B3A94"];
const seriesShapes = ["circle", "square", "diamond", "triangle-up", "triangle-down", "cross"];

/** For lines that stand for neither a backend nor an algorithm: colour and shape by their order. */
export function seriesLook(index: number): { readonly colour: string; readonly look: Look } {
  return {
    colour: seriesColours[index % seriesColours.length],
    look: { shape: seriesShapes[index % seriesShapes.length], dash: [] },
  };
}

function hash(text: string): number {
  let value = 0;
  for (const character of text) value = (Math.imul(value, 31) + character.codePointAt(0)!) >>> 0;
  return value;
}

export const ink = "#1f2430";
export const softInk = "#5b6270";
const gridInk = "#e6e8ec";
const font = "Inter, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif";

export const config: Config = {
  background: "white",
  aria: false,
  font,
  padding: 10,
  view: { stroke: null },
  axis: {
    labelFontSize: 11,
    titleFontSize: 12,
    titleFontWeight: "normal",
    labelColor: softInk,
    titleColor: ink,
    gridColor: gridInk,
    domainColor: "#9aa1ad",
    tickColor: "#9aa1ad",
    tickSize: 4,
    labelFlush: false,
    labelOverlap: false,
    titlePadding: 8,
  },
  title: {
    fontSize: 14,
    fontWeight: 600,
    color: ink,
    subtitleColor: softInk,
    subtitleFontSize: 11.5,
    anchor: "start",
    offset: 12,
  },
  header: {
    labelFontSize: 12.5,
    labelFontWeight: 600,
    labelColor: ink,
    labelAnchor: "start",
    title: null,
    labelPadding: 4,
  },
  legend: {
    labelFontSize: 11,
    titleFontSize: 11.5,
    titleFontWeight: 600,
    titleColor: ink,
    labelColor: ink,
    symbolSize: 60,
  },
};
