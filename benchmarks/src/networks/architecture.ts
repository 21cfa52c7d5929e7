// The layers of a network by the name of its architecture.
import { type Layer, lenet, mlp, residualCnn, transformer } from "@widthwise/linearize";
import type { Shape } from "./examples.ts";
import type { Architecture } from "./task.ts";

/** TypeError where the architecture cannot read examples of this shape. */
export function layerOf({ architecture = "mlp", depth, ...rest }: Architecture, shape: Shape): Layer {
  const { width, activation, parametrisation } = rest;
  const options = { width, outputs: shape.outputs, activation, parametrisation };
  if (architecture.startsWith("mlp"))
    return mlp({ ...options, inputs: shape.d, depth, normalised: architecture === "mlp-layer-norm" });
  if (architecture === "transformer") {
    if (shape.kind !== "tokens") throw new TypeError(`a transformer reads tokens, not ${shape.kind}`);
    return transformer({
      ...options,
      vocabulary: shape.vocabulary,
      length: shape.d,
      heads: 4,
      blocks: depth,
    });
  }
  if (shape.kind !== "images") throw new TypeError(`${architecture} reads images, not ${shape.kind}`);
  const { side, channels } = shape;
  if (architecture === "lenet") return lenet({ ...options, side, channels });
  return residualCnn({ ...options, side, channels, skip: architecture === "residual-cnn" });
}

/** A guess at the multiply-adds of one forward pass, for the order of jobs and the time left. */
export function passCost({ architecture = "mlp", width, depth }: Architecture): number {
  if (architecture === "transformer") return depth * 16 * 12 * width ** 2;
  if (architecture === "lenet") return 1e4 * width ** 2 + 1e5 * width;
  if (architecture.endsWith("cnn")) return 5e4 * width ** 2;
  return 784 * width + (depth - 1) * width ** 2;
}
