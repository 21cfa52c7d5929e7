import { IterativeLinearisation } from "@widthwise/linearize";
import type { Context, Outcome } from "../../run-study/study.ts";
import { adjointCheck, FeatureMeter } from "../../tasks/feature-measures.ts";
import { openTask } from "../../tasks/open-task.ts";
import { optimiserOf } from "../../tasks/optimiser-text.ts";
import { looksUpTo, Trace } from "../../tasks/trace.ts";
import type { PeriodJob } from "./jobs.ts";

/** T steps with features renewed every K of them, or whenever the linearised problem is solved. */
export async function runPeriod(job: PeriodJob, context: Context): Promise<Outcome[]> {
  const { steps, period = Infinity } = job;
  // the same data and start for every period and optimiser
  const task = await openTask(job.task, job.backend, context.seedOf(job.task.name, job.round), context);
  const { network, start, loss, train } = task;
  const optimiser = optimiserOf(job.optimiser);
  const training = new IterativeLinearisation(network, start, { loss, optimiser, every: period });
  const meter = await FeatureMeter.open(task, Math.min(job.probe, job.task.n));
  const trace = await Trace.open(task, training, meter);
  if (job.residual === undefined) {
    const looks = looksUpTo(steps);
    for (let step = 1; step <= steps; step++) {
      training.step(train.inputs, train.targets);
      if (looks.has(step) && !(await trace.look())) break;
    }
  } else
    while (training.steps < steps) {
      const maxSteps = steps - training.steps;
      const solved = await training.solveInner(train.inputs, train.targets, {
        tolerance: job.residual,
        maxSteps,
      });
      // nothing is left to be solved
      if (solved.steps === 0 || !(await trace.look())) break;
      if (training.steps < steps) training.relinearise();
    }
  const measures = await trace.measures();
  const check = await adjointCheck(task);
  const d = train.inputs.shape[1]!;
  training.dispose();
  meter.dispose();
  task.dispose();
  return [{ d, check, measures }];
}
