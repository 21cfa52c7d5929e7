// What the basins add to D6: how far the closed form holds where the inputs are not whitened.
import { exact, significant } from "../../../page/units.ts";
import { largestBy } from "../../../telling/gaps.ts";
import { numberOrNaN } from "../../../telling/read-cells.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { cellAt, percent } from "./rows.ts";

/** D6, beside what the minimal model answers itself. */
export function closedForm(told: Told<Params>) {
  const { deltas, conditions } = told.params;
  const downstream = deltas.filter((delta) => delta < 0);
  const white = deltas.flatMap((delta) => cellAt(told, delta, 1) ?? []);
  if (white.length === 0 || downstream.length === 0) return undefined;
  const total = (name: string) => white.reduce((sum, cell) => sum + numberOrNaN(cell, name), 0);
  const worst = conditions
    .filter((condition) => condition > 1)
    .map((condition) => {
      const shares = downstream.flatMap((delta) => {
        const cell = cellAt(told, delta, condition);
        return cell ? [{ delta, share: percent(cell, "byTarget") }] : [];
      });
      const most = largestBy(shares, ({ share }) => share);
      return most === undefined
        ? undefined
        : `${significant(most.share, 2)} % at condition ${condition} (δ = −${-most.delta})`;
    })
    .filter((text) => text !== undefined);
  return `Which sign a ends with: on whitened inputs the closed form agrees with the flow in ${exact(total("points") - total("byTarget"))} of ${exact(total("points"))} starts, ${exact(total("crossings"))} of which change the sign of a. For others it is wrong in at most ${worst.join(", ")} of the starts downstream; for δ ≥ 0 the sign never changes, whatever the inputs.`;
}
