// Small networks of every kind of layer, each with a float64 oracle.
import type { Layer } from "../src/index.ts";
import {
  activation,
  convolution,
  dense,
  flatten,
  image,
  lenet,
  mlp,
  type ParametrisationName,
  pooling,
  residual,
  sequence,
  transformer,
} from "../src/index.ts";
import * as naive from "./float64.ts";

export interface Case {
  readonly name: string;
  readonly layer: Layer;
  readonly oracle: naive.Oracle;
  /** shape of one input; tokens where `vocabulary` is given */
  readonly shape: readonly number[];
  readonly vocabulary?: number;
  /** false where second derivatives are not compared: ReLU's kinks */
  readonly smooth: boolean;
}

/** Three layers, with the multipliers of the parametrisation by their definition. */
function mlpOracle(
  name: string,
  parametrisation: ParametrisationName,
  d: number,
  width: number,
): naive.Oracle {
  const multipliers = {
    standard: [1, 1, 1],
    "tangent-kernel": [d ** -0.5, width ** -0.5, width ** -0.5],
    "mean-field": [d ** -0.5, 1 / width, 1 / width],
    "maximal-update": [width ** 0.5, 1, width ** -0.5],
  }[parametrisation];
  const bias = parametrisation === "maximal-update" ? width ** 0.5 : 1;
  return ([w1, b1, w2, b2, w3, b3], x) => {
    const first = naive.curve(name, naive.dense(x, w1, b1, multipliers[0], bias));
    const second = naive.curve(name, naive.dense(first, w2, b2, multipliers[1], bias));
    return naive.dense(second, w3, b3, multipliers[2]).data;
  };
}

const mlps = (
  [
    ["relu", "standard"],
    ["tanh", "tangent-kernel"],
    ["softplus", "mean-field"],
    ["gelu", "maximal-update"],
  ] as const
).map(
  ([name, parametrisation]): Case => ({
    name: `mlp ${name} ${parametrisation}`,
    layer: mlp({ inputs: 4, width: 5, depth: 3, outputs: 2, activation: name, parametrisation }),
    oracle: mlpOracle(name, parametrisation, 4, 5),
    shape: [4],
    smooth: name !== "relu",
  }),
);

export const cases: readonly Case[] = [
  ...mlps,
  {
    name: "lenet",
    layer: lenet({ side: 12, channels: 1, width: 1, outputs: 2 }),
    oracle: ([k1, b1, k2, b2, w3, b3, w4, b4, w5, b5], x) => {
      const picture = naive.reshape(x, [12, 12, 1]);
      const first = naive.pool(naive.curve("tanh", naive.convolve(picture, k1, b1, "same")), 2, "mean");
      const second = naive.pool(naive.curve("tanh", naive.convolve(first, k2, b2, "valid")), 2, "mean");
      const row = naive.reshape(second, [second.data.length]);
      const third = naive.curve("tanh", naive.dense(row, w3, b3));
      return naive.dense(naive.curve("tanh", naive.dense(third, w4, b4)), w5, b5).data;
    },
    shape: [144],
    // smooth, but its 800 columns of differences of differences take seconds, and the next case has convolutions
    smooth: false,
  },
  {
    name: "residual convolution, max pooling",
    layer: sequence(
      image(4, 4, 2),
      residual(sequence(convolution(3, 2, 2), activation("softplus"))),
      pooling("max", 2),
      flatten(),
      dense(8, 3),
    ),
    oracle: ([k, b, w, c], x) => {
      const picture = naive.reshape(x, [4, 4, 2]);
      const inner = naive.curve("softplus", naive.convolve(picture, k, b, "same"));
      const pooled = naive.pool(naive.plus(picture, inner), 2, "max");
      return naive.dense(naive.reshape(pooled, [8]), w, c).data;
    },
    shape: [32],
    smooth: true,
  },
  {
    name: "transformer",
    layer: transformer({ vocabulary: 5, length: 3, width: 4, heads: 2, outputs: 2 }),
    oracle: ([table, places, g1, b1, q, k, v, o, g2, b2, w1, c1, w2, c2, g3, b3, w3, c3], x) => {
      const data = Float64Array.from({ length: 12 }, (_, i) => {
        return table.data[x.data[Math.floor(i / 4)] * 4 + (i % 4)] + places.data[i];
      });
      const start: naive.Array64 = { shape: [3, 4], data };
      const mixed = naive.plus(start, naive.attention(naive.layerNorm(start, g1, b1), [q, k, v, o], 2));
      const hidden = naive.curve("gelu", naive.dense(naive.layerNorm(mixed, g2, b2), w1, c1));
      const last = naive.row(naive.plus(mixed, naive.dense(hidden, w2, c2)), 2);
      return naive.dense(naive.layerNorm(last, g3, b3), w3, c3).data;
    },
    shape: [3],
    vocabulary: 5,
    smooth: true,
  },
];
