// One training of a convolutional network, and how far it is from its start on the way.
import { kernelDistance } from "@widthwise/core";
import {
  IterativeLinearisation,
  losses,
  type Parameters,
  parameterChange,
  type Tf,
  tangentKernel,
} from "@widthwise/linearize";
import { largest, mean } from "@widthwise/measure";
import { listsOf } from "../../measuring/jobs/lists.ts";
import type { Context, Outcome } from "../../measuring/jobs/study.ts";
import { endlessBatches, stepOn } from "../../networks/batches.ts";
import { gradientCheck } from "../../networks/checks/gradient.ts";
import { scoreOn } from "../../networks/feature-measures.ts";
import { openData } from "../../networks/open-task.ts";
import { stableRate } from "../../networks/stable-rate.ts";
import { onTfjs } from "../../networks/tfjs.ts";
import type { FiltersJob } from "./jobs.ts";
import { networkOf, scaledStart, signsOf } from "./networks.ts";
import { roughness } from "./smoothness.ts";

/** What is looked at. */
export type Quantity =
  | "kernelDistance"
  | "hamming"
  | "parameterDistance"
  | "roughness"
  | "trainLoss"
  | "testAccuracy";

const loss = losses["cross-entropy"];

/** Trains one network and looks at it on the way. */
export async function runFilters(job: FiltersJob, context: Context): Promise<Outcome[]> {
  return onTfjs(context, job.backends, async (tf) => [await measure(tf, job, context)]);
}

async function measure(tf: Tf, job: FiltersJob, context: Context): Promise<Outcome> {
  const { cell, dataset, unseen: tests, batch, momentum, looks, net } = job;
  // the same examples and start for every α
  const seed = context.seedOf("filters", cell.params.seed);
  const choice = { n: cell.n, unseen: tests, seed };
  const { shape, train, unseen } = openData(tf, { kind: "whole-images", dataset }, choice, context);
  const pieces = networkOf(tf, job, shape);
  const { network } = pieces;
  const start = scaledStart(network, job, seed);
  const probes = tf.slice(unseen.inputs, 0, job.probes);
  const kernelAt = (parameters: Parameters) => tangentKernel(network, { parameters, inputs: probes });
  const kernel = await kernelAt(start);
  const signs = await signsOf(pieces, start, probes);
  const rate = net.kind === "cnn" ? net.rate : net.share * stableRate(kernel, job.probes);
  const training = new IterativeLinearisation(network, start, {
    loss,
    optimiser: { kind: "momentum", rate, momentum },
    every: 1,
  });
  const look = async (): Promise<Record<Quantity | "steps", number>> => {
    const { parameters, steps } = training;
    const now = await signsOf(pieces, parameters, probes);
    return {
      steps,
      kernelDistance: kernelDistance(kernel, await kernelAt(parameters)),
      hamming: now.reduce((flipped, sign, k) => flipped + Number(sign !== signs[k]), 0) / signs.length,
      parameterDistance: await parameterChange(tf, parameters, start),
      roughness: mean(roughness(await parameters[0].data(), parameters[0].shape)),
      trainLoss: (await scoreOn(network, parameters, train, { loss })).loss,
      testAccuracy: (await scoreOn(network, parameters, unseen, { loss })).accuracy,
    };
  };
  const found = [await look()];
  const batches = endlessBatches(train.count, { batch, seed, rest: true });
  while (training.steps < largest(looks)) {
    stepOn(tf, training, train, batches.next().value);
    if (looks.includes(training.steps)) found.push(await look());
  }
  training.dispose();
  return {
    d: shape.d,
    check: await gradientCheck(network, start, probes, kernel),
    measures: { rate, ...listsOf(found) },
  };
}
