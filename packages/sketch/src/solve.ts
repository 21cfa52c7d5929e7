// Sketch-and-precondition in one call: draw a sketch, factor it, iterate.
import { type Key, newCounters } from "@widthwise/core";
import type { Kind } from "./distribution.ts";
import { gramOf, type LinearMap } from "./linear-map.ts";
import { lsqr } from "./lsqr.ts";
import { pcg } from "./pcg.ts";
import { type FactorOptions, sketchPreconditioner } from "./preconditioner.ts";
import { sample } from "./sample.ts";
import { practicalRows, theoreticalRows } from "./sketch-size.ts";
import type { Outcome, SolverOptions } from "./solver.ts";

/** The three hyper-parameters of the method (size, tolerance, failure probability), the kind of sketch and the solver. */
export interface SketchedOptions extends Omit<SolverOptions, "preconditioner">, FactorOptions {
  readonly kind: Kind;
  readonly key: Key;
  /**
   * s: a number; or the distortion and failure probability that a theorem shall guarantee (`theoreticalRows`); default 4n
   * (Avron, Maymounkov & Toledo 2010).
   */
  readonly rows?: number | { readonly distortion: number; readonly failure: number };
  /** entries per column of a sparse-sign sketch; default 8 */
  readonly nnz?: number;
  /** default pcg, on J Jᵀ; lsqr works with J and keeps digits where cond(J) is above about 1e7 */
  readonly solver?: "pcg" | "lsqr";
}

/** How `solveSketched` ended, with its answer. */
export interface SketchedSolution extends Outcome {
  /** g [n] with J Jᵀ g ≈ r; zeros when the sketch itself broke down */
  readonly g: Float64Array;
  /** rows that the sketch had */
  readonly sketchRows: number;
}

/**
 * Solves J Jᵀ g = r, J [n, p]: draws a sketch S [s, p], factors S Jᵀ, iterates. Brand, Peng, Song & Weinstein 2021, arXiv
 * 2006.11648, with its three hyper-parameters as options. n applications of S, s·n² multiply-adds for the factor, then per
 * step one application of J and Jᵀ. RangeError for options that do not fit; numerical outcomes are values.
 *
 * @example
 * const options = { kind: "sparse-sign", key: { seed: 1, stream: 0 }, tolerance: 1e-6, maxSteps: 100 } as const;
 * const { status, g, steps } = solveSketched(denseMap(j, n, p), r, options);
 */
export function solveSketched(
  jacobian: LinearMap,
  r: Float64Array,
  options: SketchedOptions,
): SketchedSolution {
  const { kind, key, nnz, solver = "pcg", counters = newCounters() } = options;
  const { rows: n, cols: p } = jacobian;
  const rows = sketchRowsFor(options, n, p);
  const sketch = sample({ kind, rows, cols: p, ...(nnz === undefined ? {} : { nnz }) }, key);
  sketch.counters = counters;
  const built = sketchPreconditioner(jacobian, sketch, options);
  if (built.status === "breakdown")
    return { status: "breakdown", steps: 0, residual: 1, g: new Float64Array(n), sketchRows: rows };
  const iteration = { ...options, counters, preconditioner: built.preconditioner };
  if (solver === "lsqr") {
    const { status, steps, residual, g } = lsqr(jacobian, r, iteration);
    return { status, steps, residual, g, sketchRows: rows };
  }
  const { status, steps, residual, x } = pcg(gramOf(jacobian), r, iteration);
  return { status, steps, residual, g: x, sketchRows: rows };
}

function sketchRowsFor({ rows, kind }: SketchedOptions, n: number, p: number): number {
  if (typeof rows === "number") return rows;
  if (rows === undefined) return practicalRows(n);
  return theoreticalRows(kind, { dimension: n, ambient: p, ...rows });
}
