// Feature updates with ηK of training between them, each period in closed form, beside ordinary training.
import { IterativeLinearisation, innerDescentStep, tangentModel } from "@widthwise/linearize";
import type { Context, Outcome } from "../../measuring/jobs/study.ts";
import { adjointCheck } from "../../networks/checks/adjoint.ts";
import { relevantShare, scoreOn } from "../../networks/feature-measures.ts";
import type { OpenTask } from "../../networks/open-task.ts";
import { optimiserOf } from "../../networks/optimiser-text.ts";
import { onTask } from "../../networks/task-jobs.ts";
import { blewUp, looksUpTo } from "../../networks/trace.ts";
import type { UpdatesJob } from "./jobs.ts";

/** Below this share of the first training loss there is nothing left to train on: features stay where they are. */
const GONE = 1e-6;

type Theta = OpenTask["start"];

/** Trajectories by step (ordinary training) or by update, the start first. */
class Path {
  readonly #task: OpenTask;
  readonly curve = {
    curveSteps: [] as number[],
    curveTrain: [] as number[],
    curveTest: [] as number[],
    curveShare: [] as number[],
    /** of the linear problem that the update came from; of the network itself at the start */
    curveLinear: [] as number[],
  };

  constructor(task: OpenTask) {
    this.#task = task;
  }

  /** False once the run has blown up. */
  async look(step: number, at: Parameters<typeof scoreOn>[1], linear?: number): Promise<boolean> {
    const { network, train, unseen, relevant } = this.#task;
    const { curve } = this;
    const { loss } = await scoreOn(network, at, train, this.#task);
    if (blewUp(loss, curve.curveTrain[0] ?? loss)) return false;
    curve.curveSteps.push(step);
    curve.curveTrain.push(loss);
    curve.curveTest.push((await scoreOn(network, at, unseen, this.#task)).loss);
    curve.curveShare.push(relevantShare(at[0], relevant!));
    curve.curveLinear.push(linear ?? loss);
    return true;
  }

  get trainedOut(): boolean {
    const { curveTrain } = this.curve;
    return !(curveTrain[curveTrain.length - 1] > GONE * curveTrain[0]);
  }

  measures(blown: boolean) {
    const { curve } = this;
    const last = curve.curveSteps.length - 1;
    return {
      updates: curve.curveSteps[last],
      testLoss: blown ? null : curve.curveTest[last],
      trainLoss: blown ? null : curve.curveTrain[last],
      share: blown ? null : curve.curveShare[last],
      shareAtStart: curve.curveShare[0],
      ...curve,
    };
  }
}

export function runUpdates(job: UpdatesJob, context: Context): Promise<Outcome[]> {
  const { time } = job.cell.params;
  return onTask(job, context, async (task) => {
    const path = new Path(task);
    const blown = time === undefined ? await ordinary(job, task, path) : await renewed(job, time, task, path);
    return [{ d: task.shape.d, check: await adjointCheck(task), measures: path.measures(blown) }];
  });
}

async function ordinary({ ordinary: { optimiser, steps } }: UpdatesJob, task: OpenTask, path: Path) {
  const { network, start, loss, train } = task;
  const options = { loss, optimiser: optimiserOf(optimiser), every: 1 };
  const training = new IterativeLinearisation(network, start, options);
  const looks = looksUpTo(steps);
  let fine = await path.look(0, start);
  for (let step = 1; fine && step <= steps; step++) {
    training.step(train.inputs, train.targets);
    if (looks.has(step)) fine = await path.look(step, training.parameters);
  }
  training.dispose();
  return !fine;
}

/** Updates with ηK of descent between them, each period in closed form. */
async function renewed({ rate, mostUpdates }: UpdatesJob, time: number, task: OpenTask, path: Path) {
  const { tf, network, start, train } = task;
  const steps = Math.max(1, Math.round(time / rate));
  let at: Theta = start;
  let fine = await path.look(0, start);
  for (let update = 1; fine && update <= mostUpdates && !path.trainedOut; update++) {
    const { parameters } = await innerDescentStep(network, at, train.inputs, train.targets, { rate, steps });
    if (parameters === undefined) {
      fine = false;
      break;
    }
    const linear = (await scoreOn(tangentModel(network, at), parameters, train, task)).loss;
    if (at !== start) tf.dispose(at);
    at = parameters;
    fine = await path.look(update, at, linear);
  }
  if (at !== start) tf.dispose(at);
  return !fine;
}
