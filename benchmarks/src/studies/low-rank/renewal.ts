// The subspace renewed on a schedule, or when the monitor says so; and whether the monitor can be believed.
import type { Outcome } from "../../measuring/jobs/study.ts";
import type { RenewalJob } from "./jobs.ts";
import { rateOf, referencesOf } from "./references.ts";
import { type SetUp, scored, startLowRank, stepsPerEpoch, trainEpoch } from "./set-up.ts";

export async function runRenewal(set: SetUp, job: RenewalJob): Promise<Outcome> {
  const { tf, network, unseen } = set;
  const { everyEpochs, drift } = job.cell.params;
  const epoch = stepsPerEpoch(set);
  const reference = await referencesOf(set, "balanced", job.references);
  const training = await startLowRank(set, reference, await rateOf(set, reference), {
    rank: job.rank,
    ...(everyEpochs > 0 ? { refreshEvery: everyEpochs * epoch } : {}),
    ...(drift > 0 ? { refreshAbove: { drift: drift, look: epoch } } : {}),
  });
  const accuracy: number[] = [];
  const drifts: number[] = [];
  const errors: number[] = [];
  for (let k = 0; k < job.epochs; k++) {
    await trainEpoch(set, training, k);
    const written = training.parameters();
    const real = network.forward(written, unseen.inputs);
    if (everyEpochs === 0 && drift === 0) {
      drifts.push(await training.drift());
      errors.push(await errorOn(set, training, real));
    }
    accuracy.push(await scored(real, unseen.classes));
    tf.dispose(written);
  }
  const measures = {
    refreshes: training.refreshes,
    writtenAccuracy: accuracy,
    ...(drifts.length > 0 ? { drift: drifts, unseenError: errors } : {}),
  };
  training.dispose();
  return { measures };
}

type Training = Awaited<ReturnType<typeof startLowRank>>;

/** ‖f − F‖/‖F − f₀‖ on all unseen examples: what the monitor guesses from a few that were trained on. */
async function errorOn(
  { tf, unseen }: SetUp,
  training: Training,
  real: ReturnType<Training["model"]["forward"]>,
) {
  const { coordinates, model } = training;
  const features = training.prepare(unseen.inputs);
  const norms = tf.tidy(() => {
    const predicted = model.forward([coordinates], features);
    const start = model.forward([tf.zerosLike(coordinates)], features);
    return tf.stack([tf.norm(tf.sub(real, predicted)), tf.norm(tf.sub(predicted, start))]);
  });
  const [error, learnt] = await norms.data();
  tf.dispose([norms, features]);
  return error / learnt;
}
