// A training step as a cell: its losses against the float64 oracle, its work, and its time from the first state.
import type { Backend } from "@widthwise/backends";
import { distance, fillUniforms, norm, type Problem, resetCounters } from "@widthwise/core";
import { type Subject, scheduleStream } from "@widthwise/measure";
import { algorithms, startTraining, type Trainer } from "@widthwise/train";
import { countCheck } from "../count-check.ts";
import { type CellSpec, problemOf, type TrainingData } from "./spec.ts";
import { type Specimen, timed } from "./specimen.ts";

/** ‖f − y‖ before each of `steps` steps and after the last. */
export async function residualNorms(
  trainer: Trainer,
  labels: Float64Array,
  steps: number,
): Promise<number[]> {
  const norms: number[] = [];
  for (let t = 0; t < steps; t++) norms.push(distance((await trainer.step()).outputs, labels));
  norms.push(distance(await trainer.evaluate(), labels));
  return norms;
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
  const { sampled = false } = algorithms[cell.algorithm];
  const opened = await open(cell, backend, data, sampled && !oracle ? "sampled" : "shared");
  const trainer = opened.value;
  // the algorithm's own initialisation is what is timed; the shared one only makes the answers comparable
  const own = sampled && oracle ? await open(cell, backend, data, "sampled") : opened;
  const all = new Set([trainer, own.value]);
  return {
    initNs: own.ns,
    check: (reference) =>
      reference === null ? checkAlone(trainer, problem) : checkAgainst(trainer, problem, reference),
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

async function checkAgainst(trainer: Trainer, { labels }: Problem, reference: readonly number[]) {
  const norms = await residualNorms(trainer, labels, reference.length - 1);
  await trainer.restore();
  let worst = 0;
  for (let t = 0; t < norms.length; t++)
    if (!(Math.abs(norms[t] - reference[t]) <= Math.abs(norms[worst] - reference[worst]))) worst = t;
  const tolerance = AGREEMENT * norm(labels);
  return {
    what: `‖f−y‖ after ${worst} of ${norms.length - 1} steps, against the float64 oracle (worst of all steps)`,
    value: norms[worst],
    reference: reference[worst],
    tolerance,
    ok: Math.abs(norms[worst] - reference[worst]) <= tolerance,
  };
}

/** Where no oracle runs: f recomputed in float64 from the final weights, or counts against their law. */
async function checkAlone(trainer: Trainer, problem: Problem) {
  if (trainer.recompute === undefined) return checkCounts(trainer, problem);
  const { n, labels, seed } = problem;
  await trainer.step();
  const found = (await trainer.evaluate()).slice();
  const draws = new Float64Array(Math.min(n, RECOMPUTED));
  fillUniforms({ seed, stream: scheduleStream }, 0, draws);
  const inputs = [...new Set(Array.from(draws, (u) => Math.floor(u * n)))];
  const expected = await trainer.recompute(inputs);
  const recall = await trainer.recall?.();
  await trainer.restore();
  let worst = 0;
  for (let k = 0; k < inputs.length; k++)
    if (!(Math.abs(found[inputs[k]] - expected[k]) <= Math.abs(found[inputs[worst]] - expected[worst])))
      worst = k;
  const tolerance = AGREEMENT * norm(labels);
  return {
    what: `f after one step at ${inputs.length} inputs, recomputed in float64 from the weights (worst input)${recall ? `; approximate: finds ${recall.found} of ${recall.fired} firing (input, neuron) pairs` : ""}`,
    value: found[inputs[worst]],
    reference: expected[worst],
    tolerance,
    ok: Math.abs(found[inputs[worst]] - expected[worst]) <= tolerance,
  };
}

async function checkCounts(trainer: Trainer, problem: Problem) {
  await trainer.evaluate();
  const check = countCheck(await trainer.fired(), problem);
  return { ...check, ok: Math.abs(check.value - check.reference) <= check.tolerance };
}
