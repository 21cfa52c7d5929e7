import type { Problem } from "@widthwise/core";
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
