// How near every backend comes to the machine's own limit, shape by shape.
import { largest, type Result } from "@widthwise/measure";
import { distinct } from "../../page/lists.ts";
import type { Plot } from "../../page/plots/plot.ts";
import { channel, linearScale } from "../../page/plots/scales.ts";
import { backendColour, ink, softInk } from "../../page/plots/theme.ts";
import { significant } from "../../page/units.ts";
import { type RatedCell, ratedCells, shapeName, workOf } from "./rates.ts";

const marks = new Map(
  Object.entries({
    "gemm-nn": "circle",
    "gemm-nt": "square",
    "gemm-tn": "diamond",
  }),
);
const COLUMNS = 3;

/** A row for every backend, a panel for every shape, a point for every orientation; share of the peak across. */
export function ratesPlot(result: Result): Plot | undefined {
  const cells = ratedCells(result);
  if (cells.length === 0) return undefined;
  const relative = cells.every(({ rate }) => rate.ofPeak !== undefined);
  const value = ({ rate }: RatedCell) => (relative ? rate.ofPeak! : rate.flopsPerSecond / 1e9);
  const best = (backend: string) => largest(cells.filter((cell) => cell.backend === backend).map(value));
  const backends = distinct(cells.map(({ backend }) => backend)).sort((a, b) => best(b) - best(a));
  const orientations = distinct(cells.map(({ algorithm }) => algorithm));
  const shapes = distinct(cells.map(workOf)).flatMap((work) =>
    distinct(cells.filter((cell) => workOf(cell) === work).map(shapeName)),
  );
  const scale = linearScale(0, largest(cells.map(value)), (tick) =>
    relative ? `${Math.round(1000 * tick) / 10} %` : significant(tick, 3),
  );
  const panelOf = (shape: string, place: number) => ({
    width: 190,
    height: 26 * backends.length,
    data: {
      values: cells
        .filter((cell) => shapeName(cell) === shape)
        .map((cell) => ({ backend: cell.backend, orientation: cell.algorithm, value: value(cell) })),
    },
    encoding: {
      y: {
        field: "backend",
        type: "nominal",
        scale: { domain: backends },
        title: null,
        axis: {
          labels: place % COLUMNS === 0,
          ticks: false,
          grid: true,
          domain: false,
          labelPadding: 8,
          labelFontSize: 12,
          labelColor: ink,
        },
      },
    },
    layer: [
      {
        data: { values: [{}] },
        mark: {
          type: "text",
          text: shape,
          align: "left",
          baseline: "bottom",
          fontSize: 12.5,
          fontWeight: 600,
          color: ink,
        },
        encoding: { x: { value: 0 }, y: { value: -6 } },
      },
      {
        mark: { type: "point", filled: true, size: 60, opacity: 1, stroke: "white", strokeWidth: 0.6 },
        encoding: {
          x: channel(
            "value",
            scale,
            place + COLUMNS >= shapes.length ? (relative ? "of the roofline" : "GFLOP/s") : null,
            { labelColor: softInk },
          ),
          fill: {
            field: "backend",
            type: "nominal",
            legend: null,
            scale: { domain: backends, range: backends.map(backendColour) },
          },
          shape: {
            field: "orientation",
            type: "nominal",
            title: "operands",
            scale: { domain: orientations, range: orientations.map((name) => marks.get(name) ?? "cross") },
            legend: { orient: "bottom", direction: "horizontal", symbolFillColor: softInk },
          },
        },
      },
    ],
  });
  return {
    name: "kernels",
    alt: "Share of the roofline of matrix products by backend and shape",
    caption: "Each backend's rate as a share of the limit measured in the same run.",
    spec: {
      title: {
        text: relative ? "Matrix products: share of the roofline reached" : "Matrix products: rate",
        subtitle: ["Panels: rows × inner × columns. Shapes: how the operands lie in memory."],
      },
      columns: COLUMNS,
      align: "all",
      bounds: "flush",
      spacing: { row: 62, column: 44 },
      concat: shapes.map(panelOf),
    },
  };
}
