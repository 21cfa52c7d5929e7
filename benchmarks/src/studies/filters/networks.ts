import {
  activation,
  convolution,
  dense,
  globalMean,
  image,
  initialParameters,
  type Layer,
  lenetLayers,
  Network,
  type Parameters,
  pooling,
  sequence,
  type Tf,
} from "@widthwise/linearize";
import type { Task } from "../../networks/tasks.ts";
import type { FiltersJob } from "./jobs.ts";

/** Keeps variances through a ReLU (He et al. 2015). */
const GAIN = Math.SQRT2;

/** The pieces of the job's network, all of whose hidden units are ReLUs. */
function layersOf({ net }: FiltersJob, task: Task): Layer[] {
  if (task.kind !== "images") throw new Error("filters look at pictures");
  const { side, channels, outputs } = task;
  if (net.kind === "lenet")
    return lenetLayers({ side, channels, width: net.width, outputs, activation: "relu" });
  const { size, filters } = net;
  return [
    image(side, side, channels),
    convolution(size, channels, filters, { role: "input", padding: "valid", gain: GAIN }),
    activation("relu"),
    pooling("max", 4),
    convolution(3, filters, 2 * filters, { gain: GAIN }),
    activation("relu"),
    globalMean(),
    dense(2 * filters, outputs, { role: "output" }),
  ];
}

export interface FiltersNetwork {
  readonly network: Network;
  /** the network up to each hidden layer's ReLUs: its parameters are the network's first ones */
  readonly upTo: readonly Network[];
}

export function networkOf(tf: Tf, job: FiltersJob, task: Task): FiltersNetwork {
  const layers = layersOf(job, task);
  // ReLUs are the pieces without parameters after one with
  const ends = layers.flatMap((layer, k) =>
    k > 0 && k < layers.length - 1 && layers[k - 1].parameters.length > 0 && layer.parameters.length === 0
      ? [k + 1]
      : [],
  );
  return {
    network: new Network(tf, sequence(...layers)),
    upTo: ends.map((end) => new Network(tf, sequence(...layers.slice(0, end)))),
  };
}

/** Start values, first layer over α and readout times α: with ReLUs and zero biases the outputs are the same for all α. */
export function scaledStart(
  network: Network,
  seed: number,
  alpha: number,
): ReturnType<typeof initialParameters> {
  const { tf } = network;
  const start = initialParameters(network, seed);
  return network.parameters.map(({ role }, k) => {
    const factor = role === "input" ? 1 / alpha : role === "output" ? alpha : 1;
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
