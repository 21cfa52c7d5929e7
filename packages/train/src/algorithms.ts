// Every training algorithm by its name, and how a training run starts.
import type { Backend } from "@widthwise/backends";
import { needMemory, normalTail, type Problem } from "@widthwise/core";
import { adamUpdate, plainGradient } from "./adam.ts";
import { checkProblem, ProblemError } from "./check-problem.ts";
import { denseTrainer } from "./dense.ts";
import { hashingDefaults, maxTrees, simHash } from "./fired-index.ts";
import { lastLayerTrainer } from "./last-layer.ts";
import { limitTrainer } from "./limit-kernel.ts";
import { liveTrainer } from "./live.ts";
import { checkOptions, type TrainerOptions } from "./options.ts";
import { gaussNewton, gradientDescent, type Rule } from "./rules.ts";
import { sketchedGaussNewton } from "./sketched-rule.ts";
import { tangentTrainer } from "./tangent-kernel.ts";
import type { Trainer } from "./trainer.ts";
import { TreeTrainer } from "./tree.ts";

/** A training algorithm under the one name that the command line, JSON and reports use. */
export interface Algorithm {
  readonly name: string;
  /** what it does, and who published it */
  readonly source: string;
  /** every weight takes part in every step: held against the backend's matrix product rate */
  readonly dense: boolean;
  /** names of the backends that have it; absent: all */
  readonly backends?: readonly string[];
  /** the algorithm that gives the same losses on the backend `js`, the float64 oracle */
  readonly oracle: string;
  /** it may miss neurons that fire: its losses are its own, and its answers are checked against its own weights */
  readonly approximate?: boolean;
  /** its coefficients come from an iterative solve, and each step tells how that ended */
  readonly iterative?: boolean;
  /** its first step solves the problem: step size and mini-batches mean nothing to it */
  readonly atOnce?: boolean;
  /** backends on which it can train the second layer too */
  readonly bothLayers?: readonly string[];
  /** backends on which its initial state can be drawn without the weights: timed runs start so, checked ones from shared weights */
  readonly sampled?: readonly string[];
  /** bytes that neurons or weights take at least, at so many bytes per number: what cannot fit is refused before it is allocated */
  readonly bytes: (problem: Pick<Problem, "n" | "d" | "width" | "shift">, wordBytes: number) => number;
  /** what `startTraining` calls after its checks */
  readonly start: (backend: Backend, problem: Problem, options: TrainerOptions) => Promise<Trainer>;
}

/** Weights, their saved initial copy in float32, and one bit per neuron and input. */
const denseBytes: Algorithm["bytes"] = ({ n, d, width }, wordBytes) =>
  width * d * (wordBytes + 4) + (width * n) / 8;

/** The same of every neuron. */
const scanBytes: Algorithm["bytes"] = ({ n, width }, wordBytes) =>
  width * (wordBytes === 8 ? 20 * n + 24 : 4 * n + 4);

/**
 * Two numbers per neuron and input in the trees, as many in their saved copy, and the lists of who fired; on kernels a number and a
 * seventh, and a copy of the first.
 */
const treeBytes: Algorithm["bytes"] = ({ n, width }, wordBytes) =>
  wordBytes === 8 ? 8 * width * n * 5 : 4 * width * (n * 2.2 + 3);

/** Trees on kernels where the backend has them, else in float64 JavaScript, which can train the second layer too. */
const treeTrainer =
  (rule: Rule): Algorithm["start"] =>
  async (backend, problem, options) =>
    backend.kernels === undefined
      ? new TreeTrainer(backend, problem, options, rule, maxTrees)
      : liveTrainer(backend, problem, options, rule, "trees");

/**
 * z, the coefficients of the weights, who fired, tables with their codes and links, and the saved copy of all that moves.
 */
const hashBytes: Algorithm["bytes"] = ({ n, width }) =>
  width * (8 * n * 4 + 4 * n + 24 * hashingDefaults.tables);

/** Two moments per weight besides. */
const adamBytes: Algorithm["bytes"] = (problem, wordBytes) =>
  denseBytes(problem, wordBytes) + 2 * problem.width * problem.d * wordBytes;

/** z of the neurons that fire at the first input, and who fires; js keeps the initial z too. */
const liveBytes: Algorithm["bytes"] = ({ n, width, shift }, wordBytes) =>
  width * normalTail(shift) * (wordBytes === 8 ? 20 * n + 24 : 4 * n + 4);

/** Bytes of matrices [n, n] that every algorithm holds: K = X Xᵀ, and G or what it is made of. */
const gramBytes = (n: number) => 16 * n * n;

/** Every algorithm by its name. */
export const algorithms: Record<string, Algorithm> = {
  "dense-gd": {
    name: "dense-gd",
    source: "full-batch gradient descent by dense products",
    dense: true,
    oracle: "dense-gd",
    bytes: denseBytes,
    start: (...run) => denseTrainer(...run, gradientDescent),
  },
  "dense-gn": {
    name: "dense-gn",
    source: "Gram–Gauss–Newton, dense products, exact solve: Cai et al. 2019",
    dense: true,
    oracle: "dense-gn",
    bytes: denseBytes,
    start: (...run) => denseTrainer(...run, gaussNewton),
  },
  "sketch-gn": {
    name: "sketch-gn",
    source:
      "Gauss–Newton by sketch-preconditioned conjugate gradients, dense products: Brand et al., arXiv 2006.11648",
    dense: false,
    backends: ["js", "wasm", "wasm-mt"],
    oracle: "dense-gn",
    iterative: true,
    bytes: denseBytes,
    start: (...run) => denseTrainer(...run, sketchedGaussNewton),
  },
  "dense-adam": {
    name: "dense-adam",
    source: "Adam by dense products: Kingma and Ba, ICLR 2015",
    dense: true,
    backends: ["js", "wasm", "wasm-mt", "tfjs-cpu", "tfjs-wasm", "tfjs-node", "tfjs-webgpu"],
    oracle: "dense-adam",
    bytes: adamBytes,
    start: (...run) => denseTrainer(...run, plainGradient, adamUpdate),
  },
  "tree-gn": {
    name: "tree-gn",
    source:
      "Gauss–Newton, fired neurons from trees of maxima, implicit weights: Deng et al., arXiv 2208.04508",
    dense: false,
    backends: ["js", "wasm", "wasm-mt"],
    oracle: "dense-gn",
    bothLayers: ["js"],
    sampled: ["wasm", "wasm-mt"],
    bytes: treeBytes,
    start: treeTrainer(gaussNewton),
  },
  "scan-gd": {
    name: "scan-gd",
    source: "gradient descent in Gram space, every neuron looked at, those that fire moved",
    dense: false,
    backends: ["js", "wasm", "wasm-mt"],
    oracle: "dense-gd",
    sampled: ["wasm", "wasm-mt"],
    bytes: scanBytes,
    start: (...run) => liveTrainer(...run, gradientDescent, "scan"),
  },
  "scan-gn": {
    name: "scan-gn",
    source: "Gauss–Newton in Gram space, every neuron looked at, those that fire moved",
    dense: false,
    backends: ["js", "wasm", "wasm-mt"],
    oracle: "dense-gn",
    sampled: ["wasm", "wasm-mt"],
    bytes: scanBytes,
    start: (...run) => liveTrainer(...run, gaussNewton, "scan"),
  },
  "tree-sketch-gn": {
    name: "tree-sketch-gn",
    source:
      "Gauss–Newton as Deng et al., arXiv 2208.04508, Algorithm 1, has it: trees, a sketch of J as preconditioner, implicit weights",
    dense: false,
    backends: ["js", "wasm", "wasm-mt"],
    oracle: "dense-gn",
    iterative: true,
    sampled: ["wasm", "wasm-mt"],
    bytes: treeBytes,
    start: treeTrainer(sketchedGaussNewton),
  },
  "tree-gd": {
    name: "tree-gd",
    source: "gradient descent, fired neurons from trees of maxima, implicit weights: Alman et al. 2023",
    dense: false,
    backends: ["js", "wasm", "wasm-mt"],
    oracle: "dense-gd",
    bothLayers: ["js"],
    sampled: ["wasm", "wasm-mt"],
    bytes: treeBytes,
    start: treeTrainer(gradientDescent),
  },
  "lsh-gd": {
    name: "lsh-gd",
    source: "gradient descent on the neurons that SimHash tables find, recall reported: SLIDE, MLSys 2020",
    dense: false,
    backends: ["js"],
    oracle: "dense-gd",
    approximate: true,
    bytes: hashBytes,
    start: async (backend, problem, options) =>
      new TreeTrainer(backend, problem, options, gradientDescent, simHash(options)),
  },
  "live-gn": {
    name: "live-gn",
    source: "Gauss–Newton in Gram space on the live neurons, sampled without forming the rest",
    dense: false,
    backends: ["js", "wasm", "wasm-mt"],
    oracle: "dense-gn",
    sampled: ["js", "wasm", "wasm-mt"],
    bytes: liveBytes,
    start: (...run) => liveTrainer(...run, gaussNewton),
  },
  "live-gd": {
    name: "live-gd",
    source: "gradient descent in Gram space on the live neurons, sampled without forming the rest",
    dense: false,
    backends: ["js", "wasm", "wasm-mt"],
    oracle: "dense-gd",
    sampled: ["js", "wasm", "wasm-mt"],
    bytes: liveBytes,
    start: (...run) => liveTrainer(...run, gradientDescent),
  },
  kernel: {
    name: "kernel",
    source:
      "regression with the tangent kernel of the initial network, from its live neurons: Jacot et al. 2018",
    dense: false,
    backends: ["js", "wasm", "wasm-mt"],
    oracle: "kernel",
    atOnce: true,
    sampled: ["js", "wasm", "wasm-mt"],
    bytes: liveBytes,
    start: tangentTrainer,
  },
  "kernel-limit": {
    name: "kernel-limit",
    source: "regression with the tangent kernel of infinite width at the shift b: Jacot et al. 2018",
    dense: false,
    oracle: "kernel-limit",
    atOnce: true,
    bytes: () => 0,
    start: async (...run) => limitTrainer(...run),
  },
  "last-layer": {
    name: "last-layer",
    source:
      "least squares in the second layer on random features, from the live neurons: Rahimi and Recht 2008",
    dense: false,
    backends: ["js", "wasm", "wasm-mt"],
    oracle: "last-layer",
    atOnce: true,
    sampled: ["js", "wasm", "wasm-mt"],
    bytes: liveBytes,
    start: lastLayerTrainer,
  },
};

/**
 * Starts a training run at its initial state. ProblemError when the problem's numbers, the options or the backend do not fit
 * the algorithm; NotEnoughMemory, before anything is allocated, when the state does not fit into what is free.
 */
export async function startTraining(
  algorithm: Algorithm,
  backend: Backend,
  problem: Problem,
  options: TrainerOptions = {},
): Promise<Trainer> {
  checkProblem(problem);
  checkOptions(options, problem.n);
  if (algorithm.backends && !algorithm.backends.includes(backend.info.name))
    throw new ProblemError(
      `${algorithm.name} runs on ${algorithm.backends.join(", ")}, not on ${backend.info.name}`,
    );
  if (options.train === "both" && !algorithm.bothLayers?.includes(backend.info.name))
    throw new ProblemError(
      `${algorithm.name} trains the first layer alone on ${backend.info.name}, both are asked for${algorithm.bothLayers ? `: it trains both on ${algorithm.bothLayers.join(", ")}` : ""}`,
    );
  const wordBytes = backend.info.precision === "float64" ? 8 : 4;
  needMemory(
    algorithm.bytes(problem, wordBytes) + gramBytes(problem.n),
    `${algorithm.name} at width ${problem.width} with n = ${problem.n}`,
  );
  return algorithm.start(backend, problem, options);
}
