// A network: a layer as a model, with every derivative that the package needs.
import type { Dual } from "./dual.ts";
import { full } from "./each-gradient.ts";
import type { Layer, Parameter } from "./layer.ts";
import type { Model, Parameters } from "./model.ts";
import { Tape } from "./tape.ts";
import { type Tensor, type Tensor2D, type Tf, unitVector } from "./tf.ts";

/**
 * Rows of J at B examples and all C outputs for one parameter: `full` [B·C, size], or the factors of a weight that is used
 * once per example, left [B, i] and right [B·C, o]: row (b, c) is the outer product of left row b and right row (b, c).
 */
export type JacobianRows =
  | { readonly full: Tensor2D }
  | { readonly left: Tensor2D; readonly right: Tensor2D };

/**
 * A layer as a model, with the derivatives that a linearisation does not have. Holds no parameters: they are arguments, and
 * borrowed. RangeError for parameters or directions whose shapes are not the layer's.
 *
 * @example
 * const network = new Network(tf, mlp({ inputs: 8, width: 256, depth: 3, outputs: 1 }));
 * const parameters = initialParameters(network, 1);
 * const { value, gradient } = network.vjp(parameters, X, (f) => losses.square.gradient(tf, f, y));
 */
export class Network implements Model {
  readonly tf: Tf;
  readonly parameters: readonly Parameter[];
  readonly #layer: Layer;

  constructor(tf: Tf, layer: Layer) {
    this.tf = tf;
    this.parameters = layer.parameters;
    this.#layer = layer;
  }

  #check(tensors: Parameters, what: string): void {
    const { parameters } = this;
    if (tensors.length !== parameters.length)
      throw new RangeError(`${tensors.length} ${what} tensors, the network has ${parameters.length}`);
    tensors.forEach(({ shape }, k) => {
      if (shape.join() !== parameters[k].shape.join())
        throw new RangeError(
          `${what} ${parameters[k].name} has shape [${shape}], [${parameters[k].shape}] is needed`,
        );
    });
  }

  /** A recorded forward pass over duals, along `direction` if there is one. */
  #trace(parameters: Parameters, inputs: Tensor, direction?: Parameters) {
    this.#check(parameters, "parameter");
    if (direction) this.#check(direction, "direction");
    const tape = new Tape(this.tf);
    const leaves = parameters.map((value, k) => tape.leaf(value, direction?.[k]));
    const output = this.#layer.apply(tape, leaves, { value: inputs });
    return { tape, leaves, output };
  }

  forward(parameters: Parameters, inputs: Tensor): Tensor2D {
    return this.tf.tidy(() => this.#trace(parameters, inputs).output.value as Tensor2D);
  }

  jvp(parameters: Parameters, inputs: Tensor, direction: Parameters) {
    return this.tf.tidy(() => {
      const { output } = this.#trace(parameters, inputs, direction);
      return { value: output.value as Tensor2D, tangent: tangentOf(this.tf, output) as Tensor2D };
    });
  }

  vjp(parameters: Parameters, inputs: Tensor, cotangent: (value: Tensor2D) => Tensor2D) {
    return this.tf.tidy(() => {
      const { tape, leaves, output } = this.#trace(parameters, inputs);
      const value = output.value as Tensor2D;
      const gradient = tape.gradient(output, { value: cotangent(value) }, leaves);
      return { value, gradient: gradient.map((g) => g.value) };
    });
  }

  /**
   * g = f + J v and Jᵀ u(g), the two halves of a step on the linearised network: one forward pass with tangents, one
   * backward pass without. Five products per layer where backpropagation has three.
   */
  linearVjp(
    parameters: Parameters,
    inputs: Tensor,
    direction: Parameters,
    cotangent: (value: Tensor2D) => Tensor2D,
  ) {
    const { tf } = this;
    return tf.tidy(() => {
      const { tape, leaves, output } = this.#trace(parameters, inputs, direction);
      const value = tf.add(output.value, tangentOf(tf, output)) as Tensor2D;
      tape.dropTangents();
      const gradient = tape.gradient(output, { value: cotangent(value) }, leaves);
      return { value, gradient: gradient.map((g) => g.value) };
    });
  }

  /**
   * Jᵀ u and its derivative along v, for u(f) over duals: forward over reverse (Pearlmutter 1994), about six forward
   * passes. With constant u, `curvature` is Σ u_ic ∇²f_ic v; with u = ∇ℓ of a loss (`lossGradient`) it is ∇²L v.
   */
  hvp(
    parameters: Parameters,
    inputs: Tensor,
    direction: Parameters,
    cotangent: (value: Dual) => Dual,
  ): { readonly gradient: Tensor[]; readonly curvature: Tensor[] } {
    return this.tf.tidy(() => {
      const { tape, leaves, output } = this.#trace(parameters, inputs, direction);
      const gradient = tape.gradient(output, cotangent(output), leaves);
      return {
        gradient: gradient.map((g) => g.value),
        curvature: gradient.map((g) => tangentOf(this.tf, g)),
      };
    });
  }

  /** J at every example and output, parameter by parameter. One forward pass, C backward passes. */
  jacobianRows(parameters: Parameters, inputs: Tensor): JacobianRows[] {
    const { tf } = this;
    return tf.tidy(() => {
      const { tape, leaves, output } = this.#trace(parameters, inputs);
      const [examples, outputs] = output.value.shape;
      const perOutput = Array.from({ length: outputs }, (_, c) => {
        const unit = tf.broadcastTo(unitVector(tf, c, outputs), [examples, outputs]);
        return tape.eachGradient(output, unit, leaves);
      });
      const rows = (tensors: Tensor2D[]) =>
        tf.reshape(tf.stack(tensors, 1), [examples * outputs, tensors[0].shape[1]]) as Tensor2D;
      return leaves.map((_, k): JacobianRows => {
        const gradients = perOutput.map((each) => each[k]);
        const factors = gradients.map((g) => ("right" in g ? g.right : undefined));
        const [first] = gradients;
        // the left factor is an activation, the same for every output
        if ("left" in first && factors.every((right) => right !== undefined))
          return { left: tf.clone(first.left), right: rows(factors) };
        return { full: rows(gradients.map((g) => full(tf, g))) };
      });
    });
  }
}

const tangentOf = (tf: Tf, { value, tangent }: Dual): Tensor => tangent ?? tf.zerosLike(value);
