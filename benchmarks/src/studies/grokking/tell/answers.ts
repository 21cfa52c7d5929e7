// The answer to D10: what of grokking's delay is due to the overall scale and what to the relative one.
import { interval, signed } from "../../../page/units.ts";
import { spreadOf } from "../../../telling/gaps.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { printedSteps } from "./printed.ts";
import { ordered, type Point, rowsOf, stepsOf } from "./rows.ts";

export function scales(told: Told<Params>) {
  const rows = rowsOf(told);
  const [byAlpha, byTau] = [slopes(told, "alpha"), slopes(told, "tau")];
  if (byAlpha.here.length === 0 || byTau.here.length === 0) return undefined;
  const order = rows.map(({ points }) => ordered(points));
  const right = order.reduce((sum, one) => sum + one.right, 0);
  const all = order.reduce((sum, one) => sum + one.all, 0);
  const both = byTau.here.every((power) => power > 0) && byAlpha.here.every((power) => power < 0);
  const verdict = both
    ? "A large overall scale and a small relative one delay grokking, each by itself. "
    : "";
  return `${verdict}Overall scale: at fixed α the steps until the unseen pairs are known grow like τ to the power ${powers(byTau)} between τ = ${rows[0].tau} and ${rows[rows.length - 1].tau}, of which the rate, divided by τ², alone would give 2. Relative scale: at fixed τ, with logits and rate untouched, they change like α to the power ${powers(byAlpha)}, with the larger α the sooner in ${right} of ${all} neighbouring pairs.`;
}

interface Slopes {
  readonly here: readonly number[];
  readonly paper: readonly number[];
}

/** Slopes of log steps by log α at each τ, or by log τ at each α, here and in the paper over the same cells. */
function slopes(told: Told<Params>, by: "alpha" | "tau"): Slopes {
  const points = rowsOf(told).flatMap((row) => row.points);
  const groups = [...Map.groupBy(points, (point) => point[by === "alpha" ? "tau" : "alpha"]).values()];
  const along = (stepsAt: (point: Point) => number | undefined) =>
    groups.flatMap((own) => {
      const found = own.flatMap((point) => {
        const steps = stepsAt(point);
        return steps === undefined ? [] : [{ at: point[by], steps }];
      });
      return found.length < 2 ? [] : [endSlope(found.toSorted((a, b) => a.at - b.at))];
    });
  return {
    here: along((point) => stepsOf(point)?.value),
    paper: along(({ tau, alpha }) => printedSteps(tau, alpha)),
  };
}

/** The slope between the ends of a row: log steps over log of where. */
export function endSlope(points: readonly { at: number; steps: number }[]): number {
  const [first, last] = [points[0], points[points.length - 1]];
  return Math.log(last.steps / first.steps) / Math.log(last.at / first.at);
}

function powers({ here, paper }: Slopes): string {
  return paper.length > 0 ? `${range(here)} (the paper's over the same cells: ${range(paper)})` : range(here);
}

function range(values: readonly number[]): string {
  const shown = (x: number) => signed(x, 2);
  return values.length === 1 ? shown(values[0]) : interval(spreadOf(values), shown);
}
