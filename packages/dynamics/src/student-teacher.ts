// A two-layer ReLU student learns a narrow ReLU teacher by full-batch gradient descent on the mean squared error, from an
// initialisation of overall scale τ and imbalance δ: Kunin et al., arXiv 2406.06158, Fig. 1, App. D.1. Every neuron
// starts with |a| = ατ and ‖w‖ = τ/α, where δ = τ²(α² − α⁻²) (the paper prints δ² by mistake, and its code calls 1/α
// alpha), in pairs of opposite readout, so that f₀ = 0. Differences: draws are ours, so that only averages over seeds
// compare.
import { fillNormals, gramOfRows, kernelDistance, norm } from "@widthwise/core";
import type { Kernels } from "@widthwise/kernels";
import { checkCount, checkFinite, checkPositive } from "./check.ts";
import { checkRates, type Rates, unitRates } from "./minimal-model.ts";
import type { Regression } from "./regression.ts";
import {
  hammingDistance,
  parameterDistance,
  preactivations,
  type ReluNetwork,
  reluKernel,
  reluOutputs,
} from "./relu-measures.ts";

const teacherStream = 40;
const studentStream = 41;
const examplesStream = 42;
const testExamplesStream = 43;

/** What is drawn of a task, as plain data. */
export interface Task {
  /** inputs are uniform on the unit sphere of R^d */
  readonly d: number;
  /** training examples */
  readonly n: number;
  /** test examples */
  readonly testCount: number;
  /** hidden neurons of the teacher: w uniform on the sphere, a = ±1 */
  readonly teacherWidth: number;
  readonly seed: number;
  /** draws the test inputs, the same for every run */
  readonly testSeed: number;
}

/** Fig. 1(b): a run has seed 100 … 115, τ of 17 values 10^−1 … 10^0.3, δ of 17 values −1 … 1, and the rate 5e-3/τ². */
export const figureOneB = {
  task: { d: 100, n: 1000, testCount: 10_000, teacherWidth: 3, testSeed: 201 },
  width: 50,
  rate: (scale: number) => 5e-3 / scale ** 2,
  checkpoints: [0, 10, 100, 1e3, 1e4, 1e5],
} as const;

/** A task drawn. */
export interface StudentTeacher {
  readonly teacher: ReluNetwork;
  readonly train: Regression;
  readonly test: Regression;
}

/** [count, d] ← points uniform on the unit sphere, of a stream from normal number `first` on. */
function onSphere(seed: number, stream: number, count: number, d: number, first = 0): Float64Array {
  const points = new Float64Array(count * d);
  fillNormals({ seed, stream }, first, points);
  for (let i = 0; i < count; i++) {
    const row = points.subarray(i * d, (i + 1) * d);
    const length = norm(row);
    for (let k = 0; k < d; k++) row[k] /= length;
  }
  return points;
}

/** [count] ← ±1 by the sign of normals of a stream from number `first` on. */
function randomSigns(seed: number, stream: number, count: number, first: number): Float64Array {
  const signs = new Float64Array(count);
  fillNormals({ seed, stream }, first, signs);
  return signs.map((value) => (value < 0 ? -1 : 1));
}

/** Draws teacher, training and test set. O((n + testCount)·d·teacherWidth). RangeError for counts below 1. */
export function studentTeacher(task: Task): StudentTeacher {
  const { d, n, testCount, teacherWidth, seed, testSeed } = task;
  for (const [name, value] of Object.entries({ d, n, testCount, teacherWidth })) checkCount(name, value);
  const teacher = {
    w: onSphere(seed, teacherStream, teacherWidth, d),
    a: randomSigns(seed, teacherStream, teacherWidth, teacherWidth * d),
  };
  const labelled = (inputs: Float64Array, count: number): Regression => ({
    inputs,
    labels: reluOutputs(teacher, preactivations(teacher, inputs, count)),
    n: count,
    d,
  });
  return {
    teacher,
    train: labelled(onSphere(seed, examplesStream, n, d), n),
    test: labelled(onSphere(testSeed, testExamplesStream, testCount, d), testCount),
  };
}

/** How a student starts, as plain data. */
export interface Start {
  /** h, even */
  readonly width: number;
  /** τ > 0 */
  readonly scale: number;
  /** δ of every neuron at unit rates */
  readonly delta: number;
  readonly seed: number;
}

/**
 * The student's initial weights: neurons k and k + h/2 share w [d] and have opposite a. O(hd). RangeError for an odd
 * width.
 */
export function studentStart({ width, scale, delta, seed }: Start, d: number): ReluNetwork {
  checkCount("the student's width", width, 2);
  if (width % 2 === 1) throw new RangeError(`the student's width is ${width}, accepted are even numbers`);
  checkPositive("τ", scale);
  checkFinite("δ", delta);
  const half = width / 2;
  // α² of δ/τ² = α² − α⁻², by the root that does not cancel
  const ratio = delta / scale ** 2;
  const root = (Math.abs(ratio) + Math.hypot(2, ratio)) / 2;
  const alpha = Math.sqrt(ratio >= 0 ? root : 1 / root);
  const w = onSphere(seed, studentStream, half, d).map((value) => (value * scale) / alpha);
  const a = randomSigns(seed, studentStream, half, half * d).map((sign) => sign * scale * alpha);
  return {
    a: Float64Array.of(...a, ...a.map((value) => -value)),
    w: Float64Array.of(...w, ...w),
  };
}

/** How a student is trained, as plain data. */
export interface Training {
  /** learning rate; Fig. 1(b) has 5e-3/τ² */
  readonly rate: number;
  /** of the layers, times `rate`; default 1 and 1 */
  readonly rates?: Rates;
  /** steps at which to measure, ascending from 0 */
  readonly checkpoints: readonly number[];
}

/** A student at a step, against its start: what Fig. 1 plots. */
export interface Measurement {
  readonly step: number;
  /** mean squared errors, no ½ */
  readonly trainLoss: number;
  readonly testLoss: number;
  /** S between the tangent kernels on the training inputs now and at the start */
  readonly kernelDistance: number;
  /** summed over neurons, 0 … h */
  readonly hamming: number;
  readonly parameterDistance: number;
}

function meanSquare(network: ReluNetwork, z: Float64Array, labels: Float64Array): number {
  const f = reluOutputs(network, z);
  let sum = 0;
  for (let i = 0; i < f.length; i++) sum += (f[i] - labels[i]) ** 2;
  return sum / f.length;
}

/**
 * Trains from `start` and yields a measurement at each checkpoint; ends early when the weights are no longer finite, after
 * yielding what they were not. Per step 2ndh multiply-adds in float32 from float64 weights; per measurement n²h and
 * (n + testCount)hd in float64. RangeError for a rate or checkpoints that do not fit.
 */
export function* trainStudent(
  kernels: Kernels,
  { train, test }: StudentTeacher,
  start: ReluNetwork,
  { rate, rates = unitRates, checkpoints }: Training,
): Generator<Measurement & { readonly network: ReluNetwork }> {
  checkPositive("the learning rate", rate);
  checkRates(rates);
  for (const [i, step] of checkpoints.entries()) {
    checkCount(`checkpoints[${i}]`, step, 0);
    if (i > 0 && step <= checkpoints[i - 1])
      throw new RangeError(
        `checkpoints[${i}] is ${step} after ${checkpoints[i - 1]}, accepted are ascending steps`,
      );
  }
  const { n, d, inputs, labels } = train;
  const gram = gramOfRows(inputs, n, d);
  const firstZ = preactivations(start, inputs, n);
  const firstKernel = reluKernel(start, firstZ, gram);
  const student = kernels.student({ ...train, width: start.a.length });
  try {
    student.set(start.a, start.w);
    let step = 0;
    for (const checkpoint of checkpoints) {
      if (checkpoint > step) student.descend(checkpoint - step, { a: rate * rates.a, w: rate * rates.w });
      step = checkpoint;
      const network = { a: new Float64Array(start.a.length), w: new Float64Array(start.w.length) };
      student.get(network.a, network.w);
      const z = preactivations(network, inputs, n);
      const trainLoss = meanSquare(network, z, labels);
      yield {
        step,
        network,
        trainLoss,
        testLoss: meanSquare(network, preactivations(network, test.inputs, test.n), test.labels),
        // rounding may leave −2^-52 between a kernel and itself
        kernelDistance: Math.max(0, kernelDistance(firstKernel, reluKernel(network, z, gram))),
        hamming: hammingDistance(firstZ, z, n),
        parameterDistance: parameterDistance(network, start),
      };
      if (!Number.isFinite(trainLoss)) return;
    }
  } finally {
    student.dispose();
  }
}
