// One run of iterative linearisation on a task, with looks on the way.
import { IterativeLinearisation } from "@widthwise/linearize";
import type { Context, Outcome } from "../measuring/jobs/study.ts";
import { adjointCheck } from "./checks/adjoint.ts";
import type { Examples } from "./examples.ts";
import { FeatureMeter } from "./feature-measures.ts";
import { optimiserOf } from "./optimiser-text.ts";
import { onTask, type TaskJob } from "./task-jobs.ts";
import { looksUpTo, Trace } from "./trace.ts";

export interface TracedJob extends TaskJob<{ readonly optimiser: string }> {
  readonly steps: number;
  /** examples of the kernels */
  readonly probe: number;
}

type Options = ConstructorParameters<typeof IterativeLinearisation>[2];

export interface TracedRun {
  readonly training: IterativeLinearisation;
  readonly trace: Trace;
  readonly train: Examples;
}

/** `renewal` says when features are renewed, `follow` trains. */
export function tracedRun(
  job: TracedJob,
  context: Context,
  renewal: Pick<Options, "every" | "until">,
  follow: (run: TracedRun) => Promise<void>,
): Promise<Outcome[]> {
  return onTask(job, context, async (task) => {
    const { network, start, loss, train, shape } = task;
    const optimiser = optimiserOf(job.cell.params.optimiser);
    const training = new IterativeLinearisation(network, start, { loss, optimiser, ...renewal });
    const trace = await Trace.open(task, training, await FeatureMeter.open(task, job.probe));
    await follow({ training, trace, train });
    const outcome = { d: shape.d, check: await adjointCheck(task), measures: await trace.measures() };
    training.dispose();
    return [outcome];
  });
}

/** So many steps, or until a look finds that the run has blown up. */
export async function takeSteps(
  { training, trace, train }: TracedRun,
  steps: number,
  looks = looksUpTo(steps),
): Promise<void> {
  for (let step = 1; step <= steps; step++) {
    training.step(train.inputs, train.targets);
    if (looks.has(step) && !(await trace.look())) break;
  }
}
