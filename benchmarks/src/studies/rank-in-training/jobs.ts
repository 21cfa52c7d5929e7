// Jobs of the study of rank in training: a network and round each.

import { passCost } from "../../networks/architecture.ts";
import { gridJobs } from "../../networks/grids.ts";
import type { Params } from "./params.ts";

export const jobsOf = (params: Params) =>
  gridJobs(
    params,
    "cross-entropy",
    ({ task, mostSteps }) => 3 + (passCost(task) * params.batch * mostSteps * 3) / 4e10,
  );

export type RankJob = ReturnType<typeof jobsOf>[number];
