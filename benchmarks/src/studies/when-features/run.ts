import { IterativeLinearisation } from "@widthwise/linearize";
import type { Context, Outcome } from "../../run-study/study.ts";
import { adjointCheck, FeatureMeter } from "../../tasks/feature-measures.ts";
import { openTask } from "../../tasks/open-task.ts";
import { optimiserOf } from "../../tasks/optimiser-text.ts";
import { looksUpTo, Trace } from "../../tasks/trace.ts";
import type { LinearisedJob } from "./jobs.ts";

/** τ ordinary steps, then training on the linearisation there, T steps in all. */
export async function runOnce(job: LinearisedJob, context: Context): Promise<Outcome[]> {
  const { steps, after } = job;
  // the same data and start for every τ and optimiser
  const task = await openTask(job.task, job.backend, context.seedOf(job.task.name, job.round), context);
  const { network, start, loss, train } = task;
  const training = new IterativeLinearisation(network, start, {
    loss,
    optimiser: optimiserOf(job.optimiser),
    every: after === 0 ? Infinity : 1,
    until: after,
  });
  const meter = await FeatureMeter.open(task, Math.min(job.probe, job.task.n));
  const trace = await Trace.open(task, training, meter);
  const looks = looksUpTo(steps).add(after);
  for (let step = 1; step <= steps; step++) {
    training.step(train.inputs, train.targets);
    if (looks.has(step) && !(await trace.look())) break;
  }
  const measures = await trace.measures();
  const check = await adjointCheck(task);
  const d = train.inputs.shape[1]!;
  training.dispose();
  meter.dispose();
  task.dispose();
  return [{ d, check, measures }];
}
