// Solves with symmetric positive definite matrices by Cholesky factorisation; see assembly/cholesky.ts.
import { pivotFloor, type Solved } from "@widthwise/core";
import { checkLength } from "./check.ts";
import type { Engine } from "./engine.ts";

/**
 * out [n] ← a⁻¹ b, all float64, n the length of b; a [n, n] is symmetric, and its lower triangle is read. Breakdown where
 * a is not positive definite to working precision: a pivot is at most `leastPivot` times the largest diagonal entry (by
 * default core's `pivotFloor`); out is then untouched. n³/6 + n² multiply-adds on the calling thread.
 */
export type SolveSpd = (a: Float64Array, b: Float64Array, out: Float64Array, leastPivot?: number) => Solved;

/** Works on a copy whose rows are padded off a multiple of the page. */
export function solver({ wasm, arena }: Engine): SolveSpd {
  return (a, b, out, leastPivot = pivotFloor(b.length)) => {
    const n = b.length;
    checkLength("a", a, "[n, n]", n * n);
    checkLength("out", out, "[n]", n);
    const rows = Math.ceil(n / 4) * 4;
    const ld = Math.ceil(n / 8) * 8 + 8;
    const { chunk, at } = arena.carve({ a: 8 * rows * ld, x: 8 * n }, `a system of ${n} equations`);
    try {
      const copy = arena.f64(at.a, rows * ld);
      copy.fill(0, n * ld);
      let largest = 0;
      for (let i = 0; i < n; i++) {
        copy.set(a.subarray(i * n, (i + 1) * n), i * ld);
        largest = Math.max(largest, a[i * n + i]);
      }
      const pivot = wasm.factor(at.a, n, 8 * ld, largest * leastPivot);
      if (pivot < n) return { status: "breakdown", pivot };
      const x = arena.f64(at.x, n);
      x.set(b);
      wasm.solve(at.a, n, 8 * ld, at.x);
      out.set(x);
      return { status: "solved" };
    } finally {
      arena.free(chunk);
    }
  };
}
