// Adam, gradient descent and Gauss–Newton on mini-batches, by the dense kernels with the batch as their inputs.
import { permutation } from "@widthwise/core";
import type { WholeJob } from "./jobs.ts";
import { lossOf, wrongOf } from "./look.ts";
import { checkOf, initialSigns, rightAt } from "./look-at-network.ts";
import { movesOf } from "./moves.ts";
import { type Kernels, openNetwork, type Trained, type Way } from "./way.ts";

/** Random stream of the order of the batches. */
const batchStream = 23;

type BatchJob = Extract<WholeJob, { algorithm: "adam" | "sgd" | "batch-gn" }>;
type DenseNetwork = ReturnType<Kernels["network"]>;
/** Turns the batch's residual into coefficients and moves the weights; false where there are none. */
type Move = (residual: Float64Array, inputs: Float32Array) => boolean;

export function trainBatches(way: Way, job: BatchJob): Trained {
  const { kernels, train, d, width, shift, seed, clock, budgetSeconds, looks } = way;
  const batch = Math.min(job.options.batch, train.n);
  // what looks at all inputs
  const whole = openNetwork(way, false);
  const initial = whole.weights();
  const inputs = new Float32Array(batch * d);
  const network = kernels.network({
    ...{ inputs: Float64Array.from(inputs), n: batch, d, width, shift, seed, init: "gaussian" },
  });
  const move = moveOf(job, network, way, batch);
  const [f, residual, all] = [new Float64Array(batch), new Float64Array(batch), new Float64Array(train.n)];
  const look = () =>
    clock.look(() => {
      whole.setWeights(weightsOf(network, width, d));
      whole.predict(train.inputs, all);
      return { loss: lossOf(all, train), wrong: wrongOf(all, train), right: rightAt(whole, way) };
    });
  clock.start();
  look();
  const moments = momentsOf(budgetSeconds, looks);
  let [steps, refused] = [0, 0];
  let diverged = false;
  let epoch = -1;
  let order: Int32Array = new Int32Array(0);
  const perEpoch = Math.floor(train.n / batch);
  while (clock.seconds < budgetSeconds) {
    if (Math.floor(steps / perEpoch) !== epoch) {
      epoch = Math.floor(steps / perEpoch);
      order = permutation(train.n, { seed, stream: batchStream }, epoch * train.n);
    }
    const first = (steps % perEpoch) * batch;
    for (let k = 0; k < batch; k++) {
      const from = order[first + k] * d;
      inputs.set(train.inputs.subarray(from, from + d), k * d);
    }
    network.setInputs(inputs);
    network.forward(f);
    for (let k = 0; k < batch; k++) residual[k] = f[k] - train.labels[order[first + k]];
    if (!residual.every(Number.isFinite)) {
      // what was seen before stands
      diverged = true;
      break;
    }
    if (!move(residual, inputs)) refused++;
    steps++;
    if (moments.length > 0 && clock.seconds >= moments[0]) {
      look();
      while (moments.length > 0 && moments[0] <= clock.seconds) moments.shift();
    }
  }
  if (!diverged) look();
  const check = checkOf(whole.weights(), initialSigns(way), way, all);
  const measures = {
    steps,
    epochs: steps / perEpoch,
    // steps whose system had no solution: they moved nothing
    refused,
    diverged: Number(diverged),
    ...movesOf(initial, whole.weights(), way),
  };
  network.dispose();
  whole.dispose();
  return { check, measures };
}

/** Moments of the looks, evenly over the logarithm of time, from a five-hundredth of it on. */
function momentsOf(budgetSeconds: number, looks: number): number[] {
  return Array.from({ length: looks }, (_, k) => budgetSeconds * 500 ** (k / looks - 1));
}

function moveOf(job: BatchJob, network: DenseNetwork, way: Way, batch: number): Move {
  const { width, d, kernels } = way;
  switch (job.algorithm) {
    case "adam": {
      const { rate } = job.options;
      const step = network.adam({ rate, decay1: 0.9, decay2: 0.999, epsilon: 1e-8 });
      // the mean over the batch
      return (u) => {
        step(u.map((value) => value / batch));
        return true;
      };
    }
    case "sgd": {
      const { rate } = job.options;
      return (u) => {
        network.update(u.map((value) => (rate * value) / batch));
        return true;
      };
    }
    case "batch-gn": {
      const { rate, damping } = job.options;
      const gram = new Float64Array(batch * batch);
      const gemm = kernels.gemm({ orientation: "nt", rows: batch, inner: d, cols: batch });
      return (u, inputs) => {
        network.overlaps(gram);
        gemm.a().set(inputs);
        gemm.b().set(inputs);
        gemm.run();
        const kernel = gemm.c();
        let trace = 0;
        for (let k = 0; k < gram.length; k++) gram[k] *= kernel[k] / width;
        for (let k = 0; k < batch; k++) trace += gram[k * batch + k];
        // float32 entries of the kernel: what rounding may have taken
        const ridge = ((damping + 1e-6) * trace) / batch;
        for (let k = 0; k < batch; k++) gram[k * batch + k] += ridge;
        if (kernels.solveSpd(gram, u, u).status !== "solved") return false;
        network.update(u.map((value) => rate * value));
        return true;
      };
    }
  }
}

/** [m, d] in float32. */
function weightsOf(network: DenseNetwork, width: number, d: number): Float32Array {
  const out = new Float32Array(width * d);
  const piece = new Float64Array(PIECE * d);
  for (let first = 0; first < width; first += PIECE) {
    const count = Math.min(PIECE, width - first);
    const part = piece.subarray(0, count * d);
    network.weights(first, count, part);
    out.set(part, first * d);
  }
  return out;
}

const PIECE = 1024;
