// Small problems to test with.
import { initialWeights, type Problem } from "@widthwise/core";
import { sphere, trainingExamples } from "@widthwise/data";

/** A small problem on the sphere, or with the given parts replaced. */
export function madeProblem(parts: Partial<Problem> & { d?: number; n?: number; c?: number } = {}): Problem {
  const { n = 12, d = 10, width = 300, seed = 3, c = 0.48, ...rest } = parts;
  const examples = trainingExamples(sphere(seed, d).train, n, "parity", seed);
  return {
    inputs: examples.inputs,
    labels: examples.labels,
    n,
    d,
    width,
    shift: Math.sqrt(c * Math.log(width)),
    seed,
    init: "gaussian",
    ...rest,
  };
}

/** An odd antisymmetric width whose last neuron, which has no twin, fires at no training input. */
export function loneDeadProblem(): Problem {
  for (let seed = 1; ; seed++) {
    const problem = madeProblem({ n: 6, d: 9, width: 301, init: "antisymmetric", seed });
    const { inputs, n, d, width, shift } = problem;
    const w = new Float64Array(d);
    initialWeights(problem, width - 1, 1, w);
    const z = Array.from({ length: n }, (_, i) => w.reduce((sum, v, k) => sum + v * inputs[i * d + k], 0));
    if (z.every((value) => value <= shift)) return problem;
  }
}
