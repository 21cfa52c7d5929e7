// The rounds of every backend by width: times, ratios of times within a round, and exponents.
import { type Interval, scheduleStream } from "@widthwise/measure";
import { exponentOf } from "../../../telling/exponent.ts";
import { nowhere, ratioOver } from "../../../telling/gaps.ts";
import { numberOrNaN } from "../../../telling/read-cells.ts";
import { gathered, medianOf, type Runs, valuesOf } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Operation } from "../operations.ts";
import type { Params } from "../params.ts";

/** Every backend with its widths, ascending; backends in the order of the params. */
export function backendsOf({ result, params }: Told<Params>): Runs[][] {
  const ok = result.cells.filter(({ status }) => status === "ok");
  return params.backends
    .map(({ name }) =>
      gathered(
        ok.filter(({ backend }) => backend === name),
        ({ width }) => width,
      ),
    )
    .filter((points) => points.length > 0);
}

/** Of the points of one backend. */
export const backendOf = ([{ cells }]: readonly Runs[]): string => cells[0].backend;

export const parametersOf = ({ cells }: Runs): number => numberOrNaN(cells[0], "parameters");

/** Median ns over rounds. */
export const timeOf = (point: Runs, what: Operation | "preparation"): Interval =>
  medianOf(point, `${what}Ns`) ?? nowhere;

/** How many backprop steps one of the others costs: rounds paired. */
export function ratioOf(point: Runs, what: Operation, seed: number): Interval {
  const key = { seed, stream: scheduleStream };
  return ratioOver(valuesOf(point, `${what}Ns`) ?? [], valuesOf(point, "backpropNs") ?? [], { key });
}

/** Exponent of the time in the parameters; undefined from too few widths. */
export const timeExponent = (points: readonly Runs[], what: Operation): Interval | undefined =>
  exponentOf(points.map((point) => ({ x: parametersOf(point), y: timeOf(point, what).value })));
