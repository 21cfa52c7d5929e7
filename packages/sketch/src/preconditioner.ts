// Sketch-and-precondition: Rokhlin & Tygert 2008; Avron, Maymounkov & Toledo 2010 (Blendenpik); for the Gram matrix of a
// network: Brand, Peng, Song & Weinstein 2021, arXiv 2006.11648.
import { type Counters, choleskyFactor, newCounters } from "@widthwise/core";
import type { LinearMap } from "./linear-map.ts";
import type { Sketch } from "./sample.ts";

/** What a solver needs of RᵀR ≈ G. */
export interface Factor {
  /** x [n] ← R⁻¹ x in place. */
  solve(x: Float64Array): void;
  /** x [n] ← R⁻ᵀ x in place. */
  solveT(x: Float64Array): void;
}

/** RᵀR ≈ G, R [n, n] upper triangular with positive diagonal; n²/2 multiply-adds for each of its solves. */
export interface Preconditioner extends Factor {
  readonly n: number;
  readonly r: Float64Array;
}

/** A preconditioner, or how making one failed, as a value. */
export type Preconditioned =
  | { readonly status: "built"; readonly preconditioner: Preconditioner }
  /** Y has a column that depends on those before it, to working precision: J does too, or the sketch is too small */
  | { readonly status: "breakdown"; readonly pivot: number };

/** How a sketch is factored. */
export interface FactorOptions {
  /**
   * `qr`: Householder, about s·n² − n³/3 multiply-adds, good for any conditioning of J below 1e14. `cholesky` of YᵀY: s·n²/2 + n³/6,
   * breaks down from cond(J) of about 1e7 on.
   */
  readonly factor?: "qr" | "cholesky";
  readonly counters?: Counters;
}

/**
 * Y = S Jᵀ [s, n], row-major, for J [n, p] and S [s, p]: one row of J after another, never all of J. n applications of S, and
 * n of Jᵀ where J gives no rows. RangeError where S takes vectors of another length.
 */
export function sketchJacobian(jacobian: LinearMap, sketch: Sketch, counters = newCounters()): Float64Array {
  const { rows: n, cols: p } = jacobian;
  if (sketch.cols !== p)
    throw new RangeError(`the sketch takes vectors of length ${sketch.cols}, rows of J have ${p}`);
  const s = sketch.rows;
  const y = new Float64Array(s * n);
  const row = new Float64Array(p);
  const column = new Float64Array(s);
  const unit = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    if (jacobian.row) jacobian.row(i, row);
    else {
      unit[i] = 1;
      jacobian.applyT(unit, row);
      unit[i] = 0;
    }
    sketch.apply(row, column);
    for (let k = 0; k < s; k++) y[k * n + i] = column[k];
  }
  counters.bytesRead += 8 * n * s;
  counters.bytesWritten += 8 * n * (p + s);
  return y;
}

/** R [n, n] with RᵀR = YᵀY for Y = S Jᵀ, J [n, p]: `sketchJacobian`, then `factorSketch`. RangeError for fewer than n rows. */
export function sketchPreconditioner(
  jacobian: LinearMap,
  sketch: Sketch,
  options: FactorOptions = {},
): Preconditioned {
  const n = jacobian.rows;
  if (sketch.rows < n)
    throw new RangeError(
      `the sketch has ${sketch.rows} rows, at least n = ${n} are needed for a preconditioner`,
    );
  return factorSketch(sketchJacobian(jacobian, sketch, options.counters), sketch.rows, n, options);
}

/** R [n, n] with RᵀR = YᵀY for a sketch y [s, n], s ≥ n, made elsewhere, row-major; y is overwritten. Cost: `FactorOptions`. */
export function factorSketch(
  y: Float64Array,
  s: number,
  n: number,
  { factor = "qr", counters = newCounters() }: FactorOptions = {},
): Preconditioned {
  const r = new Float64Array(n * n);
  if (factor === "qr") {
    const pivot = householder(y, s, n, counters);
    if (pivot >= 0) return { status: "breakdown", pivot };
    for (let i = 0; i < n; i++) {
      const sign = y[i * n + i] < 0 ? -1 : 1;
      for (let j = i; j < n; j++) r[i * n + j] = sign * y[i * n + j];
    }
    counters.bytesRead += 16 * s * n;
    counters.bytesWritten += 8 * (s * n + n * n);
  } else {
    const gram = new Float64Array(n * n);
    for (let k = 0; k < s; k++)
      for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) gram[i * n + j] += y[k * n + i] * y[k * n + j];
    const solved = choleskyFactor(gram, n);
    if (solved.status === "breakdown") return solved;
    for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) r[j * n + i] = gram[i * n + j];
    counters.macs += (s * n * (n + 1)) / 2 + (n * (n * n - 1)) / 6;
    counters.bytesRead += 8 * (s * n + 2 * n * n);
    counters.bytesWritten += 16 * n * n;
  }
  return { status: "built", preconditioner: triangular(r, n, counters) };
}

function triangular(r: Float64Array, n: number, counters: Counters): Preconditioner {
  const count = () => {
    counters.macs += (n * (n + 1)) / 2;
    counters.bytesRead += 4 * n * (n + 1) + 8 * n;
    counters.bytesWritten += 8 * n;
  };
  return {
    n,
    r,
    solve(x) {
      for (let i = n - 1; i >= 0; i--) {
        let sum = x[i];
        for (let j = i + 1; j < n; j++) sum -= r[i * n + j] * x[j];
        x[i] = sum / r[i * n + i];
      }
      count();
    },
    solveT(x) {
      for (let i = 0; i < n; i++) {
        x[i] /= r[i * n + i];
        for (let j = i + 1; j < n; j++) x[j] -= r[i * n + j] * x[i];
      }
      count();
    },
  };
}

/**
 * Upper triangle of y [s, n] ← R of its QR factors, by Householder reflections (Golub & Van Loan, §5.2), s ≥ n; Q is not kept.
 * Returns −1, or the column whose remainder is rounding noise: below s·2⁻⁵² of its length.
 */
function householder(y: Float64Array, s: number, n: number, counters: Counters): number {
  const lengths = new Float64Array(n);
  for (let k = 0; k < s; k++) for (let j = 0; j < n; j++) lengths[j] += y[k * n + j] ** 2;
  const v = new Float64Array(s);
  const products = new Float64Array(n);
  for (let c = 0; c < n; c++) {
    let square = 0;
    for (let k = c; k < s; k++) {
      v[k] = y[k * n + c];
      square += v[k] * v[k];
    }
    const length = Math.sqrt(square);
    if (!(length > s * 2 ** -52 * Math.sqrt(lengths[c]))) return c;
    const alpha = v[c] > 0 ? -length : length;
    // vᵀv = 2·length·(length + |y_cc|) for v = y_c − alpha·e_c
    const factor = 1 / (length * (length + Math.abs(v[c])));
    v[c] -= alpha;
    products.fill(0, c);
    for (let k = c; k < s; k++) for (let j = c; j < n; j++) products[j] += v[k] * y[k * n + j];
    for (let k = c; k < s; k++) {
      const weight = factor * v[k];
      for (let j = c; j < n; j++) y[k * n + j] -= weight * products[j];
    }
    counters.macs += (s - c) * (2 * (n - c) + 2);
  }
  return -1;
}
