// The Gram matrix G = J Jᵀ of a shifted-ReLU network at initialisation.
import {
  choleskyFactor,
  fillNormals,
  fillUniforms,
  gramOfRows,
  newCounters,
  signsStream,
  weightsStream,
} from "@widthwise/core";
import type { LinearMap } from "@widthwise/sketch";
import { countOverlaps, FiredJacobian, type FiredSets, shortCoordinates } from "@widthwise/train";
import type { Context } from "../../measuring/jobs/study.ts";
import { leastDistance, pointsOf } from "./points.ts";

/** b = √(c ln m) */
const SHIFT = 0.48;

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
  /** K = X Xᵀ [n, n] */
  readonly kernel: Float64Array;
  /** right-hand side [n]: labels ±1 by a fair coin */
  readonly right: Float64Array;
  /** least distance between two inputs */
  readonly separation: number;
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
  formGram({ n, sets, kernel }, width, gram);
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

/** out [n, n] ← G_ij = K_ij · (neurons that fire at both) / m. Σ_r |F_r|(|F_r|+1)/2 additions, n² multiplications. */
export function formGram(
  { n, sets, kernel }: Pick<GramProblem, "n" | "sets" | "kernel">,
  width: number,
  out: Float64Array,
): void {
  countOverlaps(sets, n, out, newCounters());
  for (let at = 0; at < n * n; at++) out[at] *= kernel[at] / width;
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
  const entries = (i: number, what: (column: number, value: number) => void) => {
    for (const k of at[i]) for (let c = 0; c < q; c++) what(k * q + c, scale * x[i * q + c]);
  };
  return {
    rows: n,
    cols: sets.rows * q,
    apply(v, out) {
      out.fill(0, 0, n);
      for (let i = 0; i < n; i++)
        entries(i, (column, value) => {
          out[i] += value * v[column];
        });
    },
    applyT(v, out) {
      out.fill(0, 0, sets.rows * q);
      for (let i = 0; i < n; i++)
        entries(i, (column, value) => {
          out[column] += value * v[i];
        });
    },
    row(i, out) {
      out.fill(0, 0, sets.rows * q);
      entries(i, (column, value) => {
        out[column] = value;
      });
    },
  };
}
