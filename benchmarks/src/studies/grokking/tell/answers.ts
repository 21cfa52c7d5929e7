// D10: what is due to the overall scale and what to the relative one.

import { significant } from "../../../page/units.ts";
import type { Answer } from "../../../telling/tell.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { printedSteps } from "./printed.ts";
import { exponent, ordered, type Point, rowsOf, spreadOf, stepsOf } from "./rows.ts";

/** Slopes of log steps by log α at each τ, or by log τ at each α, here and in the paper over the same cells. */
export function slopes(result: StudyResult, by: "alpha" | "tau") {
  const points = rowsOf(result).flatMap((row) => row.points);
  const groups = [...Map.groupBy(points, (point) => point[by === "alpha" ? "tau" : "alpha"]).values()];
  const along = (own: readonly Point[], steps: (point: Point) => number | undefined) => {
    const found = own.flatMap((point) => {
      const value = steps(point);
      return value === undefined ? [] : [{ at: point[by], steps: value }];
    });
    return found.length < 2 ? [] : [exponent(found.toSorted((a, b) => a.at - b.at))];
  };
  const middle = (point: Point) => {
    const steps = stepsOf(point);
    return steps === null ? undefined : spreadOf(steps).value;
  };
  return {
    here: groups.flatMap((own) => along(own, middle)),
    paper: groups.flatMap((own) => along(own, ({ tau, alpha }) => printedSteps(tau, alpha))),
  };
}

function range(values: readonly number[]): string {
  const { value, lo, hi } = spreadOf(values);
  const shown = (x: number) => significant(x, 2).replace("-", "−");
  return values.length === 1 ? shown(value) : `${shown(value)} [${shown(lo)}, ${shown(hi)}]`;
}

export function answers(result: StudyResult): Answer[] {
  const rows = rowsOf(result);
  const [byAlpha, byTau] = [slopes(result, "alpha"), slopes(result, "tau")];
  if (byAlpha.here.length === 0 || byTau.here.length === 0) return [];
  const order = rows.map(({ points }) => ordered(points));
  const [right, all] = [
    order.reduce((sum, one) => sum + one.right, 0),
    order.reduce((sum, one) => sum + one.all, 0),
  ];
  const compared = (paper: readonly number[]) =>
    paper.length > 0 ? ` (the paper's over the same cells: ${range(paper)})` : "";
  const taus = rows.map(({ tau }) => tau);
  const both = byTau.here.every((power) => power > 0) && byAlpha.here.every((power) => power < 0);
  const verdict = both
    ? "A large overall scale and a small relative one delay grokking, each by itself. "
    : "";
  return [
    {
      question: "D10",
      sentence: `${verdict}Overall scale: at fixed α the steps until the unseen pairs are known grow like τ to the power ${range(byTau.here)}${compared(byTau.paper)} between τ = ${taus[0]} and ${taus[taus.length - 1]}, of which the rate, divided by τ², alone would give 2. Relative scale: at fixed τ, with logits and rate untouched, they change like α to the power ${range(byAlpha.here)}${compared(byAlpha.paper)}, with the larger α the sooner in ${right} of ${all} neighbouring pairs.`,
    },
  ];
}
