// Gram-space training on the live set: a step moves z_rj by −(a_r/√m) Σ_{i∈F_r} K_ij u_i, so that neither weights nor
// the input dimension d enter the loop, and neurons that fire nowhere are not represented at all.
import { gramOfRows, newCounters, type Problem } from "@widthwise/core";
import { countOverlaps, type FiredSets, moveRow, scaleKernelRows } from "./fired-sets.ts";
import { gaussNewtonCoefficients } from "./gauss-newton.ts";
import { type LiveSet, sampledLiveSet, sharedLiveSet } from "./live-set.ts";
import type { Step, Trainer, TrainerOptions } from "./trainer.ts";

/** Gauss–Newton in Gram space: Σ_r |F_r|·n multiply-adds for z, Σ_r |F_r|²/2 counts for G, n³/6 for its factor. */
export class LiveGaussNewton implements Trainer {
  readonly counters = newCounters();
  readonly liveNeurons: number;
  readonly #problem: Problem;
  readonly #rate: number;
  readonly #kernel: Float64Array;
  readonly #live: LiveSet;
  readonly #z: Float64Array;
  readonly #sets: FiredSets;
  readonly #outputs: Float64Array;
  readonly #residual: Float64Array;
  readonly #overlaps: Float64Array;
  readonly #gram: Float64Array;

  constructor(problem: Problem, options: TrainerOptions) {
    const { n, d, inputs } = problem;
    this.#problem = problem;
    this.#rate = options.rate ?? 1;
    this.#kernel = gramOfRows(inputs, n, d);
    this.#live = options.start === "shared" ? sharedLiveSet(problem) : sampledLiveSet(problem, this.#kernel);
    const { count } = this.#live;
    this.liveNeurons = count;
    this.counters.macs += this.#live.macs;
    this.#z = this.#live.z.slice();
    this.#sets = {
      rows: 0,
      neuron: new Int32Array(count),
      start: new Int32Array(count + 1),
      input: new Int32Array(count * n),
    };
    this.#outputs = new Float64Array(n);
    this.#residual = new Float64Array(n);
    this.#overlaps = new Float64Array(n * n);
    this.#gram = new Float64Array(n * n);
  }

  step(): Step {
    const { n, width, labels } = this.#problem;
    const outputs = this.evaluate();
    const u = this.#residual;
    for (let i = 0; i < n; i++) u[i] = outputs[i] - labels[i];
    const sets = this.#sets;
    countOverlaps(sets, n, this.#overlaps, this.counters);
    const solved = gaussNewtonCoefficients(
      this.#gram,
      this.#kernel,
      this.#overlaps,
      width,
      u,
      this.#rate,
      this.counters,
    );
    if (solved.status === "breakdown") return { outputs, status: "breakdown" };
    scaleKernelRows(this.#kernel, u, this.#gram);
    for (let k = 0; k < sets.rows; k++) {
      const row = sets.neuron[k];
      moveRow(sets, k, this.#gram, n, this.#live.sign[row] / Math.sqrt(width), this.#z, row * n);
    }
    const pairs = sets.start[sets.rows];
    this.counters.macs += n * n + pairs * n;
    this.counters.bytesRead += 8 * (2 * n * n + sets.rows * n + pairs * n);
    this.counters.bytesWritten += 8 * (n * n + sets.rows * n);
    return { outputs, status: "stepped" };
  }

  /** Scans z once: f, and who fires at which inputs. L·n compares. */
  evaluate(): Float64Array {
    const { n, width, shift } = this.#problem;
    const { count, sign } = this.#live;
    const sets = this.#sets;
    const f = this.#outputs.fill(0);
    const z = this.#z;
    let pairs = 0;
    let rows = 0;
    for (let row = 0; row < count; row++) {
      const from = pairs;
      for (let i = 0; i < n; i++) {
        const excess = z[row * n + i] - shift;
        if (excess > 0) {
          f[i] += sign[row] * excess;
          sets.input[pairs++] = i;
        }
      }
      if (pairs > from) {
        sets.neuron[rows] = row;
        sets.start[rows++] = from;
      }
    }
    sets.start[rows] = pairs;
    sets.rows = rows;
    for (let i = 0; i < n; i++) f[i] /= Math.sqrt(width);
    this.counters.compares += count * n;
    this.counters.macs += pairs;
    this.counters.bytesRead += 8 * count * n;
    this.counters.bytesWritten += 4 * pairs + 8 * rows;
    return f;
  }

  restore(): void {
    this.#z.set(this.#live.z);
  }

  settled(): void {}

  fired(): Float64Array {
    const counts = new Float64Array(this.#problem.n);
    const { start, rows, input } = this.#sets;
    for (let p = 0; p < start[rows]; p++) counts[input[p]]++;
    return counts;
  }

  dispose(): void {}
}
