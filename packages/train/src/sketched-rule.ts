// Gauss–Newton by sketching: Brand, Peng, Song, Weinstein, "Training (Overparametrized) Neural Networks in Near-Linear
// Time", ITCS 2021, arXiv 2006.11648. Each step solves G u = f − y by conjugate gradients, preconditioned by the factor
// of a sketch S Jᵀ. Differences: a sparse sketch drawn at the neurons that fire in place of the fast
// Johnson–Lindenstrauss transform, as J is sparse; and a practical number of rows and tolerance by default, the theorem's
// on demand.
import { factorSketch, type Preconditioner, pcg, sparseColumns, theoreticalRows } from "@widthwise/sketch";
import { ProblemError } from "./check-problem.ts";
import { FiredJacobian, shortCoordinates } from "./fired-jacobian.ts";
import { restrictTo } from "./fired-sets.ts";
import type { SketchOptions } from "./options.ts";
import type { Rule } from "./rules.ts";

/** Random stream of the sketches. */
export const sketchStream = 11;

/** Accepted kinds of sketch. */
export const sketchKinds = ["none", "count-sketch", "sparse-sign"] as const;
/** What holds where an option is not given. */
export const sketchDefaults = { kind: "count-sketch", rows: 4, tolerance: 1e-8, maxSteps: 1000 } as const;

/** 1 GiB of float64: the rows that a theorem asks for can exceed any memory. */
const MOST_NUMBERS = 2 ** 27;

/**
 * u = η g, G g ≈ f − y, by default with η = 1. Makes the sketch and its factor, then applies G and the factor once per
 * iteration; the multiply-adds are counted where they are done. The sketch is drawn anew at every step, since J depends
 * on the steps before. A solve that runs out of iterations gives a step all the same, and `inner` says so.
 */
export const sketchedGaussNewton: Rule = {
  wants: "sets",
  atStart: () => false,
  prepare({ problem, kernel, options, counters }) {
    const { n, width, seed } = problem;
    const { rate = 1 } = options;
    const { kind, rows, tolerance, maxSteps } = checkedSketch(options.sketch);
    const { coordinates, q } = shortCoordinates(problem, kernel);
    const key = { seed, stream: sketchStream };
    // too many rows are refused here, not in the middle of training
    if (kind !== "none") rowsFor(kind, rows, options.batch ?? n, width * q);
    return (u, { sets }, batch, step) => {
      if (sets === undefined) throw new Error("the sketched rule needs the fired sets");
      const b = batch.length;
      const whole = b === n;
      const jacobian = new FiredJacobian(
        whole ? sets : restrictTo(sets, batch, n),
        width,
        whole ? kernel : blockOf(kernel, n, batch),
        whole ? coordinates : rowsOf(coordinates, q, batch),
        q,
        counters,
      );
      const spent = { sketch: 0, factor: 0, iterations: 0 };
      let since = counters.macs;
      const spend = (on: keyof typeof spent) => {
        spent[on] += counters.macs - since;
        since = counters.macs;
      };
      let preconditioner: Preconditioner | undefined;
      if (kind !== "none") {
        const s = rowsFor(kind, rows, b, width * q);
        const columns = sparseColumns({ kind, rows: s, cols: width * q }, key);
        const sketched = jacobian.sketch(columns, s, step * width * q);
        spend("sketch");
        const built = factorSketch(sketched, s, b, { counters });
        spend("factor");
        if (built.status === "breakdown")
          return {
            status: "breakdown",
            inner: { status: "breakdown", iterations: 0, relativeResidual: 1, macs: spent },
          };
        preconditioner = built.preconditioner;
      }
      const right = Float64Array.from(batch, (i) => u[i]);
      const apply = (v: Float64Array, out: Float64Array) => jacobian.applyGram(v, out);
      const { status, steps, residual, x } = pcg(apply, right, {
        tolerance,
        maxSteps,
        preconditioner,
        counters,
      });
      spend("iterations");
      for (let k = 0; k < b; k++) u[batch[k]] = rate * x[k];
      const inner = { status, iterations: steps, relativeResidual: residual, macs: spent };
      return { status: status === "breakdown" ? "breakdown" : "stepped", inner };
    };
  },
};

type Checked = { [Name in keyof SketchOptions]-?: NonNullable<SketchOptions[Name]> };

/** The options with their defaults; ProblemError where one is out of range. */
function checkedSketch(options: SketchOptions = {}): Checked {
  const {
    kind = sketchDefaults.kind,
    rows = sketchDefaults.rows,
    tolerance = sketchDefaults.tolerance,
    maxSteps = sketchDefaults.maxSteps,
  } = options;
  if (!sketchKinds.includes(kind))
    throw new ProblemError(`sketch kind is ${kind}, accepted are ${sketchKinds.join(", ")}`);
  if (typeof rows === "number") {
    if (!(rows >= 1 && Number.isFinite(rows)))
      throw new ProblemError(`sketch rows are ${rows} times the inputs, accepted are numbers from 1 on`);
  } else
    for (const [name, value] of Object.entries(rows))
      if (!(value > 0 && value < 1))
        throw new ProblemError(`${name} of the sketch is ${value}, accepted are numbers between 0 and 1`);
  if (!(tolerance > 0 && tolerance < 1))
    throw new ProblemError(`inner tolerance is ${tolerance}, accepted are numbers between 0 and 1`);
  if (!(Number.isSafeInteger(maxSteps) && maxSteps >= 1))
    throw new ProblemError(`inner steps are ${maxSteps}, accepted are whole numbers from 1 on`);
  return { kind, rows, tolerance, maxSteps };
}

/** Rows of a sketch of b columns from p dimensions; ProblemError when they exceed the memory. */
function rowsFor(kind: "count-sketch" | "sparse-sign", rows: Checked["rows"], b: number, p: number): number {
  const wanted =
    typeof rows === "number"
      ? Math.ceil(rows * b)
      : Math.max(b, theoreticalRows(kind, { dimension: b, ambient: p, ...rows }));
  if (wanted * b > MOST_NUMBERS)
    throw new ProblemError(
      `the sketch would have ${wanted} rows of ${b} numbers, accepted are ${MOST_NUMBERS} numbers in all`,
    );
  return wanted;
}

/** [b, b] ← rows and columns of a [n, n] that are in the batch. */
function blockOf(a: Float64Array, n: number, batch: Int32Array): Float64Array {
  const b = batch.length;
  return Float64Array.from({ length: b * b }, (_, at) => a[batch[Math.floor(at / b)] * n + batch[at % b]]);
}

/** [b, q] ← rows of a [n, q] that are in the batch. */
function rowsOf(a: Float64Array, q: number, batch: Int32Array): Float64Array {
  const out = new Float64Array(batch.length * q);
  for (let k = 0; k < batch.length; k++) out.set(a.subarray(batch[k] * q, (batch[k] + 1) * q), k * q);
  return out;
}
