// Jobs of the study of generalisation: one training set and one network each, trained by every algorithm.
import { combinations } from "../../measuring/jobs/combinations.ts";
import { upTo } from "../../measuring/jobs/up-to.ts";
import type { Params } from "./params.ts";

/** Grids that meet at a point share its job. */
export function jobsOf({ grids, repeats, ...common }: Params) {
  const points = grids.flatMap(({ datasets, shifts, n: ns, widths, scales, algorithms }) =>
    combinations({
      dataset: datasets,
      shift: shifts,
      n: ns,
      width: widths,
      scale: scales,
      repeat: upTo(repeats),
    }).map(({ n, width, ...params }) => ({
      cell: { algorithm: "kernel", backend: "wasm", n, width, params },
      algorithms,
    })),
  );
  return [...Map.groupBy(points, ({ cell }) => JSON.stringify(cell)).values()].map((own) => {
    const [{ cell }] = own;
    // the tangent kernel first: what the others are held against
    const algorithms = [...new Set(["kernel", ...own.flatMap((point) => point.algorithms)])];
    return { ...common, cell, algorithms, cost: costOf(cell, common.tests, algorithms) };
  });
}

export type GeneralisationJob = ReturnType<typeof jobsOf>[number];

/** Seconds, roughly: answers for the test examples, and the dense steps. */
function costOf(
  { n, width }: { readonly n: number; readonly width: number },
  tests: number,
  algorithms: readonly string[],
): number {
  const dense = ["dense-gd", "dense-adam"].filter((name) => algorithms.includes(name)).length;
  return 0.2 + width * (algorithms.length * tests * 3e-8 + dense * n * 1.5e-5);
}
