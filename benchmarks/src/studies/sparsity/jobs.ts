// Three kinds of jobs: training traced, the least width searched, deeper networks looked at.
import { normalTail } from "@widthwise/core";
import { shiftOf } from "../../grids.ts";
import type { Params } from "./params.ts";

export const jobsOf = (params: Params) => [
  ...traceJobs(params),
  ...requiredJobs(params),
  ...deepJobs(params),
];

export type SparsityJob = ReturnType<typeof jobsOf>[number];

/** Expected live neurons times n, at most: each neuron is live with probability at most n·Φ̄(b). */
function expectedPairs(n: number, width: number, shift: string): number {
  const p = normalTail(shiftOf(shift)(width));
  return width * (1 - (1 - p) ** n) * n;
}

/** Gauss–Newton from one initialisation, everything recorded along the way; one thing at a time varied around the base. */
function traceJobs({
  base,
  widths,
  n: ns,
  shifts,
  datasets,
  farWidths,
  mostPairs,
  tolerance,
  mostSteps,
}: Params) {
  const part = "trace" as const;
  const varied = [
    ...shifts.map((shift) => ({ ...base, shift })),
    ...datasets.map((dataset) => ({ ...base, dataset })),
    ...ns.map((n) => ({ ...base, n })),
  ];
  const points = [
    ...varied.flatMap((point) => widths.map((width) => ({ ...point, width }))),
    ...farWidths.map((width) => ({ ...base, n: ns[0], width })),
  ];
  const jobs = points.flatMap(({ dataset, n, shift, width }) => {
    const pairs = expectedPairs(n, width, shift);
    if (pairs > mostPairs) return [];
    const params = { part, dataset, shift };
    const cost = 0.1 + (n / 500) ** 3 + pairs / 4e6;
    return [
      { part, cell: { algorithm: "live-gn", backend: "wasm", n, width, params }, cost, tolerance, mostSteps },
    ];
  });
  return [...new Map(jobs.map((job) => [JSON.stringify(job.cell), job])).values()];
}

export type TraceJob = ReturnType<typeof traceJobs>[number];

/** The same from many seeds at growing widths, until it always converges. */
function requiredJobs({ base: { dataset }, required, tolerance, mostSteps }: Params) {
  const part = "required" as const;
  const { seeds, mostWidth } = required;
  return required.shifts.flatMap((shift) =>
    required.n.map((n) => ({
      part,
      cell: { algorithm: "live-gn", backend: "wasm", n, params: { part, dataset, shift } },
      cost: 0.2 + seeds * (n / 100) ** 3,
      seeds,
      mostWidth,
      tolerance,
      mostSteps,
    })),
  );
}

export type RequiredJob = ReturnType<typeof requiredJobs>[number];

/** One forward pass through a network of several hidden layers. */
function deepJobs({ base: { dataset }, deep: { n, widths, hidden, shifts } }: Params) {
  const part = "deep" as const;
  return shifts.flatMap((shift) =>
    widths.map((width) => ({
      part,
      cell: { algorithm: "forward", n, width, params: { part, dataset, shift } },
      cost: (hidden - 1) * (width / 2500) ** 2 * (n / 64),
      hidden,
    })),
  );
}

export type DeepJob = ReturnType<typeof deepJobs>[number];
