// Damped inexact Gauss–Newton over a whole data set, where neither K nor G fits: each step solves (G + λI) u = f − y by conjugate gradients
// on products over fired pairs, with a Nyström preconditioner (Frangella, Tropp, Udell, "Randomized Nyström preconditioning", SIAM J.
// Matrix Anal. Appl. 44, 2023; here with inputs as landmarks and without its truncation), and λ follows Levenberg and Marquardt (Moré 1978): how well the linear model
// foretold the fall of the loss. A step that makes the loss larger is halved.
import type { Backend } from "@widthwise/backends";
import {
  choleskyFactor,
  choleskySolve,
  distance,
  dot,
  norm,
  type Problem,
  permutation,
} from "@widthwise/core";
import { type Factor, pcg } from "@widthwise/sketch";

type Kernels = NonNullable<Backend["kernels"]>;
type PairNetwork = ReturnType<Kernels["pairs"]>;

/** Random stream of the landmarks. */
const landmarkStream = 21;

export interface DampedOptions {
  /** inputs whose columns of G make the preconditioner; 0: none */
  readonly landmarks: number;
  /** of the solve: ‖(G + λI)u − (f − y)‖ / ‖f − y‖ */
  readonly tolerance: number;
  /** conjugate gradient steps at most */
  readonly maxSteps: number;
  /** λ at the start, in mean diagonal entries of G */
  readonly damping: number;
}

/** One step as it was taken. */
export interface DampedStep {
  /** ‖f − y‖ before and after */
  readonly before: number;
  readonly after: number;
  /** λ, in mean diagonal entries of G */
  readonly damping: number;
  /** how much of the direction was gone: 1, ½, …; 0: no part of it made the loss smaller */
  readonly share: number;
  /** conjugate gradient steps, and the residual that they left, relative */
  readonly inner: number;
  readonly residual: number;
  /** fired pairs before the step */
  readonly pairs: number;
  /** seconds by what they went into */
  readonly seconds: Readonly<Record<"preconditioner" | "solve" | "move" | "forward", number>>;
}

/** A direction is halved at most so often. */
const MOST_HALVINGS = 4;

/** Damped inexact Gauss–Newton on a network, step by step. */
export class DampedGaussNewton {
  readonly #network: PairNetwork;
  readonly #kernels: Kernels;
  readonly #problem: Pick<Problem, "n" | "d" | "width" | "seed"> & { readonly inputs: Float32Array };
  readonly #labels: Float64Array;
  readonly #options: DampedOptions;
  #damping: number;
  #outputs: Float64Array;
  #steps = 0;

  /** Runs the first forward pass. */
  constructor(
    network: PairNetwork,
    kernels: Kernels,
    problem: Pick<Problem, "n" | "d" | "width" | "seed" | "labels"> & { readonly inputs: Float32Array },
    options: DampedOptions,
  ) {
    this.#network = network;
    this.#kernels = kernels;
    this.#problem = problem;
    this.#labels = Float64Array.from(problem.labels);
    this.#options = options;
    this.#damping = options.damping;
    this.#outputs = new Float64Array(problem.n);
    network.forward(this.#outputs);
  }

  /** f [n] at the current weights */
  get outputs(): Float64Array {
    return this.#outputs;
  }

  get damping(): number {
    return this.#damping;
  }

  /** One step; where no part of it helps the weights go back, as far as float32 does, and λ grows. */
  step(): DampedStep {
    const network = this.#network;
    const { n, width } = this.#problem;
    const { pairs } = network;
    const clock = stopwatch();
    const right = this.#outputs.map((value, i) => value - this.#labels[i]);
    const before = norm(right);
    // K_ii = 1, so that the mean diagonal entry of G is the share of pairs that fire
    const lambda = this.#damping * (pairs / n / width);
    const preconditioner = this.#preconditioner(lambda);
    const preconditioning = clock();
    const damped = (v: Float64Array, out: Float64Array) => {
      network.applyGram(v, out);
      for (let i = 0; i < n; i++) out[i] += lambda * v[i];
    };
    const { tolerance, maxSteps } = this.#options;
    const solved = pcg(damped, right, { tolerance, maxSteps, ...(preconditioner && { preconditioner }) });
    const u = solved.x;
    const solving = clock();
    network.aim(u);
    const damping = this.#damping;
    let share = 1;
    network.move(1);
    let moving = clock();
    let forwarding = 0;
    const outputs = new Float64Array(n);
    let after = before;
    for (let halvings = 0; ; halvings++) {
      network.forward(outputs);
      forwarding += clock();
      after = distance(outputs, this.#labels);
      if (after < before || halvings === MOST_HALVINGS) break;
      network.move(-share / 2);
      share /= 2;
      moving += clock();
    }
    if (!(after < before)) {
      // nowhere along the direction
      network.move(-share);
      network.forward(outputs);
      share = 0;
      after = distance(outputs, this.#labels);
      forwarding += clock();
    }
    this.#outputs = outputs;
    this.#damping = this.#nextDamping({ before, after, share, foretold: foretold(right, u, lambda) });
    this.#steps++;
    return {
      ...{ before, after, damping, share, pairs },
      inner: solved.steps,
      residual: solved.residual,
      seconds: { preconditioner: preconditioning, solve: solving, move: moving, forward: forwarding },
    };
  }

  /** By how much of the foretold fall of ‖f − y‖² there was: below a quarter λ is doubled twice, above three quarters it is divided by three. */
  #nextDamping({ before, after, share, foretold }: Fall): number {
    if (share < 1) return this.#damping * 4;
    const gained = (before ** 2 - after ** 2) / foretold;
    if (gained < 0.25) return this.#damping * 4;
    return gained > 0.75 ? this.#damping / 3 : this.#damping;
  }

  /**
   * (C W⁻¹Cᵀ + δI)⁻¹ for the columns C [n, ℓ] of G at ℓ landmarks and their rows W in it, by the identity of Woodbury: the factor of
   * δW + CᵀC. δ is λ and what the landmarks leave of G's diagonal. n·ℓ·d multiply-adds for the kernel, n·ℓ² for the factor, 2nℓ for
   * each application.
   */
  #preconditioner(lambda: number): Factor | undefined {
    const { n } = this.#problem;
    const [landmarks, probes] = this.#landmarks();
    const l = landmarks.length;
    if (l === 0) return undefined;
    const columns = this.#columns(landmarks);
    const within = new Float64Array(l * l);
    for (let a = 0; a < l; a++) for (let b = 0; b < l; b++) within[a * l + b] = columns[landmarks[a] * l + b];
    const delta = lambda + this.#rest(columns, l, probes, within);
    const system = this.#squares(columns, l);
    const trace = traceOf(system, l);
    for (let k = 0; k < system.length; k++) system[k] += delta * within[k];
    for (let a = 0; a < l; a++) system[a * l + a] += (ROUNDING * trace) / l;
    if (!(delta > 0) || choleskyFactor(system, l).status !== "solved") return undefined;
    const part = new Float64Array(l);
    return {
      solveT() {},
      solve(x) {
        part.fill(0);
        for (let i = 0; i < n; i++) {
          const row = i * l;
          for (let a = 0; a < l; a++) part[a] += columns[row + a] * x[i];
        }
        choleskySolve(system, l, part);
        for (let i = 0; i < n; i++) {
          const row = i * l;
          let sum = 0;
          for (let a = 0; a < l; a++) sum += columns[row + a] * part[a];
          x[i] = (x[i] - sum) / delta;
        }
      },
    };
  }

  /** Mean of G_ii − c_iᵀW⁻¹c_i over inputs that are no landmarks: the eigenvalues that the landmarks do not see. */
  #rest(columns: Float32Array, l: number, probes: readonly number[], within: Float64Array): number {
    if (probes.length === 0) return 0;
    const own = this.#columns(probes);
    const factor = within.slice();
    const trace = traceOf(within, l);
    for (let a = 0; a < l; a++) factor[a * l + a] += (ROUNDING * trace) / l;
    if (choleskyFactor(factor, l).status !== "solved") return 0;
    let sum = 0;
    for (const [k, input] of probes.entries()) {
      const row = Float64Array.from(columns.subarray(input * l, (input + 1) * l));
      const solved = row.slice();
      choleskySolve(factor, l, solved);
      sum += own[input * probes.length + k] - dot(row, solved);
    }
    return Math.max(0, sum / probes.length);
  }

  /** Other inputs at every step, without replacement, and some that are none of them. */
  #landmarks(): [landmarks: number[], probes: number[]] {
    const { n, seed } = this.#problem;
    const order = permutation(n, { seed, stream: landmarkStream }, this.#steps * n);
    const count = Math.min(n, this.#options.landmarks);
    const sorted = (part: Int32Array) => Array.from(part).sort((a, b) => a - b);
    return [sorted(order.subarray(0, count)), sorted(order.subarray(count, count + PROBES))];
  }

  /** G_ij for landmarks j [n, ℓ]: overlaps times kernel. */
  #columns(landmarks: readonly number[]): Float32Array {
    const { n, d, inputs } = this.#problem;
    const l = landmarks.length;
    const columns = new Float32Array(n * l);
    this.#network.overlapsWith(landmarks, columns);
    const gemm = this.#kernels.gemm({ orientation: "nt", rows: ROWS, inner: d, cols: l });
    const b = gemm.b();
    for (const [a, input] of landmarks.entries()) b.set(inputs.subarray(input * d, (input + 1) * d), a * d);
    for (let first = 0; first < n; first += ROWS) {
      const rows = Math.min(ROWS, n - first);
      const left = gemm.a().fill(0, rows * d);
      left.set(inputs.subarray(first * d, (first + rows) * d));
      gemm.run();
      const kernel = gemm.c();
      const to = columns.subarray(first * l, (first + rows) * l);
      for (let k = 0; k < to.length; k++) to[k] *= kernel[k];
    }
    gemm.dispose();
    return columns;
  }

  /** CᵀC [ℓ, ℓ]. */
  #squares(columns: Float32Array, l: number): Float64Array {
    const { n } = this.#problem;
    const gemm = this.#kernels.gemm({ orientation: "tn", rows: l, inner: ROWS, cols: l });
    const sum = new Float64Array(l * l);
    for (let first = 0; first < n; first += ROWS) {
      const part = columns.subarray(first * l, Math.min(n, first + ROWS) * l);
      for (const operand of [gemm.a(), gemm.b()]) {
        operand.set(part);
        operand.fill(0, part.length);
      }
      gemm.run();
      const square = gemm.c();
      for (let k = 0; k < sum.length; k++) sum[k] += square[k];
    }
    gemm.dispose();
    return sum;
  }
}

/** Inputs of one product. */
const ROWS = 2048;
/** Inputs at which it is looked what the landmarks leave. */
const PROBES = 32;
/** What rounding of float32 columns may have taken, of a mean diagonal entry. */
const ROUNDING = 1e-6;

function traceOf(a: Float64Array, n: number): number {
  let sum = 0;
  for (let k = 0; k < n; k++) sum += a[k * n + k];
  return sum;
}

interface Fall {
  readonly before: number;
  readonly after: number;
  readonly share: number;
  /** of ‖f − y‖², by the linear model */
  readonly foretold: number;
}

/** ‖r‖² − ‖r − Gu‖² where (G + λI)u ≈ r: r − Gu ≈ λu. */
function foretold(right: Float64Array, u: Float64Array, lambda: number): number {
  return dot(right, right) - lambda ** 2 * dot(u, u);
}

/** Seconds since it was last read. */
function stopwatch(): () => number {
  let last = performance.now();
  return () => {
    const now = performance.now();
    const seconds = (now - last) / 1e3;
    last = now;
    return seconds;
  };
}
