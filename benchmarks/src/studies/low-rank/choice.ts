// Which references, how many, how many directions: captured energy of held-out gradients, and what training makes of it.
import type { Outcome } from "../../measuring/jobs/study.ts";
import { featureCheck } from "./feature-check.ts";
import type { ChoiceJob } from "./jobs.ts";
import { rateOf, referencesOf } from "./references.ts";
import { type SetUp, scored, startLowRank, trainEpoch } from "./set-up.ts";

export async function runChoice(set: SetUp, job: ChoiceJob): Promise<Outcome> {
  const { tf, network, unseen, train, shape } = set;
  const { kind, references, rank: directions } = job.cell.params;
  const reference = await referencesOf(set, kind, references);
  const rank = directions === "all" ? references * shape.outputs : directions;
  const training = await startLowRank(set, reference, await rateOf(set, reference), { rank });
  const { subspace } = training;
  const energy = await subspace.capturedEnergy(tf.slice(unseen.inputs, 0, job.heldOut));
  for (let epoch = 0; epoch < job.epochs; epoch++) await trainEpoch(set, training, epoch);
  const now = [training.coordinates];
  const written = training.parameters();
  const measures = {
    capturedEnergy: energy,
    rank: subspace.rank,
    k99: subspace.ranks.energy["0.99"],
    participation: subspace.ranks.participation,
    trainAccuracy: await scored(training.model.forward(now, training.features), train.classes),
    testAccuracy: await scored(training.model.forward(now, training.prepare(unseen.inputs)), unseen.classes),
    writtenAccuracy: await scored(network.forward(written, unseen.inputs), unseen.classes),
  };
  const check = await featureCheck(set, training);
  training.dispose();
  return { check, measures };
}
