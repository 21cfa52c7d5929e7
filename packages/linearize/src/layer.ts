// A layer: parameters as plain data, and what is done with them, written once over dual numbers on a tape.
import type { Dual } from "./dual.ts";
import {
  type ParametrisationName,
  parametrisations,
  powerOf,
  type Role,
  type Scaling,
} from "./parametrisation.ts";
import type { Tape } from "./tape.ts";

/** One parameter tensor of a network: plain data. */
export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly role: Role;
  /** starts as N(mean, std²) */
  readonly mean: number;
  readonly std: number;
  /** times the optimiser's learning rate */
  readonly rate: number;
}

/**
 * A piece of a network: what parameters it has, and what it does with them. Composition is a layer again.
 *
 * @example
 * // x ↦ g ∘ x with a learnt gain g [d]
 * const gain = (d: number): Layer => ({
 *   parameters: [{ name: "gain", shape: [d], role: "gain", mean: 1, std: 0, rate: 1 }],
 *   apply: (tape, [g], x) => tape.gain(x, g),
 * });
 */
export interface Layer {
  readonly parameters: readonly Parameter[];
  /** x [B, …] to an activation [B, …]; `parameters` are this layer's own, in their order */
  apply(tape: Tape, parameters: readonly Dual[], x: Dual): Dual;
}

const GAIN: Scaling = { multiplier: {}, std: {}, rate: {} };

/** A parameter with the scales that a parametrisation gives it, and the multiplier with which it enters the network. */
export function scaled(
  name: string,
  shape: readonly number[],
  role: Role,
  fans: { readonly fanIn: number; readonly fanOut: number },
  parametrisation: ParametrisationName,
  start: { readonly mean?: number; readonly std?: number } = {},
): { readonly parameter: Parameter; readonly multiplier: number } {
  const scaling = role === "gain" ? GAIN : parametrisations[parametrisation][role];
  const of = (power: Scaling["std"]) => powerOf(power, fans.fanIn, fans.fanOut);
  const { mean = 0, std = 1 } = start;
  return {
    parameter: { name, shape, role, mean, std: std * of(scaling.std), rate: of(scaling.rate) },
    multiplier: of(scaling.multiplier),
  };
}

/** One layer after the other; parameters are named by place: `2.weight`. */
export function sequence(...layers: Layer[]): Layer {
  return {
    parameters: layers.flatMap((layer, k) =>
      layer.parameters.map((parameter) => ({ ...parameter, name: `${k}.${parameter.name}` })),
    ),
    apply(tape, parameters, x) {
      let first = 0;
      for (const layer of layers) {
        const count = layer.parameters.length;
        x = layer.apply(tape, parameters.slice(first, first + count), x);
        first += count;
      }
      return x;
    },
  };
}

/** x ↦ x + layer(x), for a layer that keeps shapes. */
export function residual(layer: Layer): Layer {
  return {
    parameters: layer.parameters,
    apply: (tape, parameters, x) => tape.add(x, layer.apply(tape, parameters, x)),
  };
}
