// Preparation and steps counted, not timed: multiply-adds, bytes moved, bytes held; and whether the memory bound is kept.
import { IterativeLinearisation, type LowRankTraining, parameterCount } from "@widthwise/linearize";
import { prefixed } from "../../measuring/jobs/prefixed.ts";
import type { Outcome } from "../../measuring/jobs/study.ts";
import { examplesAt } from "../../networks/batches.ts";
import { countWork } from "./count-work.ts";
import type { WorkJob } from "./jobs.ts";
import { referencesOf } from "./references.ts";
import { firstBatch, type SetUp, startLowRank } from "./set-up.ts";

/** Multiply-adds of the eigendecomposition of rows² numbers (`symmetricEigen`), which tfjs does not see. */
const eigenMacs = (rows: number) => 9 * rows ** 3;

export async function runWork(set: SetUp, job: WorkJob): Promise<Outcome> {
  return job.cell.params.what === "preparation" ? await preparation(set, job) : await steps(set, job);
}

async function preparation(set: SetUp, job: WorkJob): Promise<Outcome> {
  const { tf, network, shape } = set;
  const { rank: k, by, memory } = job.cell.params;
  const reference = await referencesOf(set, "balanced", job.references);
  let training: LowRankTraining | undefined;
  const work = await countWork(tf, async () => {
    training = await startLowRank(set, reference, 1, { rank: k, by, memory });
  });
  const { subspace, features } = training!;
  const { rank } = subspace;
  // joining the features' parts takes a second copy of them
  const beyond = work.peakBytes - work.keptBytes - 4 * features.size;
  training!.dispose();
  return {
    check: {
      what: "bytes of tensors that preparation held beside its result and a second copy of the features",
      value: Math.max(0, beyond),
      reference: 0,
      tolerance: memory,
    },
    measures: {
      parameters: parameterCount(network),
      rank,
      beyondBytes: beyond,
      eigenMacs: eigenMacs(job.references * shape.outputs),
      ...prefixed("prepare", work),
    },
  };
}

/** A step of each kind and a look at the drift, one after the other. */
async function steps(set: SetUp, job: WorkJob): Promise<Outcome> {
  const { tf, network, start, loss, train } = set;
  const { rank, by } = job.cell.params;
  const reference = await referencesOf(set, "balanced", job.references);
  const indices = firstBatch(set);
  const training = await startLowRank(set, reference, 1e-3, { rank, by });
  // the first step has no momentum yet
  await training.step(indices);
  const measures: Record<string, number> = {
    parameters: parameterCount(network),
    rank: training.subspace.rank,
  };
  Object.assign(measures, prefixed("lowRank", await countWork(tf, () => training.step(indices))));
  Object.assign(
    measures,
    prefixed(
      "drift",
      await countWork(tf, async () => {
        await training.drift();
      }),
    ),
  );
  training.dispose();
  const examples = examplesAt(tf, train, indices);
  for (const [name, kind, every] of [
    ["sgd", "momentum", 1],
    ["adam", "adam", 1],
    ["linearised", "momentum", Infinity],
  ] as const) {
    const before = tf.memory().numBytes;
    const optimiser =
      kind === "adam"
        ? { kind, rate: job.adamRate }
        : ({ kind, rate: 1e-6, momentum: job.momentum } as const);
    const other = new IterativeLinearisation(network, start, { loss, optimiser, every });
    for (let k = 0; k < 2; k++) other.step(...examples);
    const resident = tf.memory().numBytes - before;
    const work = await countWork(tf, () => other.step(...examples));
    Object.assign(measures, prefixed(name, work), { [`${name}ResidentBytes`]: resident });
    other.dispose();
  }
  return { measures };
}
