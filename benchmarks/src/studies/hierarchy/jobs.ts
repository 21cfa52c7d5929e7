// Jobs of the study of the hierarchy: one per seed, α and number of samples.
import { upTo } from "../../measuring/jobs/up-to.ts";
import type { Params } from "./params.ts";

/** Share of the epochs until the samples are fitted, roughly: for the time left only. */
const FITTED_SHARE = 0.25;
/** Multiply-adds per second of one core. */
const SPEED = 1e10;

export function jobsOf({ curves, seeds, width, target: _, ...run }: Params) {
  const { symbols, classes, levels, hidden, epochs } = run;
  const d = 2 ** levels * symbols;
  const products = d * width + (hidden - 1) * width ** 2 + width * classes;
  return upTo(seeds)
    .map((k) => k + 1)
    .flatMap((seed) =>
      curves.flatMap(({ alpha, samples, toTheEnd }) =>
        samples.map((n) => {
          const untilFitted = !toTheEnd.includes(n);
          return {
            cell: { algorithm: "hierarchy", backend: "wasm", n, d, width, params: { alpha, seed } },
            cost: ((untilFitted ? FITTED_SHARE : 1) * 3 * epochs * n * products) / SPEED,
            untilFitted,
            ...run,
          };
        }),
      ),
    );
}

export type HierarchyJob = ReturnType<typeof jobsOf>[number];
