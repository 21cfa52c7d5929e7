// The finding of the hierarchy: whether the larger α needs the fewer samples, and how near the paper's numbers they are.
import { isThere, percent, significant } from "../../../page/units.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { comparedOf, SHARE } from "./rows.ts";

export function finding(told: Told<Params>): string | undefined {
  const all = comparedOf(told);
  const compared = all.filter(({ off }) => isThere(off));
  const known = all.flatMap(({ alpha, found }) => (found === null ? [] : [{ alpha, samples: found.value }]));
  if (known.length < 2) return undefined;
  const ordered = known.every(({ samples }, k) => k === 0 || samples > known[k - 1].samples);
  const [upstream, downstream] = [known[0], known[known.length - 1]].map(
    ({ alpha, samples }) => `${significant(samples, 4)} at α = ${alpha}`,
  );
  const order = ordered
    ? "As in the paper, the larger α (upstream), the fewer samples a deep network needs"
    : "The samples a deep network needs are **not** in the order of α, as the paper has them";
  return `${order}: for ${percent(told.params.target)} error ${upstream}, ${downstream}; within ${percent(SHARE)} of the paper's number at ${compared.filter(({ met }) => met).length} of ${compared.length} α.`;
}
