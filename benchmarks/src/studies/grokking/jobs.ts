import type { GrokkingRun } from "@widthwise/dynamics";
import type { Job } from "../../measuring/jobs/study.ts";
import type { Params, Setting } from "./params.ts";

export interface GrokkingJob extends Job, GrokkingRun {}

/** Steps grow about like τ² and shrink with α: for the time left only. */
const costOf = (tau: number, alpha: number, { width, decay }: Setting) =>
  (tau ** 2 * (width / 64) ** 2) / (alpha ** 0.4 * (decay + 0.1));

export function jobsOf(params: Params): GrokkingJob[] {
  const { seeds, heads, batch, rate, every, target, trials } = params;
  const job = (
    part: "grid" | "trial",
    setting: Setting,
    [tau, alpha, seed]: readonly [number, number, number],
    mostSteps: number,
  ): GrokkingJob => {
    const { prime, operation, share, width, decay } = setting;
    return {
      cell: {
        algorithm: "grokking",
        backend: "wasm",
        n: prime,
        d: width,
        width: 4 * width,
        params: { part, tau, alpha, seed, operation, share, decay },
      },
      cost: costOf(tau, alpha, setting),
      task: { prime, operation, share, seed },
      shape: { width, heads },
      scales: { tau, alpha },
      ...{ batch, rate, decay, every, mostSteps, target },
    };
  };
  const grid = Array.from({ length: seeds }, (_, k) =>
    params.grid.flatMap(({ tau, alphas }) =>
      alphas.map((alpha) => job("grid", params.setting, [tau, alpha, k + 1], params.mostSteps)),
    ),
  ).flat();
  const tried = trials.settings.flatMap((setting) =>
    trials.alphas.map((alpha) => job("trial", setting, [trials.tau, alpha, 1], trials.mostSteps)),
  );
  return [...grid, ...tried];
}
