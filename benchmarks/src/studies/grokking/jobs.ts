// Jobs of the study of grokking: a grid over τ and α seed by seed, then other settings on a few α.
import { upTo } from "../../measuring/jobs/up-to.ts";
import type { Params, Setting } from "./params.ts";

type Part = "grid" | "trial";

export function jobsOf({ grid, seeds, setting: own, trials, mostSteps, ...training }: Params) {
  const job = (part: Part, setting: Setting, at: Readonly<Record<"tau" | "alpha" | "seed", number>>) => {
    const { prime, width, ...drawn } = setting;
    return {
      cell: {
        algorithm: "grokking",
        backend: "wasm",
        n: prime,
        d: width,
        width: 4 * width,
        params: { part, ...at, ...drawn },
      },
      cost: costOf(at, setting),
      ...training,
      mostSteps: part === "grid" ? mostSteps : trials.mostSteps,
    };
  };
  return [
    ...upTo(seeds)
      .map((k) => k + 1)
      .flatMap((seed) =>
        grid.flatMap(({ tau, alphas }) => alphas.map((alpha) => job("grid", own, { tau, alpha, seed }))),
      ),
    ...trials.settings.flatMap((setting) =>
      trials.alphas.map((alpha) => job("trial", setting, { tau: trials.tau, alpha, seed: 1 })),
    ),
  ];
}

export type GrokkingJob = ReturnType<typeof jobsOf>[number];

/** Steps grow about like τ² and shrink with α: for the time left only. */
const costOf = ({ tau, alpha }: { tau: number; alpha: number }, { width, decay }: Setting) =>
  (tau ** 2 * (width / 64) ** 2) / (alpha ** 0.4 * (decay + 0.1));
