// Answer to D2 from the numbers of a result.

import { significant, widthLabel } from "../../../page/units.ts";
import type { Answer } from "../../../telling/tell.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { listAt, meanAt, paramsOf } from "./rows.ts";

export function answers(result: StudyResult): Answer[] {
  const { parametrisations, widths, d, n, seeds, checkpoints } = paramsOf(result);
  const [narrow, wide] = [Math.min(...widths), Math.max(...widths)];
  const show = (value: number) => significant(value, 2).replace("-", "−");
  const parts = parametrisations.map((parametrisation) => {
    const at = (width: number, sizes: "drawn" | "equal" = "drawn") => ({ parametrisation, sizes, width });
    const quantiles = listAt(result, at(wide), "quantiles");
    if (quantiles.length === 0) return undefined;
    const distance = (width: number, sizes?: "drawn" | "equal") =>
      show(meanAt(result, at(width, sizes), "kernelDistance"));
    return `${parametrisation}: δ/κ has median ${show(quantiles[2])} and 90 % of it in ${show(quantiles[0])} … ${show(quantiles[4])}, ${show(100 * meanAt(result, at(wide), "upstream"))} % of the neurons are upstream; the kernel distance after training is ${distance(narrow)} at width ${widthLabel(narrow)} and ${distance(wide)} at ${widthLabel(wide)} (${distance(wide, "equal")} with every neuron of the same sizes)`;
  });
  if (parts.some((part) => part === undefined)) return [];
  return [
    {
      question: "D2",
      sentence: `The width changes the law of δ/κ, κ = A² + ‖W‖², in none of them; what it changes is the scale. ${parts.join(". ")}. (d = ${d}, n = ${n}, ${Math.max(...checkpoints)} steps, ${seeds} seeds; −1 is downstream, 1 upstream.)`,
    },
  ];
}
