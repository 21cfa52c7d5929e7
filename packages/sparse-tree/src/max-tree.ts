// One tree of maxima in a flat array, as Deng et al., arXiv 2208.04508, Algorithms 2–4 and Alman et al. 2023,
// Algorithms 1–2 have it; any number of leaves, on one or two levels.
import type { ThresholdIndex } from "./threshold-index.ts";

/** Node of leaf 0 in a tree of `leaves` leaves: the leftmost node of the deepest level. */
export const firstLeaf = (leaves: number) => 2 ** Math.ceil(Math.log2(leaves));

/**
 * Node of a leaf. The root is node 1, children of k are 2k and 2k+1, leaves are the nodes leaves … 2·leaves−1 in the
 * order of depth-first search, so that a search meets them ascending.
 */
export const nodeOf = (leaf: number, leaves: number, first: number) =>
  first + leaf < 2 * leaves ? first + leaf : first + leaf - leaves;

/** The leaf at a node. */
const leafAt = (node: number, leaves: number, first: number) =>
  node >= first ? node - first : node - first + leaves;

/** Node k of the tree at `root` ← the larger child; true when that changed it. */
export function pull(nodes: Float64Array, root: number, k: number): boolean {
  const left = nodes[root + 2 * k];
  const right = nodes[root + 2 * k + 1];
  const larger = left > right ? left : right;
  if (nodes[root + k] === larger) return false;
  nodes[root + k] = larger;
  return true;
}

/** All inner nodes of the tree at `root` from its leaves. leaves − 1 compares. */
export function pullAll(nodes: Float64Array, root: number, leaves: number): void {
  for (let k = leaves - 1; k > 0; k--) {
    const left = nodes[root + 2 * k];
    const right = nodes[root + 2 * k + 1];
    nodes[root + k] = left > right ? left : right;
  }
}

/** Inner nodes made anew: two children read and compared, one value written. */
export function countPulled({ visits, counters }: ThresholdIndex, nodes: number): void {
  visits.update += nodes;
  counters.compares += nodes;
  counters.bytesRead += 16 * nodes;
  counters.bytesWritten += 8 * nodes;
}

/** Depth-first search for the leaves above a threshold. */
export class Descent {
  /** nodes looked at by the last search: the root and both children of every inner node above the threshold */
  visits = 0;
  /** at most one sibling per level waits */
  readonly #stack = new Int32Array(64);

  /** out [count] ← leaves above b of the tree at `root`, ascending; returns the count. O(count·(1 + log(leaves/count))). */
  search(
    nodes: Float64Array,
    root: number,
    leaves: number,
    first: number,
    b: number,
    out: Int32Array,
  ): number {
    const stack = this.#stack;
    let height = 0;
    let count = 0;
    let visits = 1;
    if (nodes[root + 1] > b) stack[height++] = 1;
    while (height > 0) {
      const k = stack[--height];
      if (k >= leaves) {
        out[count++] = leafAt(k, leaves, first);
        continue;
      }
      visits += 2;
      if (nodes[root + 2 * k + 1] > b) stack[height++] = 2 * k + 1;
      if (nodes[root + 2 * k] > b) stack[height++] = 2 * k;
    }
    this.visits = visits;
    return count;
  }
}
