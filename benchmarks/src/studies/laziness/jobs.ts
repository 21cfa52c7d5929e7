import { type NetworkJob, networkJobs } from "../../networks/network-jobs.ts";
import { passCost } from "../../networks/points.ts";
import type { Params } from "./params.ts";

export type LazinessJob = NetworkJob<Params>;

export const jobsOf = (params: Params): LazinessJob[] =>
  networkJobs(params, (point) => 1 + (passCost(point) * point.n * point.mostSteps * 8) / 4e10);
