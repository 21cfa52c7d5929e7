// The instrument measured by itself: how often it alarms where nothing changed, and how often it finds what was planted.
import type { Measure } from "../../measuring/jobs/study.ts";
import { jobsOf, type Trial } from "./jobs.ts";
import { type Params, paramsSchema } from "./params.ts";
import { runTrial } from "./run.ts";

export const measure: Measure<Params, Trial> = { params: paramsSchema, jobs: jobsOf, run: runTrial };
