// Layer normalisation as a layer.
import { type Layer, scaled } from "./layer.ts";

/** Ba, Kiros & Hinton 2016: x [B, …, d] to mean 0 and variance 1 along d, then gain and bias [d]. O(B·…·d). */
export function layerNorm(d: number): Layer {
  const fans = { fanIn: 1, fanOut: 1 };
  return {
    parameters: [
      scaled("gain", [d], "gain", fans, "standard", { mean: 1, std: 0 }).parameter,
      scaled("bias", [d], "gain", fans, "standard", { std: 0 }).parameter,
    ],
    apply(tape, [gain, bias], x) {
      const centred = tape.centre(x);
      const variance = tape.mean(tape.product(centred, centred), x.value.rank - 1);
      const normal = tape.product(centred, tape.nonlinear(variance, "inverseRoot"));
      return tape.bias(tape.gain(normal, gain), bias);
    },
  };
}
