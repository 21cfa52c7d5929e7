// Jobs of the study of stochastic descent: one per imbalance, label noise, rate, batch and seed.
import { combinations } from "../../measuring/jobs/combinations.ts";
import { upTo } from "../../measuring/jobs/up-to.ts";
import type { Params } from "./params.ts";

/** Multiply-adds per second, for the time left only. */
const SPEED = 5e8;

export const jobsOf = ({ deltas, noises, rates, batches, seeds, n, d, width, ...rest }: Params) =>
  combinations({
    delta: deltas,
    noise: noises,
    rate: rates,
    batch: batches,
    seed: upTo(seeds),
  }).map((params) => ({
    cell: { algorithm: "student-sgd", n, d, width, params },
    cost: (3 * params.batch * width * d * (rest.time / params.rate)) / SPEED,
    ...rest,
  }));

export type DescentJob = ReturnType<typeof jobsOf>[number];
