// Sketches of J by many keys: how they distort lengths, and how many steps they leave to conjugate gradients.
import { symmetricEigenvalues } from "@widthwise/core";
import { denseMap, factorSketch, type Kind, sample, sketchJacobian, sparseColumns } from "@widthwise/sketch";
import { sketchStream } from "@widthwise/train";
import type { Context, Outcome } from "../../measuring/jobs/study.ts";
import type { GramProblem } from "./gram-problem.ts";
import type { EmbeddingJob } from "./jobs.ts";
import { residualCheck, solve, tolerances, unsolved } from "./solve.ts";

/** y [s, n] ← S Jᵀ, by the cheapest way that has the law of the kind. */
export function sketchOf(
  { jacobian, rows, columns, factor, n }: GramProblem,
  kind: Kind,
  s: number,
  seed: number,
) {
  const key = { seed, stream: sketchStream };
  // only columns of neurons that fire are drawn: the others meet zeros
  if (kind === "count-sketch" || kind === "sparse-sign")
    return jacobian.sketch(sparseColumns({ kind, rows: s, cols: columns }, key), s, 0);
  if (kind === "srht") return sketchJacobian(rows, sample({ kind, rows: s, cols: rows.cols }, key));
  // a Gaussian matrix looks the same in every basis: that of L, G = L Lᵀ, has n dimensions
  return sketchJacobian(denseMap(factor, n, n), sample({ kind, rows: s, cols: n }, key));
}

/** Eigenvalues of L⁻¹ Yᵀ Y L⁻ᵀ: the squared lengths that the sketch gives to unit vectors. s·n² multiply-adds, O(n³). */
export function squaredLengths(y: Float64Array, s: number, factor: Float64Array, n: number): Float64Array {
  const m = new Float64Array(n * n);
  const b = new Float64Array(n);
  for (let k = 0; k < s; k++) {
    for (let i = 0; i < n; i++) {
      let sum = y[k * n + i];
      for (let j = 0; j < i; j++) sum -= factor[i * n + j] * b[j];
      b[i] = sum / factor[i * n + i];
    }
    for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) m[i * n + j] += b[i] * b[j];
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) m[j * n + i] = m[i * n + j];
  return symmetricEigenvalues(m, n);
}

export function runEmbedding({ cell, keys }: EmbeddingJob, problem: GramProblem, context: Context): Outcome {
  const { algorithm: kind, n, width, params } = cell;
  const { data, ratio } = params;
  const s = Math.ceil(ratio * n);
  const found = Array.from({ length: keys }, (_, key) => {
    const y = sketchOf(problem, kind, s, context.seedOf("sketch", data, n, width, kind, ratio, key));
    const squares = squaredLengths(y, s, problem.factor, n);
    const built = factorSketch(y, s, n);
    const solved = tolerances.map((tolerance) =>
      built.status === "built" ? solve(problem, tolerance, built.preconditioner) : unsolved,
    );
    return { least: Math.max(0, squares[0]), largest: squares[n - 1], solved };
  });
  return {
    d: problem.d,
    check: residualCheck(found.flatMap(({ solved }) => solved)),
    measures: {
      rows: s,
      leastSquares: found.map(({ least }) => least),
      largestSquares: found.map(({ largest }) => largest),
      stepsTo1e3: found.map(({ solved }) => solved[0].steps),
      stepsTo1e8: found.map(({ solved }) => solved[1].steps),
    },
  };
}
