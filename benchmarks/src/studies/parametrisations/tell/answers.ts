// The answer to D2: how δ is distributed over the neurons of each parametrisation, and the regime that follows.
import { largest, smallest } from "@widthwise/measure";
import { signed, widthLabel } from "../../../page/units.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { listAt, meanAt, type Setting } from "./rows.ts";

const show = (value: number) => signed(value, 2);

export function imbalance(told: Told<Params>) {
  const { parametrisations, widths, d, n, seeds, checkpoints } = told.params;
  const [narrow, wide] = [smallest(widths), largest(widths)];
  const parts = parametrisations.map((parametrisation) => {
    const quantiles = listAt(told, { parametrisation, width: wide }, "quantiles");
    if (quantiles.length === 0) return undefined;
    const upstream = meanAt(told, { parametrisation, width: wide }, "upstream");
    const distance = (width: number, sizes?: Setting["sizes"]) =>
      show(meanAt(told, { parametrisation, width, ...(sizes && { sizes }) }, "kernelDistance"));
    return `${parametrisation}: δ/κ has median ${show(quantiles[2])} and 90 % of it in ${show(quantiles[0])} … ${show(quantiles[4])}, ${show(100 * upstream)} % of the neurons are upstream; the kernel distance after training is ${distance(narrow)} at width ${widthLabel(narrow)} and ${distance(wide)} at ${widthLabel(wide)} (${distance(wide, "equal")} with every neuron of the same sizes)`;
  });
  if (parts.includes(undefined)) return undefined;
  return `The width changes the law of δ/κ, κ = A² + ‖W‖², in none of them; what it changes is the scale. ${parts.join(". ")}. (d = ${d}, n = ${n}, ${largest(checkpoints)} steps, ${seeds} seeds; −1 is downstream, 1 upstream.)`;
}
