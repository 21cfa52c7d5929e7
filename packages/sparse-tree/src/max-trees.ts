// Threshold search by a tree of maxima per input: Deng et al., arXiv 2208.04508, Algorithms 2–4; Alman et al. 2023.
import { type Counters, newCounters } from "@widthwise/core";

/**
 * One complete binary tree per input over the m neurons: leaf (i, r) holds z_ri, an inner node the larger of its two
 * children. All trees lie in one buffer [n, 2m]; the root of a tree is at 1, leaf r at m + r, children of k at 2k, 2k+1.
 * Any m ≥ 1: a width that is no power of two has leaves on two levels.
 */
export class MaxTrees {
  /** where visits and traffic are counted; a trainer puts its own here */
  counters: Counters = newCounters();
  readonly n: number;
  readonly m: number;
  /** [n, 2m]: the whole state; copy it to save, overwrite it to restore */
  readonly nodes: Float64Array;
  readonly #queue: Int32Array;

  /** z [n, m] row-major, one row an input. O(n·m). */
  constructor(z: Float64Array, n: number, m: number) {
    this.n = n;
    this.m = m;
    this.nodes = new Float64Array(2 * n * m);
    this.#queue = new Int32Array(2 * m);
    for (let i = 0; i < n; i++) {
      const root = 2 * i * m;
      this.nodes.set(z.subarray(i * m, (i + 1) * m), root + m);
      for (let k = m - 1; k > 0; k--) this.#pull(root, k);
    }
  }

  /** z_ri */
  value(i: number, r: number): number {
    return this.nodes[2 * i * this.m + this.m + r];
  }

  /**
   * out [count] ← every neuron r with z_ri > b (strictly), each once, in tree order; returns the count.
   * Visits only ancestors of fired leaves and their siblings: O(count·(1 + log(m/count))).
   */
  fired(i: number, b: number, out: Int32Array): number {
    const { m, nodes } = this;
    const root = 2 * i * m;
    const stack = this.#queue;
    let height = 0;
    let count = 0;
    let visits = 1;
    if (nodes[root + 1] > b) stack[height++] = 1;
    while (height > 0) {
      const k = stack[--height];
      if (k >= m) {
        out[count++] = k - m;
        continue;
      }
      visits += 2;
      if (nodes[root + 2 * k + 1] > b) stack[height++] = 2 * k + 1;
      if (nodes[root + 2 * k] > b) stack[height++] = 2 * k;
    }
    this.counters.compares += visits;
    this.counters.bytesRead += 8 * visits;
    this.counters.bytesWritten += 4 * count;
    return count;
  }

  /**
   * z_{r_k, i} ← z_{r_k, i} + delta[k, i] for k < count and every input. neurons [count] ascending, delta [count, n].
   * Paths are climbed together and only as far as a maximum changes: at most n·min(count·log m, m) nodes.
   */
  add(neurons: Int32Array, count: number, delta: Float64Array): void {
    const { m, n, nodes } = this;
    const queue = this.#queue;
    let climbed = 0;
    for (let i = 0; i < n; i++) {
      const root = 2 * i * m;
      let tail = 0;
      // indices only fall along the queue, so a parent is met after both its children
      const push = (parent: number) => {
        if (parent > 0 && (tail === 0 || queue[tail - 1] !== parent)) queue[tail++] = parent;
      };
      for (let k = count - 1; k >= 0; k--) {
        const leaf = m + neurons[k];
        nodes[root + leaf] += delta[k * n + i];
        push(leaf >> 1);
      }
      for (let head = 0; head < tail; head++) {
        const k = queue[head];
        if (this.#pull(root, k)) push(k >> 1);
      }
      climbed += tail;
    }
    this.counters.compares += 2 * climbed;
    this.counters.bytesRead += 8 * (2 * n * count + 3 * climbed);
    this.counters.bytesWritten += 8 * (n * count + climbed);
  }

  /** Node k ← the larger child; true when that changed it. */
  #pull(root: number, k: number): boolean {
    const { nodes } = this;
    const left = nodes[root + 2 * k];
    const right = nodes[root + 2 * k + 1];
    const larger = left > right ? left : right;
    if (nodes[root + k] === larger) return false;
    nodes[root + k] = larger;
    return true;
  }
}
