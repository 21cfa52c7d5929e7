// The Gram matrix G = J Jᵀ of a shifted-ReLU network at initialisation, on data from easy to nearly repeated.
import {
  choleskyFactor,
  fillNormals,
  fillUniforms,
  gramOfRows,
  type Key,
  newCounters,
  signsStream,
  weightsStream,
} from "@widthwise/core";
import { datasets, inputsStream, sphere } from "@widthwise/data";
import type { LinearMap } from "@widthwise/sketch";
import { countOverlaps, FiredJacobian, type FiredSets, shortCoordinates } from "@widthwise/train";
import type { Context } from "../../measuring/jobs/study.ts";

/** b = √(c ln m) */
const SHIFT = 0.48;
const CLUSTERS = 16;

export interface GramShape {
  readonly data: string;
  readonly n: number;
  readonly d: number;
  readonly width: number;
}

export interface GramProblem {
  readonly n: number;
  /** dimension of the inputs */
  readonly d: number;
  /** G [n, n] */
  readonly gram: Float64Array;
  /** lower Cholesky factor of G [n, n], zeros above */
  readonly factor: Float64Array;
  readonly jacobian: FiredJacobian;
  /** J over the neurons that fire anywhere [n, K·q], a row at a time; the other columns are zero */
  readonly rows: LinearMap;
  /** columns of J, zeros included: m·q */
  readonly columns: number;
  readonly sets: FiredSets;
  readonly kernel: Float64Array;
  /** right-hand side [n]: labels ±1 by a fair coin */
  readonly right: Float64Array;
  /** least distance between two inputs */
  readonly separation: number;
}

const separationOf = (data: string) => Number(/^clusters:(.+)$/.exec(data)?.[1]);

/** Is this a name that `pointsOf` knows? */
export function checkData(data: string): boolean {
  if (data === "sphere" || data in datasets) return true;
  const separation = separationOf(data);
  return separation > 0 && separation < 1;
}

/** Undefined where G is singular to working precision: then there is nothing to precondition. */
export function gramProblem(shape: GramShape, context: Context): GramProblem | undefined {
  const { width, n } = shape;
  const { inputs, d } = pointsOf(shape, context);
  const seed = context.seedOf("network", shape.data, n, width);
  const kernel = gramOfRows(inputs, n, d);
  const problem = {
    inputs,
    labels: new Float64Array(n),
    n,
    d,
    width,
    shift: 0,
    seed,
    init: "gaussian",
  } as const;
  const { coordinates, q } = shortCoordinates(problem, kernel);
  const sets = firedSets(coordinates, n, q, width, seed);
  const gram = new Float64Array(n * n);
  countOverlaps(sets, n, gram, newCounters());
  for (let at = 0; at < n * n; at++) gram[at] *= kernel[at] / width;
  const factor = gram.slice();
  if (choleskyFactor(factor, n).status === "breakdown") return undefined;
  for (let i = 0; i < n; i++) factor.fill(0, i * n + i + 1, (i + 1) * n);
  const coins = new Float64Array(n);
  fillUniforms({ seed, stream: signsStream }, 0, coins);
  return {
    n,
    d,
    gram,
    factor,
    jacobian: new FiredJacobian(sets, width, kernel, coordinates, q, newCounters()),
    rows: rowsOf(sets, coordinates, n, q, width),
    columns: width * q,
    sets,
    kernel,
    right: coins.map((u) => (u < 0.5 ? -1 : 1)),
    separation: leastDistance(inputs, n, d),
  };
}

function pointsOf({ data, n, d }: GramShape, context: Context): { inputs: Float64Array; d: number } {
  const separation = separationOf(data);
  const seed = context.seedOf("points", data, n, d);
  if (separation > 0) return { inputs: clusters(n, d, separation, { seed, stream: inputsStream }), d };
  if (data !== "sphere") return context.examples(data, n);
  const inputs = new Float64Array(n * d);
  const { train } = sphere(seed, d);
  for (let i = 0; i < n; i++) train.row(i, inputs.subarray(i * d, (i + 1) * d));
  return { inputs, d };
}

/**
 * Unit vectors around 16 centres, input i at centre i mod 16: x = unit(centre + t·g), g normal with E‖g‖² = 1, and t such that
 * the two nearest inputs are `separation` apart, by bisection. O(n²·d) a trial.
 */
export function clusters(n: number, d: number, separation: number, key: Key): Float64Array {
  const draws = new Float64Array((CLUSTERS + n) * d);
  fillNormals(key, 0, draws);
  const at = (spread: number) => {
    const inputs = new Float64Array(n * d);
    for (let i = 0; i < n; i++) {
      const centre = (i % CLUSTERS) * d;
      let square = 0;
      for (let k = 0; k < d; k++) {
        const value = draws[centre + k] + spread * draws[(CLUSTERS + i) * d + k];
        inputs[i * d + k] = value;
        square += value * value;
      }
      for (let k = 0; k < d; k++) inputs[i * d + k] /= Math.sqrt(square);
    }
    return inputs;
  };
  // centres and offsets have the same length at spread 1
  let [low, high] = [0, 2];
  if (leastDistance(at(high), n, d) < separation)
    throw new RangeError(`${n} points in ${d} dimensions cannot be ${separation} apart`);
  for (let trial = 0; trial < 24; trial++) {
    const middle = (low + high) / 2;
    if (leastDistance(at(middle), n, d, separation) < separation) low = middle;
    else high = middle;
  }
  return at(high);
}

/** Stops at the first distance below `enough`. O(n²·d) */
export function leastDistance(inputs: Float64Array, n: number, d: number, enough = 0): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      let square = 0;
      for (let k = 0; k < d; k++) square += (inputs[i * d + k] - inputs[j * d + k]) ** 2;
      if (square >= least) continue;
      least = square;
      if (least < enough * enough) return Math.sqrt(least);
    }
  return Math.sqrt(least);
}

/** Who fires: z = w·x̃ > b for w ~ N(0, I_q), neuron after neuron. m·n·q multiply-adds. */
function firedSets(x: Float64Array, n: number, q: number, width: number, seed: number): FiredSets {
  const b = Math.sqrt(SHIFT * Math.log(width));
  const neuron: number[] = [];
  const start = [0];
  const input: number[] = [];
  const w = new Float64Array(q);
  for (let r = 0; r < width; r++) {
    fillNormals({ seed, stream: weightsStream }, r * q, w);
    for (let i = 0; i < n; i++) {
      let z = 0;
      for (let k = 0; k < q; k++) z += w[k] * x[i * q + k];
      if (z > b) input.push(i);
    }
    if (input.length === start[start.length - 1]) continue;
    neuron.push(r);
    start.push(input.length);
  }
  return {
    rows: neuron.length,
    neuron: Int32Array.from(neuron),
    start: Int32Array.from(start),
    input: Int32Array.from(input),
  };
}

/** Dense rows, for sketches that cannot use zeros. */
function rowsOf(sets: FiredSets, x: Float64Array, n: number, q: number, width: number): LinearMap {
  const at: number[][] = Array.from({ length: n }, () => []);
  for (let k = 0; k < sets.rows; k++)
    for (let p = sets.start[k]; p < sets.start[k + 1]; p++) at[sets.input[p]].push(k);
  const scale = 1 / Math.sqrt(width);
  const visit = (what: (i: number, column: number, value: number) => void, only?: number) => {
    for (let i = only ?? 0; i < (only === undefined ? n : only + 1); i++)
      for (const k of at[i]) for (let c = 0; c < q; c++) what(i, k * q + c, scale * x[i * q + c]);
  };
  return {
    rows: n,
    cols: sets.rows * q,
    apply(v, out) {
      out.fill(0, 0, n);
      visit((i, column, value) => {
        out[i] += value * v[column];
      });
    },
    applyT(v, out) {
      out.fill(0, 0, sets.rows * q);
      visit((i, column, value) => {
        out[column] += value * v[i];
      });
    },
    row(i, out) {
      out.fill(0, 0, sets.rows * q);
      visit((_, column, value) => {
        out[column] = value;
      }, i);
    },
  };
}
