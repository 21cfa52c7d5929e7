// How far a network's features are from those at the start, by measures that know nothing of how often they were renewed.
import { kernelDistance } from "@widthwise/core";
import {
  centredAlignment,
  evaluate,
  flat,
  labelAlignment,
  type Model,
  parameterChange,
  type Parameters as Theta,
  tangentKernel,
} from "@widthwise/linearize";
import type { Examples } from "./examples.ts";
import type { OpenTask } from "./open-task.ts";

export interface FeatureMeasures {
  /** 1 − cosine of the tangent kernels */
  readonly kernelDistance: number;
  /** cosine of the centred kernels */
  readonly cka: number;
  /** yᵀKy/(‖K‖‖y‖²), y less its mean over outputs */
  readonly alignment: number;
  readonly parameterDistance: number;
}

/** Kernels on the first `probe` training examples; those of the start are computed once. */
export class FeatureMeter {
  readonly #task: OpenTask;
  readonly #inputs: Examples["inputs"];
  readonly #labels: Float64Array;
  readonly #before: Float64Array;

  static async open(task: OpenTask, probe: number): Promise<FeatureMeter> {
    const { tf, network, start, train } = task;
    const count = Math.min(probe, train.count);
    const inputs = tf.slice(train.inputs, 0, count);
    const targets = tf.slice(train.targets, 0, count);
    const y = Float64Array.from(await targets.data());
    const outputs = targets.shape[1];
    targets.dispose();
    if (outputs > 1) for (let k = 0; k < y.length; k++) y[k] -= 1 / outputs;
    return new FeatureMeter(task, inputs, y, await tangentKernel(network, { parameters: start, inputs }));
  }

  private constructor(
    task: OpenTask,
    inputs: Examples["inputs"],
    labels: Float64Array,
    before: Float64Array,
  ) {
    this.#task = task;
    this.#inputs = inputs;
    this.#labels = labels;
    this.#before = before;
  }

  get alignmentAtStart(): number {
    return labelAlignment(this.#before, this.#labels);
  }

  async at(parameters: Theta): Promise<FeatureMeasures> {
    const { tf, network, start } = this.#task;
    const kernel = await tangentKernel(network, { parameters, inputs: this.#inputs });
    return {
      kernelDistance: kernelDistance(this.#before, kernel),
      cka: centredAlignment(this.#before, kernel),
      alignment: labelAlignment(kernel, this.#labels),
      parameterDistance: await parameterChange(tf, parameters, start),
    };
  }
}

/** Mean loss and share of right answers. */
export const scoreOn = (
  model: Model,
  parameters: Theta,
  { inputs, targets }: Pick<Examples, "inputs" | "targets">,
  { loss }: Pick<OpenTask, "loss">,
) => evaluate(model, parameters, inputs, targets, loss);

/**
 * ‖W_relevant‖²/‖W‖² of the first weights W [d, width]: the share of their energy on the inputs that the label depends on,
 * relevant/d at a start without knowledge. Reads from the device.
 */
export function relevantShare(weights: Theta[number], relevant: number): number {
  const values = flat([weights]);
  const energy = (part: Float64Array) => part.reduce((sum, w) => sum + w * w, 0);
  return energy(values.subarray(0, relevant * weights.shape[1]!)) / energy(values);
}
