// Jobs of the study of laziness: a network and round each.

import { passCost } from "../../networks/architecture.ts";
import { gridJobs } from "../../networks/grids.ts";
import type { Params } from "./params.ts";

export const jobsOf = (params: Params) =>
  gridJobs(params, "square", ({ task, mostSteps }) => 1 + (passCost(task) * task.n * mostSteps * 8) / 4e10);

export type LazinessJob = ReturnType<typeof jobsOf>[number];
