// In a measuring process: a training run, step after step, and its answers for new inputs.
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Backend } from "@widthwise/backends";
import { distance, norm } from "@widthwise/core";
import { algorithms, explainEnd, startTraining, type Trainer } from "@widthwise/train";
import { tellParent } from "../process/protocol.ts";
import type { Requests, TestRun, TrainRun, TrainSpec } from "./requests.ts";
import { problemOf, type TrainingData } from "./spec.ts";

/** The network that was trained last, where answers will be asked for. */
let trained: Trainer | undefined;

export async function train(backend: Backend, data: TrainingData, spec: TrainSpec): Promise<TrainRun> {
  const { algorithm, width, n, steps, tolerance, options, test } = spec;
  const problem = problemOf({ n, width }, data);
  const start = performance.now();
  const trainer = await startTraining(algorithms[algorithm], backend, problem, {
    ...options,
    start: "sampled",
  });
  await trainer.settled();
  const run: TrainRun = {
    status: "max-steps",
    losses: [],
    residualNorms: [],
    initNs: (performance.now() - start) * 1e6,
    stepNs: [],
    peakBytes: 0,
    liveNeurons: trainer.liveNeurons,
  };
  const record = (outputs: Float64Array) => {
    const residualNorm = distance(outputs, problem.labels);
    run.residualNorms.push(residualNorm);
    run.losses.push(residualNorm ** 2 / 2);
    tellParent({ step: run.stepNs.length, residualNorm });
    return residualNorm;
  };
  const recordRecall = async () => {
    const recall = await trainer.recall?.();
    if (recall) {
      run.recall ??= [];
      run.recall.push(recall.fired === 0 ? null : recall.found / recall.fired);
    }
  };
  // the residual is known after the next forward pass, which a step begins with: so each is reported one call late
  const blowUp = 1e6 * (1 + norm(problem.labels));
  let last = record(await trainer.evaluate());
  await recordRecall();
  while (
    run.status === "max-steps" &&
    run.stepNs.length < steps &&
    !(tolerance !== undefined && last < tolerance)
  ) {
    const before = performance.now();
    const { status, inner } = await trainer.step();
    await trainer.settled();
    run.stepNs.push((performance.now() - before) * 1e6);
    if (inner) {
      run.inner ??= [];
      run.inner.push(inner);
    }
    last = record(await trainer.evaluate());
    await recordRecall();
    // a parent that is gone is heard of, and notes leave, between two steps
    await nextTurn();
    if (status !== "stepped") run.status = status;
    else if (!(last < blowUp)) run.status = "diverged";
  }
  if ((run.status === "max-steps" || run.status === "solved") && tolerance !== undefined && last < tolerance)
    run.status = "converged";
  run.peakBytes = process.resourceUsage().maxRSS * 1024;
  const fired = await trainer.fired();
  const reason = explainEnd(run.status, run.losses, problem, fired);
  if (reason !== undefined) run.reason = reason;
  if (test) trained = trainer;
  else trainer.dispose();
  return run;
}

export async function answer({ inputs, labels }: Requests["test"]["ask"]): Promise<TestRun> {
  if (trained === undefined) throw new Error("train first: there is no network to ask");
  const start = performance.now();
  const outputs = await trained.predict(inputs, labels.length);
  const testNs = (performance.now() - start) * 1e6;
  const right = outputs.reduce((count, f, i) => count + Number(f * labels[i] > 0), 0);
  const distance = await trained.distance();
  trained.dispose();
  trained = undefined;
  return { testAccuracy: right / labels.length, testCount: labels.length, testNs, distance };
}
