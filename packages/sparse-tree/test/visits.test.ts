// How many entries queries and updates look at, against naive counts.
import { BitMask, LinearScan, MaxTrees, NeuronTrees, SimHash } from "@widthwise/sparse-tree";
import fc from "fast-check";
import { expect, test } from "vitest";
import { naiveAdd, scripts } from "./problems.ts";

/** Node k's maximum by its definition; a tree of `leaves` leaves as a function of the values at nodes ≥ leaves. */
function maximum(k: number, leaves: number, at: (node: number) => number): number {
  return k >= leaves ? at(k) : Math.max(maximum(2 * k, leaves, at), maximum(2 * k + 1, leaves, at));
}

/** Leaf l of a tree lies where depth-first search meets it l-th. */
function depthFirst(leaves: number): number[] {
  const order: number[] = [];
  const walk = (k: number) => {
    if (k >= leaves) order.push(k);
    else {
      walk(2 * k);
      walk(2 * k + 1);
    }
  };
  walk(1);
  return order;
}

const innerNodes = (leaves: number) => Array.from({ length: leaves - 1 }, (_, k) => k + 1);

/** 1 for the root, 2 for each inner node above b. */
function naiveDescent(values: Float64Array, b: number): number {
  const leaves = values.length;
  const order = depthFirst(leaves);
  const at = (node: number) => values[order.indexOf(node)];
  return 1 + 2 * innerNodes(leaves).filter((k) => maximum(k, leaves, at) > b).length;
}

/** Inner nodes with a touched leaf below them along which every maximum changed. */
function naiveClimb(before: Float64Array, after: Float64Array, touched: Int32Array): number {
  const leaves = before.length;
  const order = depthFirst(leaves);
  const max = (values: Float64Array, k: number) => maximum(k, leaves, (node) => values[order.indexOf(node)]);
  const visited = (k: number): boolean =>
    [2 * k, 2 * k + 1].some((child) =>
      child >= leaves
        ? touched.includes(order.indexOf(child))
        : visited(child) && max(before, child) !== max(after, child),
    );
  return innerNodes(leaves).filter(visited).length;
}

const small = scripts.filter(({ m }) => m <= 33);

test("visits are what a naive count gives: scan, mask, trees per input, trees per neuron", () => {
  fc.assert(
    fc.property(small, ({ n, m, z, threshold: b, updates }) => {
      const row = (values: Float64Array, i: number) => values.subarray(i * m, (i + 1) * m);
      const column = (values: Float64Array, r: number) =>
        Float64Array.from({ length: n }, (_, i) => values[i * m + r]);
      const scan = new LinearScan(z, n, m);
      const mask = new BitMask(z, n, m, b);
      const trees = new MaxTrees(z, n, m);
      const neuronTrees = new NeuronTrees(z, n, m);
      const out = new Int32Array(Math.max(n, m));
      const truth = z.slice();
      for (const update of updates) {
        const before = truth.slice();
        naiveAdd(truth, n, m, update);
        const { neurons, delta } = update;
        const changed = n * neurons.length;
        for (const index of [scan, mask, trees, neuronTrees]) {
          index.visits.update = 0;
          index.add(neurons, neurons.length, delta);
        }
        expect(scan.visits.update).toBe(changed);
        expect(mask.visits.update).toBe(changed);
        expect(neuronTrees.visits.update).toBe(changed + neurons.length * (n - 1));
        const rebuilt = neurons.length >= m / 4;
        let climbed = rebuilt ? n * (m - 1) : 0;
        for (let i = 0; i < n && !rebuilt; i++) climbed += naiveClimb(row(before, i), row(truth, i), neurons);
        expect(trees.visits.update).toBe(changed + climbed);
        expect(climbed).toBeLessThanOrEqual(n * (m - 1));
      }
      for (const index of [scan, mask, trees, neuronTrees]) {
        index.visits.query = 0;
        index.counters.compares = 0;
        for (let i = 0; i < n; i++) index.fired(i, b, out);
      }
      expect(scan.visits.query).toBe(n * m);
      expect(mask.visits.query).toBe(n * Math.ceil(m / 32));
      let descents = 0;
      for (let i = 0; i < n; i++) descents += naiveDescent(row(truth, i), b);
      expect(trees.visits.query).toBe(descents);
      expect(trees.counters.compares).toBe(descents);
      const roots = Array.from({ length: m }, (_, r) => Math.max(...column(truth, r)));
      expect(neuronTrees.visits.query).toBe(n * (m + roots.filter((root) => root > b).length));
      neuronTrees.visits.query = 0;
      let dual = 0;
      for (let r = 0; r < m; r++) {
        neuronTrees.firedInputs(r, b, out);
        dual += naiveDescent(column(truth, r), b);
      }
      expect(neuronTrees.visits.query).toBe(dual);
    }),
    { numRuns: 200, seed: 7 },
  );
});

test("a hash query looks at every member of the input's buckets: all of them where all z are equal and positive", () => {
  const index = new SimHash(new Float64Array(2 * 9).fill(1), 2, 9, {
    tables: 3,
    bits: 2,
    key: { seed: 5, stream: 1 },
  });
  index.fired(0, 0.5, new Int32Array(9));
  expect(index.visits.query % 9).toBe(0);
  const { candidates, fired } = index.recall(0.5);
  expect(fired).toBe(18);
  expect(candidates % 9).toBe(0);
});
