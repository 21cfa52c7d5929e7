// Three kinds of jobs: training traced, the least width searched, deeper networks looked at.
import { normalTail } from "@widthwise/core";
import { shiftOf } from "../../grids.ts";
import type { Job } from "../../measuring/jobs/study.ts";
import type { Params } from "./params.ts";

/** Gauss–Newton from one initialisation, everything recorded along the way. */
export interface TraceJob extends Job {
  readonly part: "trace";
  readonly dataset: string;
  readonly n: number;
  readonly shift: string;
  readonly width: number;
  readonly tolerance: number;
  readonly mostSteps: number;
}

/** The same from many seeds at growing widths, until it always converges. */
export interface RequiredJob extends Job {
  readonly part: "required";
  readonly dataset: string;
  readonly n: number;
  readonly shift: string;
  readonly seeds: number;
  readonly mostWidth: number;
  readonly tolerance: number;
  readonly mostSteps: number;
}

/** One forward pass through a network of several hidden layers. */
export interface DeepJob extends Job {
  readonly part: "deep";
  readonly dataset: string;
  readonly n: number;
  readonly shift: string;
  readonly width: number;
  readonly hidden: number;
}

export type SparsityJob = TraceJob | RequiredJob | DeepJob;

/** Expected live neurons times n, at most: each neuron is live with probability at most n·Φ̄(b). */
function expectedPairs(n: number, width: number, shift: string): number {
  const p = normalTail(shiftOf(shift)(width));
  return width * (1 - (1 - p) ** n) * n;
}

export function jobsOf(params: Params): SparsityJob[] {
  return [...traces(params), ...required(params), ...deep(params)];
}

function traces({ base, widths, n, shifts, datasets, farWidths, mostPairs, ...rest }: Params): TraceJob[] {
  const { tolerance, mostSteps } = rest;
  const points = [
    ...shifts.map((shift) => ({ ...base, shift })),
    ...datasets.map((dataset) => ({ ...base, dataset })),
    ...n.map((inputs) => ({ ...base, n: inputs })),
  ].flatMap((point) => widths.map((width) => ({ ...point, width })));
  points.push(...farWidths.map((width) => ({ ...base, n: n[0], width })));
  const distinct = new Map(points.map((point) => [JSON.stringify([...Object.values(point)]), point]));
  return [...distinct.values()]
    .filter((point) => expectedPairs(point.n, point.width, point.shift) <= mostPairs)
    .map(({ dataset, n: inputs, shift, width }) => ({
      part: "trace",
      cell: {
        algorithm: "live-gn",
        backend: "wasm",
        n: inputs,
        width,
        params: { part: "trace", dataset, shift },
      },
      cost: 0.1 + (inputs / 500) ** 3 + expectedPairs(inputs, width, shift) / 4e6,
      dataset,
      n: inputs,
      shift,
      width,
      tolerance,
      mostSteps,
    }));
}

function required({ base, required: search, tolerance, mostSteps }: Params): RequiredJob[] {
  const { seeds, mostWidth } = search;
  return search.shifts.flatMap((shift) =>
    search.n.map((n): RequiredJob => {
      const params = { part: "required", dataset: base.dataset, shift };
      return {
        part: "required",
        cell: { algorithm: "live-gn", backend: "wasm", n, params },
        cost: 0.2 + seeds * (n / 100) ** 3,
        dataset: base.dataset,
        n,
        shift,
        seeds,
        mostWidth,
        tolerance,
        mostSteps,
      };
    }),
  );
}

function deep({ base, deep: { n, widths, hidden, shifts } }: Params): DeepJob[] {
  return shifts.flatMap((shift) =>
    widths.map((width): DeepJob => {
      const params = { part: "deep", dataset: base.dataset, shift };
      return {
        part: "deep",
        cell: { algorithm: "forward", n, width, params },
        cost: (hidden - 1) * (width / 2500) ** 2 * (n / 64),
        dataset: base.dataset,
        n,
        shift,
        width,
        hidden,
      };
    }),
  );
}
