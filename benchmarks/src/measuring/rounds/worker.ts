// A measuring process: one backend, asked over the process channel, one request at a time.
import { setImmediate as nextTurn } from "node:timers/promises";
import { type Backend, openBackend } from "@widthwise/backends";
import { distance, norm } from "@widthwise/core";
import { calibrate, describeTimer, floorNs, type Subject, takeSamples } from "@widthwise/measure";
import { algorithms, explainEnd, startTraining, type Trainer } from "@widthwise/train";
import { measurePeaks, openFmaProbe } from "../peaks.ts";
import { serveRequests, tellParent } from "../process/protocol.ts";
import { productSpecimen } from "./product-specimen.ts";
import type { Prepared, Requests, TestRun, TrainRun, TrainSpec } from "./requests.ts";
import { type CellSpec, idOf, problemOf, type TrainingData } from "./spec.ts";
import { noopSpecimen, type Specimen } from "./specimen.ts";
import { structureSpecimen } from "./structure-specimen.ts";
import { residualNorms, trainingSpecimen } from "./training-specimen.ts";

let backend: Backend;
let data: TrainingData;
let trained: Trainer | undefined;
const timer = describeTimer();
const kept = new Map<
  string,
  {
    specimen: Specimen;
    subject: Subject;
    innerIterations: number;
    repeats: number;
    probe: (() => number) | undefined;
  }
>();
let fmaProbe: (() => number) | undefined;

/** First steps taken before a step of a few microseconds is calibrated: beyond V8's optimising threshold. */
const SHORT_WARMUPS = 3000;

async function specimenOf(cell: CellSpec, oracle: boolean): Promise<Specimen> {
  switch (cell.kind) {
    case "noop":
      return noopSpecimen();
    case "products":
      return productSpecimen(cell, backend, data?.seed ?? 1);
    case "structures":
      return structureSpecimen(cell, data);
    case "training":
      return trainingSpecimen(cell, backend, data, oracle);
  }
}

async function prepare({ cell, reference, timed, limitNs }: Requests["prepare"]["ask"]): Promise<Prepared> {
  // the shared start is affordable where the oracle runs, and is for the check alone
  const specimen = await specimenOf(cell, Array.isArray(reference));
  const prepared: Prepared = { status: "ok" };
  if (specimen.initNs !== undefined) prepared.initNs = specimen.initNs;
  try {
    if (reference !== undefined) {
      const { ok, ...check } = await specimen.check(reference);
      prepared.check = check;
      if (!ok) {
        prepared.status = "invalid";
        prepared.reason = `${check.what}: ${check.value} instead of ${check.reference}, tolerance ${check.tolerance}`;
        specimen.dispose();
        return prepared;
      }
      prepared.counters = await specimen.work();
      const fired = await specimen.fired?.();
      if (fired !== undefined) prepared.fired = fired;
      const measures = await specimen.measures?.();
      if (measures !== undefined) prepared.measures = measures;
    }
    if (!timed) {
      specimen.dispose();
      return prepared;
    }
    const single = await specimen.subject(1);
    const { mostInner: most } = specimen;
    const limits = { limitNs, ...(most === undefined ? {} : { most }) };
    let plan = await calibrate(single, timer.costNs, limits);
    // the compiler still improves a short step after ten calls; it is short, so that many more cost nothing
    if (plan.innerIterations > 1)
      plan = await calibrate(single, timer.costNs, { ...limits, warmups: SHORT_WARMUPS });
    const subject = await specimen.subject(plan.innerIterations);
    const { innerIterations, repeats } = plan;
    if (cell.kind === "products") fmaProbe ??= await openFmaProbe();
    const probe = cell.kind === "products" ? fmaProbe : undefined;
    kept.set(idOf(cell), { specimen, subject, innerIterations, repeats, probe });
    prepared.innerIterations = plan.innerIterations;
    prepared.repeats = plan.repeats;
    prepared.floorNs = floorNs(timer.costNs);
    prepared.stepNs = plan.stepNs;
    prepared.visitSeconds = (plan.repeats * plan.innerIterations * (plan.stepNs + plan.restoreNs)) / 1e9;
    prepared.peakBytes = process.resourceUsage().maxRSS * 1024;
    return prepared;
  } catch (error) {
    specimen.dispose();
    throw error;
  }
}

async function sample({ id }: Requests["sample"]["ask"]): Promise<Requests["sample"]["answer"]> {
  const held = kept.get(id);
  if (held === undefined) throw new Error(`no cell ${id} in this process`);
  const dispatchNs: number[] = [];
  const { subject, innerIterations, repeats, probe } = held;
  // a processor's clock follows its neighbours' load: a product is held against the peak of the same moment
  const before = probe?.();
  const rawNs = await takeSamples(subject, {
    innerIterations,
    repeats,
    ...(subject.settled ? { dispatchNs } : {}),
  });
  return {
    rawNs,
    ...(dispatchNs.length > 0 ? { dispatchNs: Math.min(...dispatchNs) } : {}),
    ...(probe && before ? { fmaFlopsPerSecond: Math.sqrt(before * probe()) } : {}),
  };
}

async function train(spec: TrainSpec): Promise<TrainRun> {
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

async function answer({ inputs, labels }: Requests["test"]["ask"]): Promise<TestRun> {
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

serveRequests<Requests>({
  async open({ backend: name, threads }) {
    const opened = await openBackend(name, threads === undefined ? {} : { threads });
    if (!("backend" in opened)) return opened;
    backend = opened.backend;
    return backend.info;
  },
  peaks: measurePeaks,
  async data(ask) {
    data = ask;
    return null;
  },
  async reference({ cell, steps }) {
    const problem = problemOf(cell, data);
    const { oracle } = algorithms[cell.algorithm];
    const trainer = await startTraining(algorithms[oracle], backend, problem, { start: "shared" });
    const norms = await residualNorms(trainer, problem.labels, steps);
    trainer.dispose();
    return norms;
  },
  prepare,
  sample,
  test: answer,
  async release({ id }) {
    kept.get(id)?.specimen.dispose();
    kept.delete(id);
    return null;
  },
  train,
});
