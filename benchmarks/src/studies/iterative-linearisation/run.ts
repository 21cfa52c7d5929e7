// T steps with features renewed every K of them, or whenever the linearised problem is solved.
import type { Context, Outcome } from "../../measuring/jobs/study.ts";
import { type TracedRun, takeSteps, tracedRun } from "../../networks/traced-run.ts";
import type { PeriodJob } from "./jobs.ts";

export function runPeriod(job: PeriodJob, context: Context): Promise<Outcome[]> {
  const { steps, cell } = job;
  const { period = Infinity, residual } = cell.params;
  return tracedRun(job, context, { every: period }, (run) =>
    residual === undefined ? takeSteps(run, steps) : solveOften(run, steps, residual),
  );
}

async function solveOften({ training, trace, train }: TracedRun, steps: number, tolerance: number) {
  while (training.steps < steps) {
    const maxSteps = steps - training.steps;
    const solved = await training.solveInner(train.inputs, train.targets, { tolerance, maxSteps });
    // nothing is left to be solved
    if (solved.steps === 0 || !(await trace.look())) break;
    if (training.steps < steps) training.relinearise();
  }
}
