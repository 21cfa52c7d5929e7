import type { Key } from "@widthwise/core";
import { newCounters } from "@widthwise/core";
import type { Kind } from "./distribution.ts";
import { gramOf, type LinearMap } from "./linear-map.ts";
import { lsqr } from "./lsqr.ts";
import { pcg } from "./pcg.ts";
import { type FactorOptions, sketchPreconditioner } from "./preconditioner.ts";
import { sample } from "./sample.ts";
import { practicalRows, theoreticalRows } from "./sketch-size.ts";
import type { Outcome, SolverOptions } from "./solver.ts";

export interface SketchedOptions extends Omit<SolverOptions, "preconditioner">, FactorOptions {
  readonly kind: Kind;
  readonly key: Key;
  /**
   * s: a number; or the distortion and failure probability that a theorem shall guarantee (`theoreticalRows`); default 4n
   * (Avron, Maymounkov & Toledo 2010).
   */
  readonly rows?: number | { readonly distortion: number; readonly failure: number };
  /** entries a column of a sparse-sign sketch */
  readonly nnz?: number;
  readonly solver?: "pcg" | "lsqr";
}

export interface SketchedSolution extends Outcome {
  /** g [n] with J Jᵀ g ≈ r; zeros when the sketch itself broke down */
  readonly g: Float64Array;
  /** rows that the sketch had */
  readonly sketchRows: number;
}

/**
 * Solves J Jᵀ g = r: draws a sketch S, factors S Jᵀ, iterates. Brand, Peng, Song & Weinstein 2021 with its three
 * hyper-parameters, sketch size, tolerance and failure probability, as options.
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
