// The cells of a result by part, rounds gathered, and the numbers that are made from several of them.
import { type Cell, type Interval, median, medianInterval } from "@widthwise/measure";
import { exponentOf } from "../../../telling/exponent.ts";
import { cellsWith, listOf, numberOrNaN, paramOf } from "../../../telling/read-cells.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { type Params, paramsSchema } from "../params.ts";

export const paramsOf = (result: StudyResult): Params => paramsSchema.parse(result.study.params);

const over = (cells: readonly Cell[], value: (cell: Cell) => number): Interval =>
  medianInterval(cells.map(value));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** One trainer with all its rounds. */
export interface Racer {
  readonly trainer: string;
  readonly rank: number;
  readonly by: string;
  readonly cells: readonly Cell[];
  readonly prepareNs: Interval;
  /** median epoch */
  readonly epochNs: Interval;
  readonly totalNs: Interval;
  /** at the end, on unseen examples */
  readonly accuracy: Interval;
  /** of the real network at the trained parameters */
  readonly written: Interval;
}

export function racers(result: StudyResult): Racer[] {
  const groups = Map.groupBy(cellsWith(result, { part: "race" }), (cell) =>
    [cell.algorithm, paramOf(cell, "rank"), paramOf(cell, "by")].join(),
  );
  return [...groups.values()].map((cells) => ({
    trainer: cells[0].algorithm,
    rank: Number(paramOf(cells[0], "rank")),
    by: paramOf(cells[0], "by"),
    cells,
    prepareNs: over(cells, (cell) => numberOrNaN(cell, "prepareNs")),
    epochNs: over(cells, (cell) => median(listOf(cell, "epochNs"))),
    totalNs: over(cells, (cell) => numberOrNaN(cell, "prepareNs") + sum(listOf(cell, "epochNs"))),
    accuracy: over(cells, (cell) => listOf(cell, "accuracy").at(-1) ?? Number.NaN),
    written: over(cells, (cell) => numberOrNaN(cell, "writtenAccuracy")),
  }));
}

/** "low-rank, k = 100 by JVP" */
export function racerName({ trainer, rank, by }: Pick<Racer, "trainer" | "rank" | "by">): string {
  if (trainer !== "low-rank") return trainer;
  return `low-rank, k = ${rank}${by === "jvp" ? " by JVP" : ""}`;
}

/** Epochs after which preparing and training in coordinates has taken less time than backpropagation: by rounds, at medians. */
export function breakEven(slow: Racer, fast: Racer): number | null {
  const saved = slow.epochNs.value - fast.epochNs.value;
  return saved > 0 ? fast.prepareNs.value / saved : null;
}

/**
 * Epochs, for features by JVP, in units of three forward passes an example and epoch: k JVPs an example of two passes, two
 * passes for f, rC backward passes over R, its kernel (half of it, being symmetric) and its basis.
 */
export function derivedBreakEven(k: number, r: number, outputs: number, n: number): number {
  const columns = r * outputs;
  return (2 * k + 2 + (3 * columns + columns ** 2 / 2 + columns * k) / n) / 3;
}

/** Seconds of a trainer until it first is as accurate as `goal` on unseen examples; null where it never is. */
export function nsToAccuracy({ cells }: Racer, goal: number): number | null {
  const times = cells.map((cell) => {
    const epoch = listOf(cell, "accuracy").findIndex((accuracy) => accuracy >= goal);
    return epoch < 0 ? null : numberOrNaN(cell, "prepareNs") + sum(listOf(cell, "epochNs").slice(0, epoch));
  });
  return times.some((time) => time === null) ? null : median(times as number[]);
}

/** Accuracy against seconds of the middle round. */
export function raceCurve({ cells }: Racer): { x: number; y: number }[] {
  const cell = cells[Math.floor((cells.length - 1) / 2)];
  const epochs = listOf(cell, "epochNs");
  return listOf(cell, "accuracy").map((y, k) => ({
    x: numberOrNaN(cell, "prepareNs") + sum(epochs.slice(0, k)),
    y,
  }));
}

export interface Choice {
  readonly kind: string;
  readonly references: number;
  /** all, or a number */
  readonly rank: string;
  readonly directions: Interval;
  readonly energy: Interval;
  readonly accuracy: Interval;
  readonly written: Interval;
  readonly k99: Interval;
  readonly cells: readonly Cell[];
}

export function choices(result: StudyResult): Choice[] {
  const groups = Map.groupBy(cellsWith(result, { part: "choice" }), (cell) =>
    [paramOf(cell, "kind"), paramOf(cell, "references"), paramOf(cell, "rank")].join(),
  );
  return [...groups.values()]
    .map((cells) => ({
      kind: paramOf(cells[0], "kind"),
      references: Number(paramOf(cells[0], "references")),
      rank: paramOf(cells[0], "rank"),
      directions: over(cells, (cell) => numberOrNaN(cell, "rank")),
      energy: over(cells, (cell) => numberOrNaN(cell, "capturedEnergy")),
      accuracy: over(cells, (cell) => numberOrNaN(cell, "testAccuracy")),
      written: over(cells, (cell) => numberOrNaN(cell, "writtenAccuracy")),
      k99: over(cells, (cell) => numberOrNaN(cell, "k99")),
      cells,
    }))
    .sort((a, b) => a.references - b.references || a.directions.value - b.directions.value);
}

export interface Renewal {
  readonly everyEpochs: number;
  readonly drift: number;
  readonly refreshes: Interval;
  readonly accuracy: Interval;
  readonly cells: readonly Cell[];
}

export function renewals(result: StudyResult): Renewal[] {
  const groups = Map.groupBy(cellsWith(result, { part: "renewal" }), (cell) =>
    [paramOf(cell, "everyEpochs"), paramOf(cell, "drift")].join(),
  );
  return [...groups.values()].map((cells) => ({
    everyEpochs: Number(paramOf(cells[0], "everyEpochs")),
    drift: Number(paramOf(cells[0], "drift")),
    refreshes: over(cells, (cell) => numberOrNaN(cell, "refreshes")),
    accuracy: over(cells, (cell) => listOf(cell, "writtenAccuracy").at(-1) ?? Number.NaN),
    cells,
  }));
}

/** "never", "every 4 epochs" or "at a drift of 0.3" */
export function ruleName({ everyEpochs, drift }: Pick<Renewal, "everyEpochs" | "drift">): string {
  if (drift > 0) return `at a drift of ${drift}`;
  if (everyEpochs === 0) return "never";
  return everyEpochs === 1 ? "every epoch" : `every ${everyEpochs} epochs`;
}

/** What the monitor said and what was true, epoch by epoch and seed by seed, where nothing was renewed. */
export function monitored(result: StudyResult): { said: number; true: number }[] {
  const never = renewals(result).find(({ everyEpochs, drift }) => everyEpochs === 0 && drift === 0);
  return (never?.cells ?? []).flatMap((cell) => {
    const errors = listOf(cell, "unseenError");
    return listOf(cell, "drift").map((said, k) => ({ said, true: errors[k] }));
  });
}

export interface StepRow {
  readonly width: number;
  readonly parameters: number;
  readonly lowRank: Interval;
  readonly backprop: Interval;
  readonly prepare: Interval;
  readonly cells: readonly Cell[];
}

export function stepRows(result: StudyResult): StepRow[] {
  return [...Map.groupBy(cellsWith(result, { part: "step" }), ({ width }) => width).values()]
    .map((cells) => ({
      width: cells[0].width,
      parameters: numberOrNaN(cells[0], "parameters"),
      lowRank: over(cells, (cell) => numberOrNaN(cell, "lowRankStepNs")),
      backprop: over(cells, (cell) => numberOrNaN(cell, "backpropStepNs")),
      prepare: over(cells, (cell) => numberOrNaN(cell, "prepareNs")),
      cells,
    }))
    .sort((a, b) => a.width - b.width);
}

/** Exponent of a step's time in the parameter count, over medians. */
export function stepExponent(result: StudyResult, which: "lowRank" | "backprop"): Interval | undefined {
  return exponentOf(stepRows(result).map((row) => ({ x: row.parameters, y: row[which].value })));
}

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

export function preparations(result: StudyResult): Preparation[] {
  const { memory } = paramsOf(result);
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
export function memoryRows(result: StudyResult) {
  return cellsWith(result, { part: "work", what: "preparation" })
    .map((cell) => ({
      width: cell.width,
      n: cell.n,
      rank: numberOrNaN(cell, "rank"),
      by: paramOf(cell, "by"),
      bound: Number(paramOf(cell, "memory")),
      beyond: numberOrNaN(cell, "beyondBytes"),
      result: numberOrNaN(cell, "prepareKeptBytes"),
      peak: numberOrNaN(cell, "preparePeakBytes"),
    }))
    .sort((a, b) => a.width - b.width || a.bound - b.bound || a.rank - b.rank);
}

/** Counted steps, a row a rank. */
export function stepWork(result: StudyResult) {
  return cellsWith(result, { part: "work", what: "steps" })
    .map((cell) => ({ rank: numberOrNaN(cell, "rank"), of: (name: string) => numberOrNaN(cell, name) }))
    .sort((a, b) => a.rank - b.rank);
}
