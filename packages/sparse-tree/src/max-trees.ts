// Threshold search by a tree of maxima per input: Deng et al., arXiv 2208.04508, Algorithms 2–4.
import { countPulled, Descent, firstLeaf, nodeOf, pull, pullAll } from "./max-tree.ts";
import { FlatIndex } from "./threshold-index.ts";

/**
 * From this fraction of the neurons on, a tree is rebuilt, not climbed: measured at m = 2^14 and 2^17 (n = 16, Zen 4),
 * climbing takes 1.5 to 1.8 times a rebuild's time where all neurons change, as long at a quarter, half at an eighth.
 */
const REBUILD_FRACTION = 1 / 4;

/** One tree of maxima per input over the m neurons. Any threshold. State: nodes [n, 2m], node 0 of a tree unused. */
export class MaxTrees extends FlatIndex {
  readonly nodes: Float64Array;
  readonly #first: number;
  readonly #queue: Int32Array;
  readonly #descent = new Descent();

  /** z [n, m]. O(n·m). */
  constructor(z: Float64Array | Float32Array, n: number, m: number) {
    super(z, n, m, 16 * n * m);
    this.nodes = new Float64Array(this.buffer);
    this.#first = firstLeaf(m);
    this.#queue = new Int32Array(2 * m);
    for (let i = 0; i < n; i++) {
      for (let r = 0; r < m; r++) this.nodes[2 * i * m + nodeOf(r, m, this.#first)] = z[i * m + r];
      pullAll(this.nodes, 2 * i * m, m);
    }
  }

  value(i: number, r: number): number {
    return this.nodes[2 * i * this.m + nodeOf(r, this.m, this.#first)];
  }

  /** Ascending. Visits only ancestors of fired leaves and their siblings: O(count·(1 + log(m/count))). */
  fired(i: number, b: number, out: Int32Array): number {
    const { m, nodes } = this;
    const count = this.#descent.search(nodes, 2 * i * m, m, this.#first, b, out);
    this.countQuery(this.#descent.visits, count);
    return count;
  }

  /** At most n·min(count·log m, m) inner nodes: by climbing, or all of them where `count` is a large part of m. */
  add(neurons: Int32Array, count: number, delta: Float64Array): void {
    this.checkAdd(neurons, count, delta);
    this.countChanged(this.n * count);
    if (count >= REBUILD_FRACTION * this.m) this.#rebuild(neurons, count, delta);
    else this.#climb(neurons, count, delta);
  }

  #rebuild(neurons: Int32Array, count: number, delta: Float64Array): void {
    const { m, n, nodes } = this;
    const first = this.#first;
    for (let i = 0; i < n; i++) {
      const root = 2 * i * m;
      for (let k = 0; k < count; k++) nodes[root + nodeOf(neurons[k], m, first)] += delta[k * n + i];
      pullAll(nodes, root, m);
    }
    countPulled(this, n * (m - 1));
  }

  /** All paths together, each only as far as a maximum changes. */
  #climb(neurons: Int32Array, count: number, delta: Float64Array): void {
    const { m, n, nodes } = this;
    const first = this.#first;
    const queue = this.#queue;
    let deep = 0;
    while (deep < count && first + neurons[deep] < 2 * m) deep++;
    let climbed = 0;
    for (let i = 0; i < n; i++) {
      const root = 2 * i * m;
      let tail = 0;
      let last = 0;
      // from the highest node down: indices only fall along the queue, so a parent is met after both its children
      for (let step = 0; step < count; step++) {
        const k = step < deep ? deep - 1 - step : count - 1 - (step - deep);
        const leaf = nodeOf(neurons[k], m, first);
        nodes[root + leaf] += delta[k * n + i];
        const parent = leaf >> 1;
        if (parent > 0 && parent !== last) {
          queue[tail++] = parent;
          last = parent;
        }
      }
      for (let head = 0; head < tail; head++) {
        const k = queue[head];
        if (!pull(nodes, root, k)) continue;
        const parent = k >> 1;
        if (parent > 0 && parent !== last) {
          queue[tail++] = parent;
          last = parent;
        }
      }
      climbed += tail;
    }
    this.visits.update += climbed;
    this.counters.compares += 2 * climbed;
    this.counters.bytesRead += 24 * climbed;
    this.counters.bytesWritten += 8 * climbed;
  }
}
