// τ ordinary steps, then training on the linearisation there, T steps in all.
import type { Context, Outcome } from "../../measuring/jobs/study.ts";
import { looksUpTo } from "../../networks/trace.ts";
import { takeSteps, tracedRun } from "../../networks/traced-run.ts";
import type { LinearisedJob } from "./jobs.ts";

export function runOnce(job: LinearisedJob, context: Context): Promise<Outcome[]> {
  const { steps, cell } = job;
  const { after } = cell.params;
  const renewal = { every: after === 0 ? Infinity : 1, until: after };
  return tracedRun(job, context, renewal, (run) => takeSteps(run, steps, looksUpTo(steps).add(after)));
}
