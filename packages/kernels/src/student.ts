// A two-layer ReLU network with both layers trained, in the kernels' memory; see assembly/student.ts.
import { checkLength, checkSizes } from "./check.ts";
import type { Engine } from "./engine.ts";
import { jobs } from "./jobs/fields.ts";
import { bytesOf, jobAt } from "./jobs/job.ts";

/** A training set and a width. */
export interface StudentShape {
  /** X [n, d], row-major */
  readonly inputs: Float64Array;
  /** y [n] */
  readonly labels: Float64Array;
  readonly n: number;
  readonly d: number;
  /** neurons */
  readonly width: number;
}

/** f(x) = Σ_k a_k max(⟨w_k, x⟩, 0) with both layers trained; float64 weights, float32 products. */
export interface Student {
  /** Weights ← a [width], w [width, d]. */
  set(a: Float64Array, w: Float64Array): void;
  /** a [width], w [width, d] ← weights. */
  get(a: Float64Array, w: Float64Array): void;
  /**
   * Steps of full-batch gradient descent on mean((f − y)²), both layers at once, with a rate for each. Returns the loss
   * before the last step, NaN or infinite once it has diverged. 2·n·d·width multiply-adds per step, on the calling thread.
   */
  descend(steps: number, rates: { readonly a: number; readonly w: number }): number;
  /** Frees the student. */
  dispose(): void;
}

/** Panels of eight inputs between forward and backward: the pulls of a chunk, 32 bytes per neuron and panel, stay in the caches. */
const CHUNK = 13;

export function openStudent({ wasm, arena }: Engine, shape: StudentShape): Student {
  const { inputs, labels, n, d, width } = shape;
  checkSizes("n, d and width", [n, d, width], 2 ** 24 - 1);
  checkLength("inputs", inputs, "[n, d]", n * d);
  checkLength("labels", labels, "[n]", n);
  const panels = Math.ceil(n / 8);
  const chunk = Math.ceil(panels / Math.ceil(panels / CHUNK));
  const columns = Math.ceil(d / 8);
  const rows = wasm.tileRows(width);
  const sizes = {
    job: bytesOf(jobs.Student),
    x: panels * d * 32,
    across: columns * panels * 256,
    labels: panels * 64,
    a: 8 * width,
    w: 8 * width * d,
    rounded: 4 * width * d,
    strips: wasm.studentStrips(width, d),
    z: rows * 32,
    pulls: width * chunk * 32,
    pullStrips: wasm.studentStrips(width, 8 * chunk),
    shares: width * 32,
    gradA: 8 * width,
    gradW: columns * rows * 32,
  };
  const { chunk: memory, at } = arena.carve(sizes, `a student of width ${width} with n = ${n}, d = ${d}`);
  const { job: jobAddress, ...addresses } = at;
  const job = jobAt(arena, jobAddress, jobs.Student);
  job.fill({ n, d, width, chunk, ...addresses, rateA: 0, rateW: 0 });

  // padding is zero: a missing input has z = f = y = 0 and pulls nothing
  arena.f32(at.x, sizes.x / 4).fill(0);
  arena.f32(at.across, sizes.across / 4).fill(0);
  arena.f64(at.labels, sizes.labels / 8).fill(0);
  arena.f64(at.labels, n).set(labels);
  const plain = arena.allocate(4 * n * d, "the inputs");
  arena.f32(plain.at, n * d).set(inputs);
  wasm.packPanels(plain.at, 4 * d, true, n, d, at.x, d * 32);
  wasm.packPanels(plain.at, 4 * d, false, d, n, at.across, panels * 256);
  arena.free(plain);

  return {
    set(a, w) {
      checkLength("a", a, "[width]", width);
      checkLength("w", w, "[width, d]", width * d);
      arena.f64(at.a, width).set(a);
      arena.f64(at.w, width * d).set(w);
    },
    get(a, w) {
      checkLength("a", a, "[width]", width);
      checkLength("w", w, "[width, d]", width * d);
      a.set(arena.f64(at.a, width));
      w.set(arena.f64(at.w, width * d));
    },
    descend(steps, rates) {
      if (!Number.isInteger(steps) || steps < 1 || steps >= 2 ** 32)
        throw new RangeError(`steps must be a whole number from 1 to ${2 ** 32 - 1}, got ${steps}`);
      // the kernel's gradient is that of ½Σ(f − y)²
      job.set({ rateA: (2 * rates.a) / n, rateW: (2 * rates.w) / n });
      return wasm.descend(at.job, steps) / n;
    },
    dispose: () => arena.free(memory),
  };
}
