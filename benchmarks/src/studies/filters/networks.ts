// The networks whose filters are looked at, and their starts by relative scale.
import {
  activation,
  convolution,
  dense,
  flatten,
  image,
  initialParameters,
  type Layer,
  layerNorm,
  lenetLayers,
  Network,
  type Parameters,
  pooling,
  sequence,
  type Tf,
} from "@widthwise/linearize";
import type { Shape } from "../../networks/examples.ts";
import type { FiltersJob } from "./jobs.ts";

/** Sides of the blocks of which the largest is taken. */
const POOLED = 4;
/** Keeps variances through a ReLU (He et al. 2015). */
const GAIN = Math.SQRT2;

/** The pieces of the job's network, all of whose hidden units are ReLUs. */
function layersOf({ net }: FiltersJob, shape: Shape): Layer[] {
  if (shape.kind !== "images") throw new TypeError(`filters look at images, not ${shape.kind}`);
  const { side, channels, outputs } = shape;
  if (net.kind === "lenet")
    return lenetLayers({ side, channels, width: net.width, outputs, activation: "relu" });
  const { size, filters } = net;
  const places = Math.floor((side - size + 1) / POOLED);
  return [
    image(side, side, channels),
    convolution(size, channels, filters, { role: "input", padding: "valid", gain: GAIN, bias: false }),
    layerNorm(filters),
    activation("relu"),
    pooling("max", POOLED),
    flatten(),
    dense(places ** 2 * filters, outputs, { role: "output" }),
  ];
}

export interface FiltersNetwork {
  readonly network: Network;
  /** the network up to each hidden layer's ReLUs: its parameters are the network's first ones */
  readonly upTo: readonly Network[];
}

export function networkOf(tf: Tf, job: FiltersJob, shape: Shape): FiltersNetwork {
  const layers = layersOf(job, shape);
  // ReLUs are the pieces without parameters after one with
  const ends = layers.flatMap((layer, k) =>
    k > 0 && layer.parameters.length === 0 && layers[k - 1].parameters.length > 0 ? [k + 1] : [],
  );
  return {
    network: new Network(tf, sequence(...layers)),
    upTo: ends.map((end) => new Network(tf, sequence(...layers.slice(0, end)))),
  };
}

/**
 * Start values with the first layer over α and, in a network without normalisation, the readout times α: either way the
 * outputs are the same for all α, but for the 1e-5 in the norm.
 */
export function scaledStart(
  network: Network,
  { net, cell }: FiltersJob,
  seed: number,
): ReturnType<typeof initialParameters> {
  const { tf } = network;
  const start = initialParameters(network, seed);
  const readout = net.kind === "lenet" ? cell.params.alpha : 1;
  return network.parameters.map(({ role }, k) => {
    const factor = role === "input" ? 1 / cell.params.alpha : role === "output" ? readout : 1;
    return tf.mul(start[k], factor);
  });
}

/** Whether each hidden ReLU of each example is on, layer after layer. */
export async function signsOf(
  { upTo }: FiltersNetwork,
  parameters: Parameters,
  inputs: Parameters[number],
): Promise<Uint8Array> {
  const parts: number[] = [];
  for (const network of upTo) {
    const active = network.forward(parameters.slice(0, network.parameters.length), inputs);
    for (const value of await active.data()) parts.push(value > 0 ? 1 : 0);
    active.dispose();
  }
  return Uint8Array.from(parts);
}
