// A tree of maxima per weight over the inputs: Alman, Liang, Song, Zhang, Zhuo, "Bypass Exponential Time
// Preprocessing", NeurIPS 2023, arXiv 2211.14227. Difference: inner products are given, so that d does not occur.
import { countPulled, Descent, firstLeaf, nodeOf, pullAll } from "./max-tree.ts";
import { FlatIndex } from "./threshold-index.ts";

/** One tree of maxima per neuron over the n inputs. Any threshold. State: nodes [m, 2n], node 0 of a tree unused. */
export class NeuronTrees extends FlatIndex {
  readonly nodes: Float64Array;
  readonly #first: number;
  readonly #descent = new Descent();

  /** z [n, m]. O(n·m). */
  constructor(z: Float64Array | Float32Array, n: number, m: number) {
    super(z, n, m, 16 * n * m);
    this.nodes = new Float64Array(this.buffer);
    this.#first = firstLeaf(n);
    for (let r = 0; r < m; r++) {
      for (let i = 0; i < n; i++) this.nodes[2 * r * n + nodeOf(i, n, this.#first)] = z[i * m + r];
      pullAll(this.nodes, 2 * r * n, n);
    }
  }

  value(i: number, r: number): number {
    return this.nodes[2 * r * this.n + nodeOf(i, this.n, this.#first)];
  }

  /** Ascending. A scan over the m roots, and one leaf of every tree whose root is above b: not sublinear. */
  fired(i: number, b: number, out: Int32Array): number {
    const { n, m, nodes } = this;
    const leaf = nodeOf(i, n, this.#first);
    let count = 0;
    let visits = m;
    for (let r = 0; r < m; r++) {
      if (!(nodes[2 * r * n + 1] > b)) continue;
      visits++;
      if (nodes[2 * r * n + leaf] > b) out[count++] = r;
    }
    this.countQuery(visits, count);
    return count;
  }

  /** The dual query: out [count] ← F_r, the inputs with z_ri > b, ascending; returns the count. O(count·(1 + log(n/count))). */
  firedInputs(r: number, b: number, out: Int32Array): number {
    const count = this.#descent.search(this.nodes, 2 * r * this.n, this.n, this.#first, b, out);
    this.countQuery(this.#descent.visits, count);
    return count;
  }

  /** Every leaf of a changed neuron changes, so its tree is rebuilt: 2n − 1 nodes per neuron. */
  add(neurons: Int32Array, count: number, delta: Float64Array): void {
    this.checkAdd(neurons, count, delta);
    const { n, nodes } = this;
    for (let k = 0; k < count; k++) {
      const root = 2 * neurons[k] * n;
      for (let i = 0; i < n; i++) nodes[root + nodeOf(i, n, this.#first)] += delta[k * n + i];
      pullAll(nodes, root, n);
    }
    this.countChanged(n * count);
    countPulled(this, count * (n - 1));
  }
}
