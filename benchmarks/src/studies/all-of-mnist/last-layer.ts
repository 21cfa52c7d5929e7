// The second layer alone on the features of the initial network: ridge regression by conjugate gradients on the features that are not zero.
import { pcg } from "@widthwise/sketch";
import type { Part } from "./data.ts";
import { lossOf, wrongOf } from "./look.ts";
import { checkOf, initialSigns } from "./look-at-network.ts";
import { openNetwork, type Trained, type Way } from "./way.ts";

/** Inputs whose features are made at a time. */
const CHUNK = 512;
const SOLVE = { tolerance: 1e-4, maxSteps: 2000 };

/** Features of the inputs, row by row: neuron[start[i]] … and φ = max(z − b, 0)/√m beside it. */
interface Features {
  readonly start: Float64Array;
  readonly neuron: Uint32Array;
  readonly value: Float32Array;
}

export function solveLastLayer(way: Way, ridge: number): Trained {
  const { train, test, width, clock } = way;
  const network = openNetwork(way, false);
  const weights = network.weights();
  network.dispose();
  const signs = initialSigns(way);
  const apart = test && { part: test, features: featuresOf(test, weights, way) };
  const right = (outer: Float64Array) => {
    if (apart === undefined) return undefined;
    const answers = new Float64Array(apart.part.n);
    apply(apart.features, outer, answers);
    return 1 - wrongOf(answers, apart.part);
  };
  clock.start();
  const features = featuresOf(train, weights, way);
  const f = new Float64Array(train.n);
  const look = (outer: Float64Array) => {
    apply(features, outer, f);
    clock.look(() => ({ loss: lossOf(f, train), wrong: wrongOf(f, train), right: right(outer) }));
  };
  look(signs);
  const diagonal = features.value.reduce((sum, value) => sum + value * value, 0) / width;
  const rest = f.map((value, i) => train.labels[i] - value);
  const side = new Float64Array(width);
  applyT(features, rest, side);
  const image = new Float64Array(train.n);
  const gram = (x: Float64Array, out: Float64Array) => {
    apply(features, x, image);
    applyT(features, image, out);
    for (let r = 0; r < width; r++) out[r] += ridge * diagonal * x[r];
  };
  const { x, steps, residual } = pcg(gram, side, SOLVE);
  const outer = signs.map((sign, r) => sign + x[r]);
  look(outer);
  return {
    check: checkOf(weights, outer, way, f),
    measures: { steps, innerResiduals: [residual], pairs: [features.value.length] },
  };
}

/** Z of a chunk at a time, by one product. */
function featuresOf({ n, inputs }: Part, weights: Float32Array, way: Way): Features {
  const { kernels, d, width, shift } = way;
  const gemm = kernels.gemm({ orientation: "nt", rows: CHUNK, inner: d, cols: width });
  gemm.b().set(weights);
  const start = new Float64Array(n + 1);
  let neuron = new Uint32Array(n * 64);
  let value = new Float32Array(n * 64);
  let count = 0;
  for (let first = 0; first < n; first += CHUNK) {
    const rows = Math.min(CHUNK, n - first);
    const a = gemm.a();
    a.set(inputs.subarray(first * d, (first + rows) * d));
    a.fill(0, rows * d);
    gemm.run();
    const z = gemm.c();
    for (let i = 0; i < rows; i++) {
      if (count + width > neuron.length) {
        neuron = grown(neuron, new Uint32Array(2 * neuron.length + width));
        value = grown(value, new Float32Array(2 * value.length + width));
      }
      for (let r = 0, at = i * width; r < width; r++, at++)
        if (z[at] > shift) {
          neuron[count] = r;
          value[count++] = (z[at] - shift) / Math.sqrt(width);
        }
      start[first + i + 1] = count;
    }
  }
  gemm.dispose();
  return { start, neuron: neuron.subarray(0, count), value: value.subarray(0, count) };
}

function grown<A extends Uint32Array | Float32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}

/** out [n] ← Φ x. */
function apply({ start, neuron, value }: Features, x: Float64Array, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (let p = start[i]; p < start[i + 1]; p++) sum += value[p] * x[neuron[p]];
    out[i] = sum;
  }
}

/** out [m] ← Φᵀ v. */
function applyT({ start, neuron, value }: Features, v: Float64Array, out: Float64Array): void {
  out.fill(0);
  for (let i = 0; i < v.length; i++)
    for (let p = start[i]; p < start[i + 1]; p++) out[neuron[p]] += value[p] * v[i];
}
