// Layers x ↦ multiplier·(x · W) + b: dense and convolutional, scaled by a parametrisation.
import type { Dual } from "./dual.ts";
import { type Layer, scaled } from "./layer.ts";
import type { ParametrisationName, Role } from "./parametrisation.ts";
import type { Tape } from "./tape.ts";

/** Where weights stand, how they are scaled, and whether biases go with them. */
export interface WeightOptions {
  /** where the layer stands; default hidden */
  readonly role?: Extract<Role, "input" | "hidden" | "output">;
  /** default standard */
  readonly parametrisation?: ParametrisationName;
  /** standard deviation beside the parametrisation's: √2 keeps variances through a ReLU (He et al. 2015); default 1 */
  readonly gain?: number;
  /** default true */
  readonly bias?: boolean;
}

/** x ↦ multiplier·(x · W) + b for a product · of one kind; biases start at 0. */
function affine(
  shape: readonly number[],
  product: (tape: Tape, x: Dual, w: Dual) => Dual,
  { role = "hidden", parametrisation = "standard", gain = 1, bias = true }: WeightOptions,
): Layer {
  const outputs = shape[shape.length - 1];
  const fans = { fanIn: shape.slice(0, -1).reduce((a, b) => a * b), fanOut: outputs };
  const weight = scaled("weight", shape, role, fans, parametrisation, { std: gain });
  // the network's outputs are no width
  const fan = { fanIn: 1, fanOut: role === "output" ? 1 : outputs };
  const offset = scaled("bias", [outputs], "bias", fan, parametrisation, { std: 0 });
  return {
    parameters: bias ? [weight.parameter, offset.parameter] : [weight.parameter],
    apply(tape, [w, b], x) {
      const y = tape.scale(product(tape, x, w), weight.multiplier);
      return bias ? tape.bias(y, b, offset.multiplier) : y;
    },
  };
}

/** x [B, …, inputs] ↦ x W + b [B, …, outputs]. inputs·outputs multiply-adds per row. */
export function dense(inputs: number, outputs: number, options: WeightOptions = {}): Layer {
  return affine([inputs, outputs], (tape, x, w) => tape.weight(x, w), options);
}

/** The same, and what happens at the borders. */
export interface ConvolutionOptions extends WeightOptions {
  /** default same */
  readonly padding?: "same" | "valid";
}

/**
 * x [B, h, w, channels] ↦ x ∗ k + b [B, h′, w′, filters], k [size, size, channels, filters], stride 1. size²·channels·filters
 * multiply-adds per place.
 */
export function convolution(
  size: number,
  channels: number,
  filters: number,
  options: ConvolutionOptions = {},
): Layer {
  const { padding = "same" } = options;
  return affine([size, size, channels, filters], (tape, x, k) => tape.convolve(x, k, padding), options);
}
