import { type Cell, type Interval, medianInterval, pairedRatio, scheduleStream } from "@widthwise/measure";
import { exponentOf } from "../../../telling/exponent.ts";
import { numberOf } from "../../../telling/read-cells.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import type { Operation } from "../operations.ts";
import { type Params, paramsSchema } from "../params.ts";

export const paramsOf = (result: StudyResult): Params => paramsSchema.parse(result.study.params);

/** The rounds of one width on one backend. */
export interface Point {
  readonly backend: string;
  readonly width: number;
  readonly parameters: number;
  readonly cells: readonly Cell[];
}

/** Every backend with its widths, ascending; backends in the order of the params. */
export function backendsOf(result: StudyResult): Point[][] {
  const ok = result.cells.filter(({ status }) => status === "ok");
  return paramsOf(result)
    .backends.map(({ name }) =>
      [
        ...Map.groupBy(
          ok.filter(({ backend }) => backend === name),
          ({ width }) => width,
        ),
      ]
        .sort(([a], [b]) => a - b)
        .map(([width, cells]) => ({
          backend: name,
          width,
          parameters: numberOf(cells[0], "parameters")!,
          cells,
        })),
    )
    .filter((points) => points.length > 0);
}

const timesOf = ({ cells }: Point, what: Operation | "preparation") =>
  cells.map((cell) => numberOf(cell, `${what}Ns`)!);

/** Median ns over rounds. */
export const timeOf = (point: Point, what: Operation | "preparation"): Interval =>
  medianInterval(timesOf(point, what));

/** How many backprop steps one of the others costs: rounds paired. */
export function ratioOf(point: Point, what: Operation, seed: number): Interval {
  const key = { seed, stream: scheduleStream };
  return pairedRatio(timesOf(point, what), timesOf(point, "backprop"), { key });
}

/** Exponent of the time in the parameters; undefined from too few widths. */
export const timeExponent = (points: readonly Point[], what: Operation): Interval | undefined =>
  exponentOf(points.map((point) => ({ x: point.parameters, y: timeOf(point, what).value })));
