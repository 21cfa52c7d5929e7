// First-order optimisers on tensors.
import type { Parameter } from "./layer.ts";
import type { Parameters } from "./model.ts";
import type { Tensor, Tf } from "./tf.ts";

/** An optimiser as plain data. `rate` is η. */
export type OptimiserOptions =
  | { readonly kind: "sgd"; readonly rate: number }
  // Polyak 1964: v ← μ v + g, θ ← θ − η v
  | { readonly kind: "momentum"; readonly rate: number; readonly momentum: number }
  // Kingma & Ba 2015, algorithm 1
  | {
      readonly kind: "adam";
      readonly rate: number;
      readonly beta1?: number;
      readonly beta2?: number;
      readonly epsilon?: number;
    };

/**
 * Turns gradients into steps. SGD and momentum use each parameter's own rate times η; Adam, whose steps do not depend on
 * the gradient's size, uses η alone. RangeError for a rate that is not above 0.
 *
 * @example
 * const optimiser = new Optimiser(tf, { kind: "momentum", rate: 0.1, momentum: 0.9 }, network.parameters);
 * const next = plus(tf, parameters, optimiser.change(gradient));
 */
export class Optimiser {
  readonly #tf: Tf;
  readonly #options: OptimiserOptions;
  readonly #rates: readonly number[];
  /** momentum's v; Adam's m and, after it, its v; undefined before the first step */
  #state: Tensor[] | undefined;
  #steps = 0;

  constructor(tf: Tf, options: OptimiserOptions, parameters: readonly Pick<Parameter, "rate">[]) {
    if (!(options.rate > 0)) throw new RangeError(`rate is ${options.rate}, accepted is a number above 0`);
    this.#tf = tf;
    this.#options = options;
    this.#rates = parameters.map(({ rate }) => rate);
  }

  /** What is to be added to the parameters, the caller's; g is borrowed. O(p). */
  change(gradient: Parameters): Tensor[] {
    const tf = this.#tf;
    const [change, state] = tf.tidy((): [Tensor[], Tensor[]] => {
      const [directions, state] = this.#directions(gradient);
      const { rate, kind } = this.#options;
      const change = directions.map((direction, k) =>
        tf.mul(direction, kind === "adam" ? -rate : -rate * this.#rates[k]),
      );
      return [change, state];
    });
    tf.dispose(this.#state ?? []);
    // a caller's tidy must not take it
    this.#state = state.map((tensor) => tf.keep(tensor));
    return change;
  }

  #directions(g: Parameters): [Parameters, Tensor[]] {
    const tf = this.#tf;
    const options = this.#options;
    if (options.kind === "sgd") return [g, []];
    const blend = (old: Tensor | undefined, a: number, fresh: Tensor, b: number) =>
      old ? tf.add(tf.mul(old, a), tf.mul(fresh, b)) : tf.mul(fresh, b);
    if (options.kind === "momentum") {
      const v = g.map((gk, k) => blend(this.#state?.[k], options.momentum, gk, 1));
      return [v, v];
    }
    const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
    this.#steps++;
    const m = g.map((gk, k) => blend(this.#state?.[k], beta1, gk, 1 - beta1));
    const v = g.map((gk, k) => blend(this.#state?.[g.length + k], beta2, tf.square(gk), 1 - beta2));
    const [c1, c2] = [1 - beta1 ** this.#steps, 1 - beta2 ** this.#steps];
    const directions = m.map((mk, k) => tf.div(tf.div(mk, c1), tf.add(tf.sqrt(tf.div(v[k], c2)), epsilon)));
    return [directions, [...m, ...v]];
  }

  dispose(): void {
    this.#tf.dispose(this.#state ?? []);
    this.#state = undefined;
    this.#steps = 0;
  }
}
