// Jobs of the study of parametrisations: one per parametrisation, sizes of neurons, width and seed.
import { largest } from "@widthwise/measure";
import { combinations } from "../../measuring/jobs/combinations.ts";
import { upTo } from "../../measuring/jobs/up-to.ts";
import { type Params, SIZES } from "./params.ts";

export const jobsOf = ({ parametrisations, widths, seeds, checkpoints, n, d, ...task }: Params) =>
  combinations({
    parametrisation: parametrisations,
    sizes: SIZES,
    width: widths,
    seed: upTo(seeds),
  }).map(({ width, ...params }) => ({
    cell: { algorithm: "student-gd", backend: "wasm", n, d, width, params },
    cost: width * (largest(checkpoints) + n),
    checkpoints: [0, ...checkpoints],
    ...task,
  }));

export type NetworkJob = ReturnType<typeof jobsOf>[number];
