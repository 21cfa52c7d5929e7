// Subspaces by the references that span them, and renewed by a rule; whether the monitor can be believed.
import type { Cell } from "@widthwise/measure";
import { cellsWith, listOf, paramOf } from "../../../telling/read-cells.ts";
import { medianValue, type Runs, type Seeds } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";

/** At so many references of a kind. */
export interface Choice extends Runs {
  readonly kind: string;
  /** all, or a number */
  readonly rank: string;
}

export function choices({ result }: Told<Params>): Choice[] {
  const groups = Map.groupBy(cellsWith(result, { part: "choice" }), (cell) =>
    [paramOf(cell, "kind"), paramOf(cell, "references"), paramOf(cell, "rank")].join(),
  );
  return [...groups.values()]
    .map((cells) => ({
      kind: paramOf(cells[0], "kind"),
      at: Number(paramOf(cells[0], "references")),
      rank: paramOf(cells[0], "rank"),
      cells,
    }))
    .sort((a, b) => a.at - b.at || medianValue(a, "rank") - medianValue(b, "rank"));
}

export const withAllDirections = (told: Told<Params>) => choices(told).filter(({ rank }) => rank === "all");

export interface Renewal extends Seeds {
  /** 0 for never */
  readonly everyEpochs: number;
  /** 0 for whatever it is */
  readonly drift: number;
}

export function renewals({ result }: Told<Params>): Renewal[] {
  const groups = Map.groupBy(cellsWith(result, { part: "renewal" }), (cell) =>
    [paramOf(cell, "everyEpochs"), paramOf(cell, "drift")].join(),
  );
  return [...groups.values()].map((cells) => ({
    everyEpochs: Number(paramOf(cells[0], "everyEpochs")),
    drift: Number(paramOf(cells[0], "drift")),
    cells,
  }));
}

/** "never", "every 4 epochs" or "at a drift of 0.3" */
export function ruleName({ everyEpochs, drift }: Renewal): string {
  if (drift > 0) return `at a drift of ${drift}`;
  if (everyEpochs === 0) return "never";
  return everyEpochs === 1 ? "every epoch" : `every ${everyEpochs} epochs`;
}

/** Of the real network in the end, on unseen examples. */
export const endAccuracy = (cell: Cell) => listOf(cell, "writtenAccuracy").at(-1);

/** What the monitor said and what was true, epoch by epoch and seed by seed, where nothing was renewed. */
export function monitored(told: Told<Params>): { said: number; true: number }[] {
  const never = renewals(told).find(({ everyEpochs, drift }) => everyEpochs === 0 && drift === 0);
  return (never?.cells ?? []).flatMap((cell) => {
    const errors = listOf(cell, "unseenError");
    return listOf(cell, "drift").map((said, k) => ({ said, true: errors[k] }));
  });
}
