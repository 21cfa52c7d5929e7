// Gram-space training on the live set: a step moves z_rj by −(a_r/√m) Σ_{i∈F_r} K_ij u_i, so that neither weights nor
// the input dimension d enter the loop, and neurons that fire nowhere are not represented at all.
import type { Backend } from "@widthwise/backends";
import { type Counters, gramOfRows, liveLaw, newCounters, type Problem } from "@widthwise/core";
import { sampledLiveSet, sharedLiveSet } from "./live-set.ts";
import { JsLiveState, type LiveState } from "./live-state.ts";
import { wasmLiveState } from "./live-wasm.ts";
import { type Coefficients, coefficientsOf, type Rule } from "./rules.ts";
import type { Step, Trainer, TrainerOptions } from "./trainer.ts";

/** Holds f and the overlaps of the current z: a step is coefficients, then one pass over z. */
class LiveTrainer implements Trainer {
  readonly counters: Counters;
  readonly liveNeurons: number;
  readonly #problem: Problem;
  readonly #state: LiveState;
  readonly #coefficients: Coefficients;
  readonly #outputs: Float64Array;
  readonly #residual: Float64Array;
  readonly #overlaps: Float64Array;

  constructor(
    problem: Problem,
    state: LiveState,
    overlaps: Float64Array,
    coefficients: Coefficients,
    counters: Counters,
  ) {
    this.counters = counters;
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
    const taken = this.#coefficients.take(u, { overlaps: this.#overlaps });
    if (taken.status === "stepped") {
      this.#state.move(u);
      this.#state.overlaps(this.#overlaps);
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
    const before = { ...this.counters };
    this.#state.overlaps(this.#overlaps);
    Object.assign(this.counters, before);
  }

  settled(): void {}

  fired(): Float64Array {
    const { n } = this.#problem;
    return Float64Array.from({ length: n }, (_, i) => this.#overlaps[i * n + i]);
  }

  dispose(): void {
    this.#state.dispose();
  }
}

/**
 * Training in Gram space: Σ_r |F_r|·n multiply-adds for z and Σ_r |F_r|²/2 counts a step, n³/6 more for Gauss–Newton.
 * On the backend's kernels where it has them, else in float64 JavaScript.
 */
export async function liveTrainer(
  backend: Backend,
  problem: Problem,
  options: TrainerOptions,
  rule: Rule,
): Promise<Trainer> {
  const { n, d, inputs } = problem;
  const { kernels } = backend;
  const counters = newCounters();
  const kernel = gramOfRows(inputs, n, d);
  const shared = options.start === "shared" ? sharedLiveSet(problem, kernels?.fillNormals) : undefined;
  let state: LiveState;
  if (kernels === undefined) {
    state = new JsLiveState(problem, kernel, shared ?? sampledLiveSet(problem, kernel), counters);
  } else {
    // neurons that are given need no law
    const law = shared === undefined ? liveLaw(problem, kernel) : { ...problem, kernel, ...unsampled };
    state = await wasmLiveState(kernels, law, shared, counters);
  }
  const overlaps = new Float64Array(n * n);
  state.overlaps(overlaps);
  const solve = kernels?.solveSpd;
  const start = { problem, kernel, tangent: { overlaps }, options, counters, solve };
  const coefficients = coefficientsOf(rule, start);
  return new LiveTrainer(problem, state, overlaps, coefficients, counters);
}

const unsampled = { factor: new Float64Array(0), twins: 1, slots: 0, p: 0 } as const;
