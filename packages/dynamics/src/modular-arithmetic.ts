// Modular arithmetic as a table to be completed: Power et al., arXiv 2201.02177. A share of all pairs is shown, the rest unseen.
import { permutation } from "@widthwise/core";
import { checkCount } from "./check.ts";

const modularSplitStream = 74;

/** x ∘ y modulo p. */
type Operation = "add" | "subtract" | "divide";

/** A table with a part of it shown. */
export interface ModularTask {
  /** p, a prime */
  readonly prime: number;
  /** divide: by y ≠ 0 */
  readonly operation: Operation;
  /** of all pairs, to train on; between 0 and 1 */
  readonly share: number;
  readonly seed: number;
}

/** x ∘ y = label, entry by entry [count]. */
export interface Pairs {
  readonly x: Int32Array;
  readonly y: Int32Array;
  readonly label: Int32Array;
}

/** All of p² or p(p − 1) pairs, split at random. O(p²). RangeError unless p is a prime and the share between 0 and 1. */
export function modularPairs(task: ModularTask): { readonly train: Pairs; readonly unseen: Pairs } {
  const { prime, operation, share, seed } = task;
  checkCount("the prime", prime, 2);
  for (let q = 2; q * q <= prime; q++)
    if (prime % q === 0) throw new RangeError(`the prime is ${prime}, which ${q} divides`);
  if (!(share > 0 && share < 1))
    throw new RangeError(`the share to train on is ${share}, accepted is a number between 0 and 1`);
  const all: [x: number, y: number, label: number][] = [];
  for (let a = 0; a < prime; a++)
    for (let b = operation === "divide" ? 1 : 0; b < prime; b++) {
      if (operation === "divide") all.push([(a * b) % prime, b, a]);
      else all.push([a, b, (operation === "add" ? a + b : a - b + prime) % prime]);
    }
  const order = permutation(all.length, { seed, stream: modularSplitStream });
  const pick = (indices: Int32Array): Pairs => ({
    x: indices.map((i) => all[i][0]),
    y: indices.map((i) => all[i][1]),
    label: indices.map((i) => all[i][2]),
  });
  const shown = Math.floor(share * all.length);
  return { train: pick(order.subarray(0, shown)), unseen: pick(order.subarray(shown)) };
}
