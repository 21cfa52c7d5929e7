// What a sweep costs beside its cells, and what it survives: sweeps of trivial cells, whole, killed at random times and in parts.
import type { Measure } from "../../measuring/jobs/study.ts";
import { type Params, paramsSchema } from "./params.ts";
import { jobsOf, runSweep, type SweepJob } from "./run.ts";

export const measure: Measure<Params, SweepJob> = { params: paramsSchema, jobs: jobsOf, run: runSweep };
