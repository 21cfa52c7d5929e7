import type { HierarchyRun } from "@widthwise/dynamics";
import type { Job } from "../../measuring/jobs/study.ts";
import type { Params } from "./params.ts";

export interface HierarchyJob extends Job {
  readonly run: HierarchyRun;
}

/** Share of the epochs until the samples are fitted, roughly: for the time left only. */
const FITTED_SHARE = 0.25;
/** Multiply-adds a second of one core. */
const SPEED = 1e10;

export function jobsOf(params: Params): HierarchyJob[] {
  const { curves, seeds, symbols, classes, synonyms, levels } = params;
  const { unseen, width, hidden, batch, epochs, rate, momentum } = params;
  const d = 2 ** levels * symbols;
  return Array.from({ length: seeds }, (_, k) =>
    curves.flatMap(({ alpha, samples: counts, toTheEnd }) =>
      counts.map((samples): HierarchyJob => {
        const untilFitted = !toTheEnd.includes(samples);
        const macs = 3 * epochs * samples * (d * width + (hidden - 1) * width ** 2 + width * classes);
        return {
          cell: {
            algorithm: "hierarchy",
            backend: "wasm",
            n: samples,
            d,
            width,
            params: { alpha, seed: k + 1 },
          },
          cost: ((untilFitted ? FITTED_SHARE : 1) * macs) / SPEED,
          run: {
            hierarchy: { symbols, classes, synonyms, levels, seed: k + 1 },
            ...{ samples, unseen, alpha, width, hidden, batch, epochs, rate, momentum, untilFitted },
          },
        };
      }),
    ),
  ).flat();
}
