// The suite of single products: how near every backend comes to the machine's own limit, shape by shape.
import type { Result } from "@widthwise/measure";
import { distinct } from "../../page/lists.ts";
import { linearScale } from "../../page/plots/scales.ts";
import { backendColour, ink, softInk } from "../../page/plots/theme.ts";
import { significant } from "../../page/units.ts";
import { isTimed, type TimedCell } from "../series.ts";

/** [rows, inner] · [inner, cols], as the cell's n, d and width. */
export function shapeName({ n, d, width }: Pick<TimedCell, "n" | "d" | "width">): string {
  return `${n}×${d}×${width}`;
}

const shapes: Readonly<Record<string, string>> = {
  "gemm-nn": "circle",
  "gemm-nt": "square",
  "gemm-tn": "diamond",
};

/** A row for every backend, a column for every shape, a point for every orientation; share of the peak across. */
export function kernelsSpec(result: Result): object | undefined {
  const cells = result.cells.filter(isTimed).filter((cell) => cell.rate !== undefined);
  if (cells.length === 0) return undefined;
  const relative = cells.every((cell) => cell.rate!.ofPeak !== undefined);
  const value = (cell: TimedCell) => (relative ? cell.rate!.ofPeak! : cell.rate!.flopsPerSecond / 1e9);
  const best = (backend: string) => Math.max(...cells.filter((cell) => cell.backend === backend).map(value));
  const backends = distinct(cells.map((cell) => cell.backend)).sort((a, b) => best(b) - best(a));
  const sizes = distinct(cells.map((cell) => cell.n * cell.d * cell.width));
  const columns = sizes.flatMap((size) =>
    distinct(cells.filter((cell) => cell.n * cell.d * cell.width === size).map(shapeName)),
  );
  const scale = linearScale(0, Math.max(...cells.map(value)), (tick) =>
    relative ? `${Math.round(1000 * tick) / 10} %` : significant(tick, 3),
  );
  const orientations = distinct(cells.map((cell) => cell.algorithm));
  return {
    title: {
      text: relative ? "Matrix products: share of the roofline reached" : "Matrix products: rate",
      subtitle: ["Panels: rows × inner × columns. Shapes: how the operands lie in memory."],
    },
    columns: 3,
    align: "all",
    bounds: "flush",
    spacing: { row: 62, column: 44 },
    concat: columns.map((shape, i) => ({
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
            labels: i % 3 === 0,
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
            x: {
              field: "value",
              type: "quantitative",
              title: i + 3 >= columns.length ? (relative ? "of the roofline" : "GFLOP/s") : null,
              scale: { domain: scale.domain, nice: false },
              axis: {
                values: scale.ticks,
                labelExpr: `(${JSON.stringify(Object.fromEntries(scale.ticks.map((t, k) => [t, scale.labels[k]])))})['' + datum.value]`,
                labelColor: softInk,
              },
            },
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
              scale: { domain: orientations, range: orientations.map((name) => shapes[name] ?? "cross") },
              legend: { orient: "bottom", direction: "horizontal", symbolFillColor: softInk },
            },
          },
        },
      ],
    })),
  };
}
