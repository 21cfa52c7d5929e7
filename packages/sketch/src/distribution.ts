// Laws of random projections as plain data: kind, sizes and entries per column.

/**
 * A law of random projections S [rows, cols] with E[SᵀS] = I, as plain data; `sample` draws from it.
 *
 * `gaussian`: independent N(0, 1/rows).
 * `srht`: √(P/rows)·R·H·D, subsampled randomized Hadamard transform: D random signs, H the orthonormal Walsh–Hadamard
 *   matrix of order P = 2^⌈log₂ cols⌉ (inputs padded with zeros), R rows of P without replacement. Ailon & Chazelle
 *   2006; Drineas, Mahoney, Muthukrishnan & Sarlós 2011; Tropp 2011.
 * `count-sketch`: one ±1 per column. Charikar, Chen & Farach-Colton 2002; Clarkson & Woodruff 2013.
 * `sparse-sign`: nnz entries ±1/√nnz in different rows of every column. Nelson & Nguyễn 2013; nnz = 8 by default:
 *   Martinsson & Tropp 2020, §9.2.
 */
export type Distribution =
  | { readonly kind: "gaussian" | "srht"; readonly rows: number; readonly cols: number }
  | SparseDistribution;

/** The kinds whose columns hold few entries and can be drawn on their own. */
export type SparseDistribution =
  | { readonly kind: "count-sketch"; readonly rows: number; readonly cols: number }
  | { readonly kind: "sparse-sign"; readonly rows: number; readonly cols: number; readonly nnz?: number };

/** The name of a law, the same in options, suites and reports. */
export type Kind = Distribution["kind"];

/** Every kind, from the dense to the sparse. */
export const kinds: readonly Kind[] = ["gaussian", "srht", "count-sketch", "sparse-sign"];

export const sparseKinds: readonly Kind[] = ["count-sketch", "sparse-sign"];

/** Order of the Hadamard matrix that `cols` are padded to. */
export const paddedOrder = (cols: number) => 2 ** Math.ceil(Math.log2(cols));

/** Entries of a column: rows for a Gaussian and SRHT (dense), few for the sparse ones. */
export function nonzerosPerColumn(distribution: Distribution): number {
  if (distribution.kind === "count-sketch") return 1;
  if (distribution.kind === "sparse-sign") return Math.min(distribution.nnz ?? 8, distribution.rows);
  return distribution.rows;
}

/** Throws RangeError, naming the value, unless the distribution can be sampled. */
export function checkDistribution(distribution: Distribution): void {
  const { kind, rows, cols } = distribution;
  if (!kinds.includes(kind)) throw new RangeError(`sketch kind is ${kind}, accepted are ${kinds.join(", ")}`);
  for (const [name, value] of [
    ["rows", rows],
    ["cols", cols],
  ] as const)
    if (!Number.isSafeInteger(value) || value < 1)
      throw new RangeError(`${name} of a ${kind} sketch is ${value}, accepted is a whole number from 1 on`);
  if (kind === "srht" && rows > paddedOrder(cols))
    throw new RangeError(`an SRHT of ${cols} columns has at most ${paddedOrder(cols)} rows, not ${rows}`);
  if (kind === "sparse-sign" && distribution.nnz !== undefined)
    if (!Number.isSafeInteger(distribution.nnz) || distribution.nnz < 1 || distribution.nnz > rows)
      throw new RangeError(`nnz is ${distribution.nnz}, accepted is a whole number from 1 to rows = ${rows}`);
}
