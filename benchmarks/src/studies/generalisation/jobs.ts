import type { Job } from "../../measuring/jobs/study.ts";
import type { Params } from "./params.ts";

/** One training set and one network, trained by every algorithm. */
export interface GeneralisationJob extends Job {
  readonly algorithms: readonly string[];
  readonly dataset: string;
  readonly shift: string;
  readonly n: number;
  readonly width: number;
  readonly scale: number;
  readonly repeat: number;
  readonly tests: number;
  readonly tolerance: number;
  readonly mostSteps: Params["mostSteps"];
  readonly adamRate: number;
}

/** Grids that meet at a point share its job. */
export function jobsOf({
  grids,
  repeats,
  tests,
  tolerance,
  mostSteps,
  adamRate,
}: Params): GeneralisationJob[] {
  const points = new Map<string, Omit<GeneralisationJob, "algorithms"> & { algorithms: Set<string> }>();
  for (const { datasets, shifts, n: ns, widths, scales, algorithms } of grids)
    for (const dataset of datasets)
      for (const shift of shifts)
        for (const n of ns)
          for (const width of widths)
            for (const scale of scales)
              for (let repeat = 0; repeat < repeats; repeat++) {
                const params = { dataset, shift, scale, repeat };
                const id = JSON.stringify([n, width, params]);
                const known = points.get(id) ?? {
                  cell: { algorithm: "kernel", backend: "wasm", n, width, params },
                  ...params,
                  n,
                  width,
                  tests,
                  tolerance,
                  mostSteps,
                  adamRate,
                  // the tangent kernel first: what the others are held against
                  algorithms: new Set(["kernel"]),
                };
                for (const algorithm of algorithms) known.algorithms.add(algorithm);
                points.set(id, known);
              }
  return [...points.values()].map((point) => ({
    ...point,
    algorithms: [...point.algorithms],
    cost: costOf(point),
  }));
}

/** Seconds, roughly: answers for the test examples, and the dense steps. */
function costOf({
  n,
  width,
  tests,
  algorithms,
}: Pick<GeneralisationJob, "n" | "width" | "tests"> & { algorithms: ReadonlySet<string> }): number {
  const dense = ["dense-gd", "dense-adam"].filter((name) => algorithms.has(name)).length;
  return 0.2 + width * (algorithms.size * tests * 3e-8 + dense * n * 1.5e-5);
}
