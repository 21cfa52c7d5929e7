// Times of a linearised step, of the ordinary one and of what it is made of, in one round at one width.
import { parameterCount, type Tf } from "@widthwise/linearize";
import { scheduleStream, shuffle } from "@widthwise/measure";
import type { Context, Outcome } from "../../measuring/jobs/study.ts";
import { adjointCheck } from "../../networks/checks/adjoint.ts";
import { openTask } from "../../networks/open-task.ts";
import { onTfjs } from "../../networks/tfjs.ts";
import type { CostJob } from "./jobs.ts";
import { type Operation, operations, prepare } from "./operations.ts";

/** One round at one width: every operation in random order, so that what slows one slows its neighbours. */
export function runCosts(job: CostJob, context: Context): Promise<Outcome[]> {
  return onTfjs(context, [job.cell.backend], async (tf) => [await measure(tf, job, context)]);
}

async function measure(tf: Tf, job: CostJob, context: Context): Promise<Outcome> {
  const { cell, round, references, rank, sampleMs, dataset } = job;
  const { n, width } = cell;
  const seed = context.seedOf("costs", width);
  const task = openTask(
    tf,
    {
      name: "digits",
      data: { kind: "images", dataset, labels: "one-hot" },
      n,
      unseen: references,
      width,
      depth: 3,
      activation: "relu",
      parametrisation: "standard",
      loss: "cross-entropy",
    },
    seed,
    context,
  );
  const { network, train, shape } = task;
  const timed = await prepare(task, { references, rank });
  // on a GPU, what was read comes after all that was submitted before
  const ended = async () => {
    const token = tf.neg(train.targets);
    await token.data();
    token.dispose();
  };
  // a first step makes what later ones replace
  for (const run of Object.values(timed.run)) await run();
  const before = tf.memory().numTensors;
  const times: Partial<Record<Operation, number>> = {};
  const order = shuffle(
    [...(Object.keys(operations) as Operation[])],
    { seed, stream: scheduleStream },
    round,
  );
  for (const operation of order) times[operation] = await timeOf(timed.run[operation], sampleMs, ended);
  const leaked = tf.memory().numTensors - before;
  const check = (await adjointCheck(task))!;
  const measures = {
    parameters: parameterCount(network),
    preparationNs: timed.preparationNs,
    leaked,
    ...Object.fromEntries(Object.entries(times).map(([name, ns]) => [`${name}Ns`, ns])),
  };
  timed.dispose();
  return { d: shape.d, check, measures };
}

/** Mean ns of one call over a sample; the first calls, which compile, are not in it. */
async function timeOf(
  run: () => void | Promise<void>,
  sampleMs: number,
  ended: () => Promise<void>,
): Promise<number> {
  const sample = async (calls: number) => {
    const start = performance.now();
    for (let call = 0; call < calls; call++) await run();
    await ended();
    return performance.now() - start;
  };
  await sample(1);
  const one = await sample(1);
  const calls = Math.max(1, Math.ceil(sampleMs / one));
  return ((await sample(calls)) / calls) * 1e6;
}
