import type { Backend, MaybePromise } from "@widthwise/backends";
import {
  type Counters,
  counterNames,
  distance,
  fillUniforms,
  norm,
  type Problem,
  resetCounters,
} from "@widthwise/core";
import type { Subject } from "@widthwise/measure";
import { scheduleStream } from "@widthwise/measure";
import { algorithms, startTraining, type Trainer } from "@widthwise/train";
import { shiftOf } from "../../grids.ts";
import { countCheck } from "../count-check.ts";
import type { Check } from "./requests.ts";
import type { CellSpec, TrainingData } from "./spec.ts";

const operandsStream = 7;

/** What a cell needs to be checked and timed. */
export interface Specimen {
  /** answer against the reference; undefined where none was asked for */
  check(reference: readonly number[] | null): Promise<Check & { ok: boolean }>;
  /** exact work of one iteration from the initial state */
  work(): Promise<Counters>;
  /** fired (input, neuron) pairs at the initial state */
  fired?(): Promise<number>;
  /** what else a check finds, units in the names */
  measures?(): Promise<Record<string, number>>;
  /** independent copies of the state to time */
  subject(slots: number): Promise<Subject>;
  readonly initNs?: number;
  /** iterations that one sample may have, where the instrument's own limit, made for copies of a state, is too low */
  readonly mostInner?: number;
  dispose(): void;
}

/** The cell's problem: the first n of the run's inputs, the shift of its width. */
export function problemOf(cell: Pick<CellSpec, "n" | "width">, data: TrainingData): Problem {
  const { n, width } = cell;
  const { d, seed, init } = data;
  return {
    inputs: data.inputs.subarray(0, n * d),
    labels: data.labels.subarray(0, n),
    n,
    d,
    width,
    shift: shiftOf(data.shift)(width),
    seed,
    init,
  };
}

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

async function timed<T>(work: () => MaybePromise<T>): Promise<{ value: T; ns: number }> {
  const start = performance.now();
  const value = await work();
  return { value, ns: Math.max(1, (performance.now() - start) * 1e6) };
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

/** A matrix product cell: `gemm-nn`, `gemm-nt`, `gemm-tn`; n rows, d inner, width columns. */
export async function productSpecimen(cell: CellSpec, backend: Backend, seed: number): Promise<Specimen> {
  const orientation = cell.algorithm.slice("gemm-".length) as "nn" | "nt" | "tn";
  const shape = { orientation, rows: cell.n, inner: cell.d, cols: cell.width };
  const a = operand(shape.rows * shape.inner, seed, 0);
  const b = operand(shape.inner * shape.cols, seed, 2 ** 40);
  const { value: product, ns } = await timed(() => backend.product(shape, a, b));
  return {
    initNs: ns,
    async check() {
      await product.run();
      const c = await product.result();
      const places = new Float64Array(2 * 64);
      fillUniforms({ seed, stream: scheduleStream }, 0, places);
      let worst = { value: 0, reference: 0 };
      for (let k = 0; k < 64; k++) {
        const i = Math.floor(places[2 * k] * shape.rows);
        const j = Math.floor(places[2 * k + 1] * shape.cols);
        let sum = 0;
        for (let l = 0; l < shape.inner; l++)
          sum +=
            a[orientation === "tn" ? l * shape.rows + i : i * shape.inner + l] *
            b[orientation === "nt" ? j * shape.inner + l : l * shape.cols + j];
        const value = c[i * shape.cols + j];
        if (!(Math.abs(value - sum) <= Math.abs(worst.value - worst.reference)))
          worst = { value, reference: sum };
      }
      // entries are uniform on (−½, ½): a sum of `inner` products rounds by about √inner·2^-24/12
      const tolerance = shape.inner * 2 ** -24;
      return {
        what: "64 entries of the product against float64 (worst entry)",
        ...worst,
        tolerance,
        ok: Math.abs(worst.value - worst.reference) <= tolerance,
      };
    },
    async work() {
      resetCounters(product.counters);
      await product.run();
      return { ...product.counters };
    },
    // a product writes what it does not read: every slot may be the same
    subject: async (slots) => ({ slots, restore() {}, step: () => product.run() }),
    dispose: () => product.dispose(),
  };
}

/** A prime: repeats of the block never line up with rows or cache sets. */
const OPERAND_BLOCK = 65537;

/** Numbers uniform on (−½, ½): one block drawn by the key and repeated, since nothing here depends on independence. */
function operand(count: number, seed: number, first: number): Float32Array {
  const uniforms = new Float64Array(Math.min(count, OPERAND_BLOCK));
  fillUniforms({ seed, stream: operandsStream }, first, uniforms);
  const out = Float32Array.from({ length: uniforms.length }, (_, k) => uniforms[k] - 0.5);
  const whole = new Float32Array(count);
  for (let at = 0; at < count; at += out.length)
    whole.set(out.subarray(0, Math.min(out.length, count - at)), at);
  return whole;
}

/** An empty step: what the instrument itself costs. */
export function noopSpecimen(): Specimen {
  let sink = 0;
  return {
    initNs: 1,
    check: async () => ({ what: "nothing", value: 0, reference: 0, tolerance: 0, ok: true }),
    work: async () => Object.fromEntries(counterNames.map((name) => [name, 0])) as unknown as Counters,
    subject: async (slots) => ({
      slots,
      restore() {},
      step: () => {
        sink++;
      },
    }),
    dispose() {
      if (sink < 0) throw new Error("unreachable: keeps the empty step observable");
    },
  };
}
