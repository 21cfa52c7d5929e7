// Whole networks as layers: perceptron, LeNet, a small residual network, a transformer.
import { type ActivationName, activation } from "./activation.ts";
import { convolution, dense } from "./affine.ts";
import { attention } from "./attention.ts";
import { embedding } from "./embedding.ts";
import { type Layer, residual, sequence } from "./layer.ts";
import { layerNorm } from "./layer-norm.ts";
import type { ParametrisationName } from "./parametrisation.ts";
import { flatten, globalMean, image, lastPlace, pooling } from "./shape-layers.ts";

interface Common {
  readonly outputs: number;
  /** default standard */
  readonly parametrisation?: ParametrisationName;
  /** default relu, of a transformer gelu */
  readonly activation?: ActivationName;
}

/** Keeps the variance through a nonlinearity, nearly (He et al. 2015 for ReLU). */
const gainOf = (name: ActivationName) => (name === "relu" || name === "gelu" ? Math.SQRT2 : 1);

/**
 * A perceptron of `depth` weight layers, 2 and more, of equal width: inputs [B, d]. RangeError for a smaller depth.
 *
 * @example
 * mlp({ inputs: 784, width: 1024, depth: 3, outputs: 10, activation: "gelu", parametrisation: "maximal-update" });
 */
export function mlp(
  options: Common & {
    readonly inputs: number;
    readonly width: number;
    readonly depth: number;
    /** layer normalisation before every activation; default false */
    readonly normalised?: boolean;
  },
): Layer {
  const { inputs, width, depth, outputs, parametrisation = "standard", activation: name = "relu" } = options;
  if (!Number.isSafeInteger(depth) || depth < 2)
    throw new RangeError(`depth is ${depth}, accepted are whole numbers from 2 on`);
  const gain = gainOf(name);
  const through = options.normalised ? sequence(layerNorm(width), activation(name)) : activation(name);
  const layers = [dense(inputs, width, { role: "input", parametrisation }), through];
  for (let l = 2; l < depth; l++) layers.push(dense(width, width, { parametrisation, gain }), through);
  return sequence(...layers, dense(width, outputs, { role: "output", parametrisation }));
}

interface Images extends Common {
  readonly side: number;
  readonly channels: number;
  /** filters of the first convolution */
  readonly width: number;
}

/**
 * The size of LeNet-5 (LeCun et al. 1998) at side 28 and width 6: two convolutions of 5 × 5, the first padded, mean
 * pooling, three dense layers; fully connected filters, and the activation named. Inputs [B, side²·channels].
 * RangeError unless side is a multiple of 4 from 12 on.
 */
export const lenet = (options: Images): Layer => sequence(...lenetLayers(options));

/** `lenet` as its pieces, of which the first few are the network up to a layer. */
export function lenetLayers(options: Images): Layer[] {
  const { side, channels, width, outputs, parametrisation = "standard", activation: name = "tanh" } = options;
  if (side % 4 !== 0 || side < 12)
    throw new RangeError(`side is ${side}, accepted are multiples of 4 from 12 on`);
  const common = { parametrisation, gain: gainOf(name) };
  const second = Math.round((width * 16) / 6);
  const places = (side / 2 - 4) / 2;
  return [
    image(side, side, channels),
    convolution(5, channels, width, { ...common, role: "input" }),
    activation(name),
    pooling("mean", 2),
    convolution(5, width, second, { ...common, padding: "valid" }),
    activation(name),
    pooling("mean", 2),
    flatten(),
    dense(places ** 2 * second, 20 * width, common),
    activation(name),
    dense(20 * width, 14 * width, common),
    activation(name),
    dense(14 * width, outputs, { parametrisation, role: "output" }),
  ];
}

/**
 * A residual network without batch statistics, which a linearisation could not keep: a 3 × 3 convolution, then at widths
 * w, 2w, 4w (a convolution and max pooling between) one residual block of two convolutions each, then the global mean.
 * Width 36 has 0.5 million parameters for 3 channels. Inputs [B, side²·channels]. RangeError unless 4 divides side.
 */
export function residualCnn(
  options: Images & {
    /** default true; false leaves the sums out: the plain network of the same size */
    readonly skip?: boolean;
  },
): Layer {
  const { side, channels, width, outputs, parametrisation = "standard", activation: name = "relu" } = options;
  const { skip = true } = options;
  if (side % 4 !== 0) throw new RangeError(`side is ${side}, accepted are multiples of 4`);
  const common = { parametrisation, gain: gainOf(name) };
  const block = (w: number) => {
    const inner = sequence(
      activation(name),
      convolution(3, w, w, common),
      activation(name),
      // a branch starts small beside what skips it
      convolution(3, w, w, skip ? { ...common, gain: 0.5 } : common),
    );
    return skip ? residual(inner) : inner;
  };
  const down = (w: number) => sequence(activation(name), convolution(3, w, 2 * w, common), pooling("max", 2));
  return sequence(
    image(side, side, channels),
    convolution(3, channels, width, { ...common, role: "input" }),
    block(width),
    down(width),
    block(2 * width),
    down(2 * width),
    block(4 * width),
    activation(name),
    globalMean(),
    dense(4 * width, outputs, { parametrisation, role: "output" }),
  );
}

/**
 * Pre-norm transformer blocks (Xiong et al. 2020) that predict from the last place: int32 tokens [B, length] ↦
 * [B, outputs]. For characters, outputs is the vocabulary; for a ∘ b mod p, length is 3 (a, b, =) and outputs p.
 * RangeError where heads do not divide the width.
 */
export function transformer(
  options: Common & {
    readonly vocabulary: number;
    readonly length: number;
    readonly width: number;
    readonly heads: number;
    /** default 1 */
    readonly blocks?: number;
  },
): Layer {
  const { vocabulary, length, width, heads, outputs, blocks = 1 } = options;
  const { parametrisation = "standard", activation: name = "gelu" } = options;
  const block = () =>
    sequence(
      residual(sequence(layerNorm(width), attention(width, heads, { parametrisation }))),
      residual(
        sequence(
          layerNorm(width),
          dense(width, 4 * width, { parametrisation }),
          activation(name),
          dense(4 * width, width, { parametrisation }),
        ),
      ),
    );
  return sequence(
    embedding(vocabulary, length, width, parametrisation),
    ...Array.from({ length: blocks }, block),
    lastPlace(),
    layerNorm(width),
    dense(width, outputs, { parametrisation, role: "output" }),
  );
}
