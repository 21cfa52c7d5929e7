import type { Task } from "../../networks/task-schema.ts";
import { percent } from "../../page/units.ts";

/** A line of a report's set-up. */
export function taskWords({
  name,
  data,
  n,
  unseen,
  width,
  depth,
  activation,
  parametrisation,
  loss,
}: Task): string {
  const what =
    data.kind === "signs"
      ? `the product of ${data.relevant} of ${data.d} signs (of ${2 ** data.d} inputs: ${percent(1 - (1 - 2 ** -data.d) ** n)} of the unseen examples are expected to repeat a training one)`
      : data.kind === "single-index"
        ? `the Hermite polynomial of degree ${data.degree} of one of ${data.d} normal coordinates`
        : `${data.dataset} at 14 by 14 pixels, ${data.labels === "parity" ? "even against odd classes" : "an output a class"}`;
  return `**${name}**: ${what}; n = ${n}, ${unseen} unseen examples; ${depth} weight layers of width ${width}, ${activation}, ${parametrisation} parametrisation, ${loss} loss.`;
}
