// Runs of a result by α and number of samples, seeds gathered.
import { type Cell, mean } from "@widthwise/measure";
import { numberOf, paramOf } from "../../../telling/read-cells.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { type Params, paramsSchema } from "../params.ts";

export const paramsOf = (result: StudyResult): Params => paramsSchema.parse(result.study.params);

/** One α: its runs by number of samples, ascending, each by seed. */
export interface Curve {
  readonly alpha: number;
  readonly points: readonly { readonly samples: number; readonly cells: readonly Cell[] }[];
}

const number = (cell: Cell, name: string) => Number(paramOf(cell, name));

export function curvesOf({ cells }: StudyResult): Curve[] {
  const ok = cells.filter(({ status }) => status === "ok");
  return [...Map.groupBy(ok, (cell) => number(cell, "alpha"))]
    .sort(([a], [b]) => b - a)
    .map(([alpha, own]) => ({
      alpha,
      points: [...Map.groupBy(own, ({ n }) => n)]
        .sort(([a], [b]) => a - b)
        .map(([samples, group]) => ({
          samples,
          cells: group.toSorted((a, b) => number(a, "seed") - number(b, "seed")),
        })),
    }));
}

/** Test error when the samples were fitted, or at the end where they never were. */
export function errorOf(cell: Cell): number {
  const error = numberOf(cell, "fittedError") ?? numberOf(cell, "testError");
  if (error === null) throw new Error("a run of the hierarchy has no test error");
  return error;
}

/** Samples at which errors fall through the target, log error linear in log samples between two; null: nowhere. */
export function crossing(
  samples: readonly number[],
  errors: readonly number[],
  target: number,
): number | null {
  for (let k = 1; k < samples.length; k++) {
    const [above, below] = [errors[k - 1], errors[k]];
    if (above < target || below >= target) continue;
    // half a wrong answer stands for none
    const share = Math.log(above / target) / Math.log(above / Math.max(below, 1e-5));
    return samples[k - 1] * (samples[k] / samples[k - 1]) ** share;
  }
  return null;
}

export interface Needed {
  /** of the mean error over seeds, as in the paper */
  readonly value: number;
  /** least and most of the seeds; null where one of them has no crossing */
  readonly lo: number | null;
  readonly hi: number | null;
}

/** Samples for the target; null where the mean error does not cross it. */
export function neededOf({ points }: Curve, target: number): Needed | null {
  const samples = points.map((point) => point.samples);
  const seeds = Math.min(...points.map(({ cells }) => cells.length));
  const value = crossing(
    samples,
    points.map(({ cells }) => mean(cells.map(errorOf))),
    target,
  );
  if (value === null) return null;
  const each = Array.from({ length: seeds }, (_, seed) =>
    crossing(
      samples,
      points.map(({ cells }) => errorOf(cells[seed])),
      target,
    ),
  );
  const found = each.filter((one) => one !== null);
  const whole = found.length === each.length;
  return { value, lo: whole ? Math.min(...found) : null, hi: whole ? Math.max(...found) : null };
}
