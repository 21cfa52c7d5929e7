// Numbers over a grid as colours, one map beside the other.
import { isThere } from "../units.ts";
import { ink } from "./theme.ts";

interface HeatMap {
  readonly title: string;
  readonly cells: readonly { readonly x: number; readonly y: number; readonly value: number }[];
}

export interface HeatMaps {
  readonly title: string;
  readonly subtitle: string;
  readonly maps: readonly HeatMap[];
  readonly columns: number;
  /** of one map, in pixels */
  readonly width: number;
  readonly xTitle: string;
  readonly yTitle: string;
  /** a row's label; rows descend */
  readonly yLabel: (y: number) => string;
  /** every map its own, from its least to its most value, which are written above it; or one logarithmic scale for all */
  readonly colours:
    | { readonly ends: (value: number) => string }
    | { readonly log: readonly [number, number] };
}

/** Rectangles in the order of x and y, whatever lies between them. */
export function heatMapSpec({ title, subtitle, maps, columns, ...shared }: HeatMaps): object {
  return {
    title: { text: title, subtitle: [subtitle] },
    columns,
    spacing: 34,
    concat: maps.map((map) => mapSpec(map, shared)),
    resolve: { scale: { color: "independent" } },
  };
}

type Shared = Omit<HeatMaps, "title" | "subtitle" | "maps" | "columns">;

function mapSpec({ title, cells: all }: HeatMap, { width, xTitle, yTitle, yLabel, colours }: Shared): object {
  const cells = all.filter(({ value }) => isThere(value) && ("ends" in colours || value > 0));
  const values = cells.map(({ x, y, value }) => ({ x, y: yLabel(y), order: -y, value }));
  const axis = { labelAngle: 0, labelOverlap: true, ticks: false, domain: false, grid: false };
  const own = "ends" in colours;
  // a map without a value has no ends
  const ownScale = cells.length > 0 ? { zero: false } : { domain: [0, 1] };
  const scale = "ends" in colours ? ownScale : { type: "log", domain: colours.log };
  const ends = [Math.min, Math.max].map((pick) => pick(...cells.map(({ value }) => value)));
  return {
    title: {
      text: title,
      ...(own && cells.length > 0 ? { subtitle: ends.map(colours.ends).join(" to ") } : {}),
      fontSize: 11.5,
      color: ink,
    },
    width,
    height: 150,
    data: { values },
    mark: { type: "rect" },
    encoding: {
      x: { field: "x", type: "ordinal", title: xTitle, axis },
      y: { field: "y", type: "ordinal", title: yTitle, sort: { field: "order" }, axis },
      color: {
        field: "value",
        type: "quantitative",
        scale: { scheme: "viridis", ...scale },
        legend: null,
      },
    },
  };
}
