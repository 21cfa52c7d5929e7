// The parts of the study by the names that their cells carry, as jobs.
import type { Context, Outcome } from "../../measuring/jobs/study.ts";
import type { Params } from "./params.ts";
import { alignment } from "./parts/alignment.ts";
import { basin } from "./parts/basin.ts";
import { flow } from "./parts/flow.ts";
import { interpolator } from "./parts/interpolator.ts";
import { kernelRates } from "./parts/kernel-rates.ts";
import { notWhitened } from "./parts/not-whitened.ts";
import type { Part } from "./parts/part.ts";
import { path } from "./parts/path.ts";
import { randomStates } from "./parts/random-states.ts";
import { ratesOrScale } from "./parts/rates-or-scale.ts";

const parts: Readonly<Record<string, Part>> = {
  flow,
  interpolator,
  basin,
  path,
  random: randomStates,
  alignment,
  rates: ratesOrScale,
  kernel: kernelRates,
  condition: notWhitened,
};

export const jobsOf = (params: Params) =>
  Object.entries(parts).flatMap(([part, { algorithm = "exact-flow", cases }]) =>
    cases(params).map(({ params: own, ...rest }) => ({
      cell: { algorithm, d: 2, params: { part, ...own } },
      ...rest,
    })),
  );

export type MinimalJob = ReturnType<typeof jobsOf>[number];

export async function runPart({ cell, ...rest }: MinimalJob, context: Context): Promise<Outcome[]> {
  return [parts[cell.params.part].run({ params: cell.params, ...rest }, context)];
}
