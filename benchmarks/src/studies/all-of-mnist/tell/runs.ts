// Runs of a result: a way of training and its settings, with what it came to over time.
import { type Cell, smallest } from "@widthwise/measure";
import { significant } from "../../../page/units.ts";
import { listOf, paramOf } from "../../../telling/read-cells.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";

export interface Run {
  readonly cell: Cell;
  readonly algorithm: string;
  /** "adam, batch 256, rate 0.001" */
  readonly name: string;
  readonly n: number;
  readonly width: number;
  readonly points: readonly Point[];
}

interface Point {
  readonly seconds: number;
  /** of ‖y‖² */
  readonly loss: number;
  /** share of training inputs with the wrong sign */
  readonly wrong: number;
  /** share of the examples kept apart with the right one */
  readonly right: number | undefined;
}

const settings: Readonly<Record<string, readonly string[]>> = {
  "damped-gn": ["landmarks", "tolerance"],
  "batch-gn": ["batch", "rate", "damping"],
  adam: ["batch", "rate"],
  sgd: ["batch", "rate"],
  "last-layer": ["ridge"],
};

export function runsOf({ cells }: StudyResult): Run[] {
  return cells
    .filter(({ status }) => status === "ok")
    .map((cell) => {
      const { algorithm, n, width } = cell;
      const words = (settings[algorithm] ?? []).map((name) => `${name} ${paramOf(cell, name)}`);
      const right = cell.measures?.curveRight === undefined ? [] : listOf(cell, "curveRight");
      const [loss, wrong] = [listOf(cell, "curveLoss"), listOf(cell, "curveWrong")];
      const points = listOf(cell, "curveSeconds").map((seconds, k) => ({
        ...{ seconds, loss: loss[k], wrong: wrong[k] },
        right: right[k],
      }));
      return { cell, algorithm, name: [algorithm, ...words].join(", "), n, width, points };
    });
}

/** Of each way of training that of its settings which ends with the least loss. */
export function bestOfEach(runs: readonly Run[]): Run[] {
  return [...Map.groupBy(runs, ({ algorithm }) => algorithm).values()].map((own) => {
    const least = smallest(own.map(endLoss));
    return own.find((run) => endLoss(run) === least) as Run;
  });
}

export const endOf = ({ points }: Run): Point => points[points.length - 1];
const endLoss = (run: Run) => endOf(run).loss;

/** What was known of a run at that time; the last look before it. */
export const pointAt = ({ points }: Run, seconds: number): Point | undefined =>
  points.findLast((point) => point.seconds <= seconds);

export const duration = (seconds: number): string =>
  seconds < 120 ? `${significant(seconds, 3)} s` : `${significant(seconds / 60, 3)} min`;
