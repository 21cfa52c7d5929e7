// Linear regression data and what the flow keeps of it: the row space of X, its null space, and β* = X⁺y.
import { dot } from "@widthwise/core";
import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { checkCount, checkVector } from "./check.ts";

/** Inputs and labels of a linear regression. */
export interface Regression {
  /** X [n, d], row-major */
  readonly inputs: Float64Array;
  /** y [n] */
  readonly labels: Float64Array;
  readonly n: number;
  readonly d: number;
}

/** What a regression tells of β, and what it leaves open. */
export interface RowSpace {
  /** β* = X⁺y [d]: of the least-squares solutions the one of least norm */
  readonly target: Float64Array;
  /** dimension of the row space, to working precision */
  readonly rank: number;
  /** P_N v [d]: the part of v [d] that X does not see; 2·rank·d multiply-adds */
  null(v: Float64Array): Float64Array;
}

/** RangeError unless sizes fit and every number is finite. */
export function checkRegression({ inputs, labels, n, d }: Regression): void {
  checkCount("n", n);
  checkCount("d", d);
  checkVector("X", inputs, n * d, "n·d");
  checkVector("y", labels, n, "n");
}

/**
 * By singular values, of which those below 2^-52·max(n, d)·σ_max are rounding noise. O(nd·min(n, d)). RangeError for
 * data that do not fit.
 */
export function rowSpace(regression: Regression): RowSpace {
  checkRegression(regression);
  const { inputs, labels, n, d } = regression;
  const rows = Array.from({ length: n }, (_, i) => inputs.subarray(i * d, (i + 1) * d));
  const svd = new SingularValueDecomposition(new Matrix(rows), { autoTranspose: true });
  const floor = svd.diagonal[0] * 2 ** -52 * Math.max(n, d);
  const basis: Float64Array[] = [];
  const target = new Float64Array(d);
  for (const [k, sigma] of svd.diagonal.entries()) {
    if (!(sigma > floor)) break;
    const v = Float64Array.from(svd.rightSingularVectors.getColumn(k));
    const share = dot(svd.leftSingularVectors.getColumn(k), labels) / sigma;
    for (let i = 0; i < d; i++) target[i] += share * v[i];
    basis.push(v);
  }
  return {
    target,
    rank: basis.length,
    null(v) {
      const rest = Float64Array.from(v);
      // twice, so that what is left is orthogonal to working precision: Giraud, Langou & Rozložník 2005
      for (let pass = 0; pass < 2; pass++)
        for (const u of basis) {
          const share = dot(u, rest);
          for (let i = 0; i < d; i++) rest[i] -= share * u[i];
        }
      return rest;
    },
  };
}
