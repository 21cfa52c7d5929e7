// Runs of a result by α and number of samples, seeds gathered, and the samples that an α needs.
import { type Cell, largest, mean, smallest } from "@widthwise/measure";
import { isThere } from "../../../page/units.ts";
import { cellsWith, numberOf, numberOrNaN } from "../../../telling/read-cells.ts";
import { gathered, type Runs } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { printedOf } from "./printed.ts";

/** One α: its runs by number of samples, ascending, each by seed. */
export interface Curve {
  readonly alpha: number;
  readonly points: readonly Runs[];
}

/** Every α, descending. */
export const curvesOf = ({ result }: Told<Params>): Curve[] =>
  gathered(cellsWith(result, {}), "alpha")
    .reverse()
    .map(({ at, cells }) => ({ alpha: at, points: gathered(cells, ({ n }) => n) }));

/** Test error when the samples were fitted, or at the end where they never were. */
export const errorOf = (cell: Cell): number =>
  numberOf(cell, "fittedError") ?? numberOrNaN(cell, "testError");

/** Samples at which errors fall through the target, log error linear in log samples between two; null: nowhere. NaN where an error is not there. */
export function crossing(
  samples: readonly number[],
  errors: readonly number[],
  target: number,
): number | null {
  if (errors.some(Number.isNaN)) return Number.NaN;
  for (let k = 1; k < samples.length; k++) {
    const [above, below] = [errors[k - 1], errors[k]];
    if (above < target || below >= target) continue;
    // half a wrong answer stands for none
    const share = Math.log(above / target) / Math.log(above / Math.max(below, 1e-5));
    return samples[k - 1] * (samples[k] / samples[k - 1]) ** share;
  }
  return null;
}

interface Needed {
  /** of the mean error over seeds, as in the paper */
  readonly value: number;
  /** least and most of the seeds; null where one of them has no crossing */
  readonly lo: number | null;
  readonly hi: number | null;
}

/** Samples for the target; null where the mean error does not cross it. */
function neededOf({ points }: Curve, target: number): Needed | null {
  const crossingOf = (errorAt: (cells: readonly Cell[]) => number) =>
    crossing(
      points.map(({ at }) => at),
      points.map(({ cells }) => errorAt(cells)),
      target,
    );
  const value = crossingOf((cells) => mean(cells.map(errorOf)));
  if (value === null) return null;
  const seeds = smallest(points.map(({ cells }) => cells.length));
  const each = Array.from({ length: seeds }, (_, seed) => crossingOf((cells) => errorOf(cells[seed])));
  const found = each.filter((one) => one !== null);
  const whole = found.length === each.length;
  return { value, lo: whole ? smallest(found) : null, hi: whole ? largest(found) : null };
}

/** The aim: samples within a quarter of the paper's. */
export const SHARE = 0.25;

/** Samples that every α needs, beside the paper's. */
export function comparedOf(told: Told<Params>) {
  return curvesOf(told).map((curve) => {
    const found = neededOf(curve, told.params.target);
    const paper = printedOf(curve.alpha, told.params)?.samples;
    // here over the paper's
    const off = found && paper ? found.value / paper : undefined;
    return { alpha: curve.alpha, found, paper, off, met: isThere(off) && Math.abs(off - 1) <= SHARE };
  });
}
