// Counted work: of preparations, of their memory, and of steps.
import { cellsWith, numberOrNaN, paramOf } from "../../../telling/read-cells.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";

/** Counted preparation of one network: linear in the examples, so two counts give any number of them. */
export interface Preparation {
  readonly width: number;
  readonly parameters: number;
  readonly rank: number;
  readonly by: string;
  readonly eigenMacs: number;
  /** a count at n examples */
  readonly at: (measure: "Macs" | "Elements" | "BytesMoved", n: number) => number;
}

export function preparations({ result, params: { memory } }: Told<Params>): Preparation[] {
  const cells = cellsWith(result, { part: "work", what: "preparation", memory });
  const groups = Map.groupBy(cells, (cell) =>
    [cell.width, paramOf(cell, "rank"), paramOf(cell, "by")].join(),
  );
  return [...groups.values()].flatMap((own) => {
    const [few, many] = own.toSorted((a, b) => a.n - b.n);
    if (many === undefined) return [];
    return {
      width: few.width,
      parameters: numberOrNaN(few, "parameters"),
      rank: numberOrNaN(few, "rank"),
      by: paramOf(few, "by"),
      eigenMacs: numberOrNaN(few, "eigenMacs"),
      at: (measure: string, n: number) => {
        const [a, b] = [few, many].map((cell) => numberOrNaN(cell, `prepare${measure}`));
        return a + ((b - a) * (n - few.n)) / (many.n - few.n);
      },
    };
  });
}

/** Memory of preparation, by the bound it was given. */
export const memoryRows = ({ result }: Told<Params>) =>
  cellsWith(result, { part: "work", what: "preparation" })
    .map((cell) => ({
      width: cell.width,
      n: cell.n,
      rank: numberOrNaN(cell, "rank"),
      by: paramOf(cell, "by"),
      bound: Number(paramOf(cell, "memory")),
      /** beside the result and a second copy of the features */
      beyond: numberOrNaN(cell, "beyondBytes"),
      result: numberOrNaN(cell, "prepareKeptBytes"),
      peak: numberOrNaN(cell, "preparePeakBytes"),
    }))
    .sort((a, b) => a.width - b.width || a.bound - b.bound || a.rank - b.rank);

/** Counted steps, a row per rank. */
export const stepWork = ({ result }: Told<Params>) =>
  cellsWith(result, { part: "work", what: "steps" })
    .map((cell) => ({ rank: numberOrNaN(cell, "rank"), of: (name: string) => numberOrNaN(cell, name) }))
    .sort((a, b) => a.rank - b.rank);
