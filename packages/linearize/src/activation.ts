// Elementwise layers.
import type { Layer } from "./layer.ts";
import type { Nonlinearity } from "./nonlinearity.ts";

/** Nonlinearities that a network can have between its layers. */
export type ActivationName = Exclude<Nonlinearity, "inverseRoot">;

/** x ↦ σ(x) elementwise, without parameters. O(size). */
export const activation = (name: ActivationName): Layer => ({
  parameters: [],
  apply: (tape, _, x) => tape.nonlinear(x, name),
});
