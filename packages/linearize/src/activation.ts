import type { Layer } from "./layer.ts";
import type { Nonlinearity } from "./nonlinearity.ts";

export type ActivationName = Exclude<Nonlinearity, "inverseRoot">;

/** An elementwise nonlinearity. */
export const activation = (name: ActivationName): Layer => ({
  parameters: [],
  apply: (tape, _, x) => tape.nonlinear(x, name),
});
