// Gram-space training on the live set: a step moves z_rj by −(a_r/√m) Σ_{i∈F_r} K_ij u_i, so that neither the weights nor
// the input dimension d enter the loop, and neurons that fire nowhere are not represented at all. The README says why
// this is exact.
import type { Backend } from "@widthwise/backends";
import { type Counters, gramOfRows, type LiveLaw, liveLaw, newCounters, type Problem } from "@widthwise/core";
import { answeringNeurons, neuronsOf } from "./live-answers.ts";
import { sampledLiveSet, sharedLiveSet } from "./live-set.ts";
import { JsLiveState, type LiveState } from "./live-state.ts";
import { wasmLiveState } from "./live-wasm.ts";
import type { TrainerOptions } from "./options.ts";
import { RecoveredWeights } from "./recovered-weights.ts";
import { outputsAt } from "./responses.ts";
import { type Coefficients, coefficientsOf, type Rule } from "./rules.ts";
import type { Step, Trainer } from "./trainer.ts";

/** Holds f and the overlaps of the current z: a step finds coefficients, then passes over z once. */
class LiveTrainer implements Trainer {
  readonly counters: Counters;
  readonly liveNeurons: number;
  readonly #problem: Problem;
  readonly #state: LiveState;
  readonly #coefficients: Coefficients;
  readonly #outputs: Float64Array;
  readonly #residual: Float64Array;
  readonly #overlaps: Float64Array;
  readonly #backend: Backend;
  readonly #kernel: Float64Array;
  readonly #rule: Rule;
  readonly #all: boolean;
  /** the rule wants the overlaps at every step; otherwise they are counted when they are asked for */
  readonly #counting: boolean;

  constructor(
    backend: Backend,
    problem: Problem,
    { state, kernel, counters, all = false }: LiveStart,
    overlaps: Float64Array,
    coefficients: Coefficients,
    rule: Rule,
  ) {
    this.#rule = rule;
    this.#all = all;
    this.#counting = rule.wants === "overlaps";
    this.counters = counters;
    this.#backend = backend;
    this.#kernel = kernel;
    this.liveNeurons = state.count;
    this.#problem = problem;
    this.#state = state;
    this.#coefficients = coefficients;
    this.#outputs = new Float64Array(problem.n);
    this.#residual = new Float64Array(problem.n);
    this.#overlaps = overlaps;
  }

  step(): Step {
    const { labels } = this.#problem;
    const outputs = this.evaluate();
    const u = this.#residual;
    for (let i = 0; i < u.length; i++) u[i] = outputs[i] - labels[i];
    const sets = this.#rule.wants === "sets" ? this.#state.sets() : undefined;
    const taken = this.#coefficients.take(u, { overlaps: this.#overlaps, sets });
    if (taken.status === "stepped") {
      this.#state.move(u, this.#counting);
      if (this.#counting) this.#state.overlaps(this.#overlaps);
    }
    return { outputs, ...taken };
  }

  evaluate(): Float64Array {
    this.#state.outputs(this.#outputs);
    return this.#outputs;
  }

  restore(): void {
    this.#coefficients.restore();
    this.#state.restore();
    if (this.#counting) this.#countUnseen();
  }

  #countUnseen(): void {
    const before = { ...this.counters };
    this.#state.overlaps(this.#overlaps);
    Object.assign(this.counters, before);
  }

  settled(): void {}

  fired(): Float64Array {
    const { n } = this.#problem;
    this.#countUnseen();
    return Float64Array.from({ length: n }, (_, i) => this.#overlaps[i * n + i]);
  }

  predict(inputs: Float64Array, count: number): Promise<Float64Array> {
    const weights = new RecoveredWeights(this.#backend, this.#problem, this.#kernel);
    const neurons = this.#all
      ? neuronsOf(this.#state.rows(), weights)
      : answeringNeurons(this.#problem, this.#state, weights);
    return outputsAt(this.#backend, neurons, this.#problem, inputs, count);
  }

  /** Copies z; n·d multiply-adds per live neuron. */
  async distance(): Promise<number> {
    const weights = new RecoveredWeights(this.#backend, this.#problem, this.#kernel);
    const now = Array.from(this.#state.rows(), ({ z }) =>
      this.#backend.info.precision === "float32" ? Float32Array.from(z) : z,
    );
    this.restore();
    let sum = 0;
    let piece = 0;
    for (const { z } of this.#state.rows()) {
      const moved = now[piece++];
      sum += await weights.squaredMove(z.map((initial, o) => moved[o] - initial));
    }
    return Math.sqrt(sum);
  }

  dispose(): void {
    this.#state.dispose();
  }
}

/** What every algorithm on live neurons starts from. */
export interface LiveStart {
  readonly state: LiveState;
  /** K = X Xᵀ [n, n] */
  readonly kernel: Float64Array;
  readonly counters: Counters;
  /** every neuron is there, not the live ones alone */
  readonly all?: boolean;
}

/**
 * The live neurons at initialisation, or `all` neurons, of which trees of maxima find those that fire: on the backend's kernels where it
 * has them, else in float64 JavaScript.
 */
export async function startLive(
  { kernels }: Backend,
  problem: Problem,
  options: TrainerOptions,
  all?: LiveLaw["all"],
): Promise<LiveStart> {
  const { n, d, inputs } = problem;
  const counters = newCounters();
  const kernel = gramOfRows(inputs, n, d);
  // JavaScript draws live neurons alone: all of them come from their weights
  const fromWeights = options.start === "shared" || (all !== undefined && kernels === undefined);
  const shared = fromWeights ? sharedLiveSet(problem, kernels?.fillNormals, all !== undefined) : undefined;
  if (kernels === undefined) {
    const state = new JsLiveState(problem, kernel, shared ?? sampledLiveSet(problem, kernel), counters);
    return { state, kernel, counters, all: all !== undefined };
  }
  // neurons that are given need no law to be drawn from
  const { logMiss, ...drawn }: LiveLaw =
    shared === undefined ? liveLaw(problem, kernel) : { ...problem, kernel, ...unsampled };
  const law = all ? { ...drawn, all } : { ...drawn, ...(logMiss === undefined ? {} : { logMiss }) };
  return {
    state: await wasmLiveState(kernels, law, shared, counters),
    kernel,
    counters,
    all: all !== undefined,
  };
}

/**
 * Starts `live-gd` or `live-gn`; with `all`, `tree-gd`, `tree-gn` or `tree-sketch-gn` on kernels. A step takes Σ_r |F_r|·n multiply-adds
 * for z; Gauss–Newton takes Σ_r |F_r|²/2 additions and n³/6 multiply-adds besides.
 */
export async function liveTrainer(
  backend: Backend,
  problem: Problem,
  options: TrainerOptions,
  rule: Rule,
  all?: LiveLaw["all"],
): Promise<Trainer> {
  const live = await startLive(backend, problem, options, all);
  const { state, kernel, counters } = live;
  const overlaps = new Float64Array(problem.n ** 2);
  state.overlaps(overlaps);
  const solve = backend.kernels?.solveSpd;
  const start = { problem, kernel, tangent: { overlaps }, options, counters, solve };
  return new LiveTrainer(backend, problem, live, overlaps, coefficientsOf(rule, start), rule);
}

const unsampled = { factor: new Float64Array(0), twins: 1, slots: 0, p: 0 } as const;
