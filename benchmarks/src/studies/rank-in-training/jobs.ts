import { type NetworkJob, networkJobs } from "../../networks/network-jobs.ts";
import { passCost } from "../../networks/points.ts";
import type { Params } from "./params.ts";

export type RankJob = NetworkJob<Params>;

export const jobsOf = (params: Params): RankJob[] =>
  networkJobs(params, (point) => 3 + (passCost(point) * params.batch * point.mostSteps * 3) / 4e10);
