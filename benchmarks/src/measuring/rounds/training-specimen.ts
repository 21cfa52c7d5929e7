// A training step as a cell: its losses against the float64 oracle, its work, and its time from the first state.
import type { Backend } from "@widthwise/backends";
import { distance, fillUniforms, norm, type Problem, resetCounters } from "@widthwise/core";
import { type Subject, scheduleStream } from "@widthwise/measure";
import { algorithms, explainBreakdown, nothingFires, startTraining, type Trainer } from "@widthwise/train";
import { countCheck } from "../count-check.ts";
import { farthest } from "../judge.ts";
import type { Check, Reference } from "./requests.ts";
import { type CellSpec, problemOf, type TrainingData } from "./spec.ts";
import { type Specimen, type Stuck, timed } from "./specimen.ts";

/** Takes `steps` steps, or as many as there are before one breaks down. */
export async function follow(trainer: Trainer, problem: Problem, steps: number): Promise<Reference> {
  const { labels } = problem;
  const residualNorms: number[] = [];
  for (let t = 1; t <= steps; t++) {
    const { outputs, status } = await trainer.step();
    residualNorms.push(distance(outputs, labels));
    if (status === "breakdown") {
      const why = explainBreakdown(problem, await trainer.fired());
      return { steps, residualNorms, stuck: `step ${t} breaks down: ${why}` };
    }
  }
  residualNorms.push(distance(await trainer.evaluate(), labels));
  return { steps, residualNorms };
}

/** Why the first step does nothing: it breaks down, or no neuron fires and nothing can move. */
async function whyStuck(trainer: Trainer, problem: Problem): Promise<string | undefined> {
  await trainer.restore();
  const { stuck } = await follow(trainer, problem, 1);
  await trainer.restore();
  if (stuck !== undefined) return stuck;
  await trainer.evaluate();
  const fired = await trainer.fired();
  return nothingFires(fired) ? `step 1 moves nothing: ${explainBreakdown(problem, fired)}` : undefined;
}

/** Losses agree when |Δ‖f−y‖| ≤ 1e-4·‖y‖ at every step: float32 rounding over a few steps stays well below. */
const AGREEMENT = 1e-4;
/** Inputs at which f is recomputed in float64 where the oracle is too large to run. */
const RECOMPUTED = 8;

async function open(cell: CellSpec, backend: Backend, data: TrainingData, start: "shared" | "sampled") {
  const problem = problemOf(cell, data);
  return timed(async () => {
    const trainer = await startTraining(algorithms[cell.algorithm], backend, problem, { start });
    await trainer.settled();
    return trainer;
  });
}

/** A training cell. `oracle`: whether the float64 oracle runs at this width, so that a shared start is affordable. */
export async function trainingSpecimen(
  cell: CellSpec,
  backend: Backend,
  data: TrainingData,
  oracle: boolean,
): Promise<Specimen> {
  const problem = problemOf(cell, data);
  const sampled = algorithms[cell.algorithm].sampled?.includes(cell.backend) ?? false;
  const opened = await open(cell, backend, data, sampled && !oracle ? "sampled" : "shared");
  const trainer = opened.value;
  // the algorithm's own initialisation is what is timed; the shared one only makes the answers comparable
  const own = sampled && oracle ? await open(cell, backend, data, "sampled") : opened;
  const all = new Set([trainer, own.value]);
  return {
    initNs: own.ns,
    async check(reference) {
      for (const each of all) {
        const stuck = await whyStuck(each, problem);
        if (stuck !== undefined) return { stuck };
      }
      return reference === null ? checkAlone(trainer, problem) : checkAgainst(trainer, problem, reference);
    },
    async work() {
      await trainer.restore();
      resetCounters(trainer.counters);
      await trainer.step();
      const work = { ...trainer.counters };
      await trainer.restore();
      return work;
    },
    async fired() {
      await trainer.restore();
      await trainer.evaluate();
      return (await trainer.fired()).reduce((sum, count) => sum + count, 0);
    },
    ...(algorithms[cell.algorithm].iterative && { measures: () => solveOf(trainer) }),
    async subject(slots) {
      const trainers = [own.value];
      while (trainers.length < slots) {
        const { value } = await open(cell, backend, data, sampled ? "sampled" : "shared");
        trainers.push(value);
        all.add(value);
      }
      return trainingSubject(trainers, backend.info.name);
    },
    dispose() {
      for (const each of all) each.dispose();
    },
  };
}

/** How the first step's iterative solve ended, and what went into it. */
async function solveOf(trainer: Trainer): Promise<Record<string, number>> {
  await trainer.restore();
  const { inner } = await trainer.step();
  await trainer.restore();
  if (inner === undefined) return {};
  const { iterations, macs } = inner;
  return {
    innerIterations: iterations,
    ...(macs && { sketchMacs: macs.sketch, factorMacs: macs.factor, iterationsMacs: macs.iterations }),
  };
}

function trainingSubject(trainers: Trainer[], backend: string): Subject {
  const subject: Subject = {
    slots: trainers.length,
    async restore() {
      for (const trainer of trainers) await trainer.restore();
    },
    step: (slot) => trainers[slot].step(),
  };
  // only a GPU returns before its work is done
  if (backend.endsWith("webgpu"))
    subject.settled = async () => {
      for (const trainer of trainers) await trainer.settled();
    };
  return subject;
}

async function checkAgainst(
  trainer: Trainer,
  problem: Problem,
  reference: Reference,
): Promise<Check | Stuck> {
  const { residualNorms, stuck } = await follow(trainer, problem, reference.steps);
  await trainer.restore();
  // a later step may break down, where the oracle's does
  if (residualNorms.length < reference.residualNorms.length)
    return { stuck: `${stuck}; the float64 oracle takes it` };
  if (residualNorms.length > reference.residualNorms.length)
    return { stuck: `${reference.stuck} in the float64 oracle, and not here` };
  const worst = farthest(residualNorms, reference.residualNorms);
  return {
    what: `‖f−y‖ after ${worst} of ${residualNorms.length - 1} steps, against the float64 oracle (worst of all steps)`,
    value: residualNorms[worst],
    reference: reference.residualNorms[worst],
    tolerance: AGREEMENT * norm(problem.labels),
  };
}

/** Where no oracle runs: f recomputed in float64 from the final weights, or counts against their law. */
async function checkAlone(trainer: Trainer, problem: Problem): Promise<Check> {
  if (trainer.recompute === undefined) {
    await trainer.evaluate();
    return countCheck(await trainer.fired(), problem);
  }
  const { n, labels, seed } = problem;
  await trainer.step();
  const outputs = (await trainer.evaluate()).slice();
  const draws = new Float64Array(Math.min(n, RECOMPUTED));
  fillUniforms({ seed, stream: scheduleStream }, 0, draws);
  const inputs = [...new Set(Array.from(draws, (u) => Math.floor(u * n)))];
  const expected = await trainer.recompute(inputs);
  const recall = await trainer.recall?.();
  await trainer.restore();
  const found = inputs.map((input) => outputs[input]);
  const worst = farthest(found, expected);
  return {
    what: `f after one step at ${inputs.length} inputs, recomputed in float64 from the weights (worst input)${recall ? `; approximate: finds ${recall.found} of ${recall.fired} firing (input, neuron) pairs` : ""}`,
    value: found[worst],
    reference: expected[worst],
    tolerance: AGREEMENT * norm(labels),
  };
}
