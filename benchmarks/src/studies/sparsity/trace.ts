// Gauss–Newton in Gram space (live-gn) with everything looked at between steps: who fires, whose state flips, G's spectrum.
import { distance, gramOfRows, liveLaw, norm, type Problem, symmetricEigenvalues } from "@widthwise/core";
import type { Kernels, LiveNeurons } from "@widthwise/kernels";

export interface Trace {
  readonly status: "converged" | "max-steps" | "breakdown" | "diverged";
  /** ‖f − y‖ before each step and after the last; so are all below but the flips */
  readonly residuals: number[];
  /** (input, neuron) pairs that fire, over n·m */
  readonly firing: number[];
  /** neurons that fire at some input, over m */
  readonly live: number[];
  /** pairs that change between firing and not in a step, over the pairs that fired before it */
  readonly flips: number[];
  readonly lambdaMin: number[];
  readonly lambdaMax: number[];
  /** |S_i| at the start [n] */
  readonly fired: Float64Array;
  /** largest difference of an output at the end from its recomputation in float64 from z */
  readonly outputError: number;
}

export interface TraceOptions {
  readonly tolerance: number;
  readonly mostSteps: number;
  /** false: residuals alone, several times faster */
  readonly observe: boolean;
}

/** ‖f‖ beyond this times ‖y‖ does not come back. */
const BLOW_UP = 1e6;

/** Trains until the tolerance or the last step. A step costs what one of live-gn costs, an observation n³ and a copy of z. */
export async function traceGaussNewton(
  problem: Problem,
  kernels: Kernels,
  options: TraceOptions,
): Promise<Trace> {
  const { n, d, width, inputs, labels } = problem;
  const { tolerance, mostSteps, observe } = options;
  const kernel = gramOfRows(inputs, n, d);
  const neurons = await kernels.live(liveLaw(problem, kernel));
  try {
    const f = new Float64Array(n);
    const u = new Float64Array(n);
    const gram = new Float64Array(n * n);
    const overlaps = new Float64Array(n * n);
    const trace = {
      residuals: [] as number[],
      firing: [] as number[],
      live: [] as number[],
      flips: [] as number[],
      lambdaMin: [] as number[],
      lambdaMax: [] as number[],
      fired: new Float64Array(n),
    };
    let before: Uint8Array | undefined;
    /** Records the present state; false where f is beyond all numbers. */
    const look = (): boolean => {
      neurons.outputs(f);
      const residual = distance(f, labels);
      if (!Number.isFinite(residual)) return false;
      neurons.overlaps(overlaps);
      for (let i = 0; i < n; i++)
        for (let j = 0; j <= i; j++)
          gram[i * n + j] = gram[j * n + i] = (kernel[i * n + j] * overlaps[i * n + j]) / width;
      const fired = Float64Array.from({ length: n }, (_, i) => overlaps[i * n + i]);
      if (trace.residuals.length === 0) trace.fired.set(fired);
      trace.residuals.push(residual);
      if (!observe) return true;
      const total = fired.reduce((sum, count) => sum + count, 0);
      const pattern = patternOf(neurons, problem);
      trace.firing.push(total / (n * width));
      trace.live.push(pattern.live / width);
      if (before)
        trace.flips.push(
          changes(before, pattern.fires) / (trace.firing[trace.firing.length - 2] * n * width),
        );
      before = pattern.fires;
      const values = symmetricEigenvalues(gram, n);
      trace.lambdaMin.push(values[0]);
      trace.lambdaMax.push(values[n - 1]);
      return true;
    };
    const scale = BLOW_UP * (1 + norm(labels));
    let status: Trace["status"] = "max-steps";
    look();
    for (let step = 0; ; step++) {
      const residual = trace.residuals[step];
      if (residual < tolerance) status = "converged";
      else if (!(residual < scale)) status = "diverged";
      if (status !== "max-steps" || step === mostSteps) break;
      for (let i = 0; i < n; i++) u[i] = f[i] - labels[i];
      if (kernels.solveSpd(gram, u, u).status === "breakdown") {
        status = "breakdown";
        break;
      }
      neurons.move(u, true);
      if (!look()) {
        status = "diverged";
        break;
      }
    }
    return { status, ...trace, outputError: recompute(neurons, problem, f) };
  } finally {
    neurons.dispose();
  }
}

/** Who fires [count, n], and how many neurons fire at all. */
function patternOf(neurons: LiveNeurons, { n, shift }: Problem): { fires: Uint8Array; live: number } {
  const fires = new Uint8Array(neurons.count * n);
  let live = 0;
  let at = 0;
  for (const { count, z } of neurons.rows())
    for (let r = 0; r < count; r++) {
      let any = 0;
      for (let k = r * n; k < (r + 1) * n; k++) any |= fires[at++] = z[k] > shift ? 1 : 0;
      live += any;
    }
  return { fires, live };
}

function changes(a: Uint8Array, b: Uint8Array): number {
  let count = 0;
  for (let k = 0; k < a.length; k++) count += a[k] ^ b[k];
  return count;
}

/** max_i |f_i − (1/√m) Σ_r a_r max(z_ri − b, 0)|, summed in float64. */
function recompute(neurons: LiveNeurons, { n, width, shift }: Problem, f: Float64Array): number {
  const sums = new Float64Array(n);
  for (const { count, sign, z } of neurons.rows())
    for (let r = 0; r < count; r++)
      for (let i = 0; i < n; i++) sums[i] += sign[r] * Math.max(0, z[r * n + i] - shift);
  return sums.reduce((worst, sum, i) => Math.max(worst, Math.abs(sum / Math.sqrt(width) - f[i])), 0);
}
