// What the tests of the kernels share.
import { fillNormals } from "@widthwise/core";
import { bestVariant, type Variant } from "../src/variant.ts";

/** Every variant that this engine runs. */
export const variants: Variant[] = bestVariant() === "relaxed" ? ["relaxed", "plain"] : ["plain"];

/** [count] ← reproducible normal numbers; a stream for each operand. */
export function numbers(count: number, stream: number): Float64Array {
  const out = new Float64Array(count);
  fillNormals({ seed: 7, stream }, 0, out);
  return out;
}
