// Tokens and places as vectors: the first layer of a transformer.
import { type Layer, scaled } from "./layer.ts";
import type { ParametrisationName } from "./parametrisation.ts";

/**
 * Int32 tokens [B, length] ↦ rows of a table [vocabulary, d] plus learnt places [length, d]: [B, length, d]. B·length·d
 * additions.
 */
export function embedding(
  vocabulary: number,
  length: number,
  d: number,
  parametrisation: ParametrisationName = "standard",
): Layer {
  const fans = { fanIn: 1, fanOut: d };
  const table = scaled("table", [vocabulary, d], "embedding", fans, parametrisation);
  const places = scaled("places", [length, d], "embedding", fans, parametrisation);
  return {
    parameters: [table.parameter, places.parameter],
    apply(tape, [t, p], x) {
      const found = tape.scale(tape.lookup(x.value, t), table.multiplier);
      return tape.bias(found, p, places.multiplier);
    },
  };
}
