import { pivotFloor, type Solved } from "@widthwise/core";
import type { Arena } from "./arena.ts";
import type { Exports } from "./exports.ts";
import type { Kernels } from "./kernels.ts";

/** Solves with symmetric positive definite matrices; works on a copy with rows padded off a multiple of the page. */
export function solver(wasm: Exports, arena: Arena): Kernels["solveSpd"] {
  return (a, b, out, leastPivot = pivotFloor(b.length)): Solved => {
    const n = b.length;
    if (a.length !== n * n || out.length !== n) {
      throw new RangeError(
        `a must be [n, n], b and out [n]; got ${a.length}, ${n} and ${out.length} numbers`,
      );
    }
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
