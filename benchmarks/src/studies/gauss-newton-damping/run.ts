// Damped Gauss–Newton and descent matched to it, trained out, beside ordinary training.
import {
  gaussNewtonStep,
  IterativeLinearisation,
  innerDescentStep,
  type LinearisedStep,
} from "@widthwise/linearize";
import type { Context, Outcome } from "../../measuring/jobs/study.ts";
import { adjointCheck } from "../../networks/checks/adjoint.ts";
import { FeatureMeter, scoreOn } from "../../networks/feature-measures.ts";
import type { OpenTask } from "../../networks/open-task.ts";
import { optimiserOf } from "../../networks/optimiser-text.ts";
import { onTask } from "../../networks/task-jobs.ts";
import { blewUp } from "../../networks/trace.ts";
import type { DampingJob } from "./jobs.ts";
import { FILTERS, factors, matchDistances } from "./match.ts";

/** Float32 in outputs of a linear model, relative to the residual. */
const ROUNDING = 2e-3;
const PROBE = 64;

type Theta = OpenTask["start"];
type Update = (at: Theta) => Promise<LinearisedStep>;

export function runDamping(job: DampingJob, context: Context): Promise<Outcome[]> {
  const { damping } = job.cell.params;
  return onTask(job, context, async (task) =>
    damping === undefined ? [await ordinary(job, task)] : await pair(job, damping, task),
  );
}

async function ordinary(job: DampingJob, task: OpenTask): Promise<Outcome> {
  const { network, start, loss, train } = task;
  const { optimiser, steps } = job.ordinary;
  const options = { loss, optimiser: optimiserOf(optimiser), every: 1 };
  const training = new IterativeLinearisation(network, start, options);
  for (let step = 0; step < steps; step++) training.step(train.inputs, train.targets);
  const measures = await scores(task, training.parameters);
  training.dispose();
  return { check: await adjointCheck(task), measures: { ...measures, updates: steps } };
}

/** Damped Gauss–Newton, and descent of K = 1/(ηλ) steps an update in closed form. */
async function pair(job: DampingJob, damping: number, task: OpenTask): Promise<Outcome[]> {
  const { rate } = job;
  const { network, train } = task;
  const { inputs, targets } = train;
  const steps = Math.max(1, Math.round(1 / (rate * damping)));
  const distances = await matchDistances(task, rate, steps);
  const check =
    distances === null
      ? undefined
      : {
          what: "‖F_GN − F_K‖/‖f − y‖ of the linear model after one update, against the filters' bound",
          value: distances[factors.indexOf(1)],
          reference: 0,
          tolerance: FILTERS + ROUNDING,
        };
  const newton = await follow(job, task, (at) =>
    gaussNewtonStep(network, at, inputs, targets, { damping, by: "dual" }),
  );
  const descent = await follow(job, task, (at) =>
    innerDescentStep(network, at, inputs, targets, { rate, steps }),
  );
  return [
    {
      algorithm: "damped-gauss-newton",
      ...(check ? { check } : {}),
      measures: { ...newton, matchDistances: distances ?? [] },
    },
    { algorithm: "inner-descent", measures: { ...descent, period: steps } },
  ];
}

/** Updates until the network is trained, the most are done, or a step fails. */
async function follow({ mostUpdates, trained }: DampingJob, task: OpenTask, update: Update) {
  const { tf, network, start, train, unseen } = task;
  const lists = { trainLosses: [] as number[], testLosses: [] as number[], accuracies: [] as number[] };
  let at: Theta = start;
  let failed = false;
  const look = async () => {
    const { loss } = await scoreOn(network, at, train, task);
    failed = blewUp(loss, lists.trainLosses[0] ?? loss);
    if (failed) return;
    const test = await scoreOn(network, at, unseen, task);
    lists.trainLosses.push(loss);
    lists.testLosses.push(test.loss);
    lists.accuracies.push(test.accuracy);
  };
  await look();
  let updates = 0;
  while (!failed && updates < mostUpdates && lists.trainLosses[updates] > trained * lists.trainLosses[0]) {
    const { parameters } = await update(at);
    if (parameters === undefined) {
      failed = true;
      break;
    }
    if (at !== start) tf.dispose(at);
    at = parameters;
    updates++;
    await look();
  }
  const end = failed ? none : await scores(task, at);
  if (at !== start) tf.dispose(at);
  return { updates, ...end, ...lists };
}

const none = {
  trainLoss: null,
  testLoss: null,
  accuracy: null,
  kernelDistance: null,
  alignment: null,
  parameterDistance: null,
};

async function scores(task: OpenTask, at: Parameters<typeof scoreOn>[1]) {
  const meter = await FeatureMeter.open(task, PROBE);
  const { kernelDistance, alignment, parameterDistance } = await meter.at(at);
  const { loss: testLoss, accuracy } = await scoreOn(task.network, at, task.unseen, task);
  const { loss: trainLoss } = await scoreOn(task.network, at, task.train, task);
  return { trainLoss, testLoss, accuracy, kernelDistance, alignment, parameterDistance };
}
