// B2: total time beside other second-order methods, gradient descent and Adam.
import type { Interval } from "@widthwise/measure";
import { ratio, significant, time, tolerance as toleranceLabel, widthLabel } from "../../../page/units.ts";
import type { Answer } from "../../../telling/tell.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import {
  bestOfEach,
  isDenseGaussNewton,
  nameOf,
  paramsOf,
  type Repeated,
  ratioTo,
  repeatedRuns,
  sizesOf,
  stepsTo,
  timeTo,
} from "./rows.ts";

/** At the largest size of the study, the largest width first. */
export function answers(result: StudyResult): Answer[] {
  const { dataset, shift, tolerances } = paramsOf(result);
  const target = Math.min(...tolerances);
  const size = sizesOf(repeatedRuns(result))
    .sort((a, b) => a.width - b.width || a.n - b.n)
    .findLast(({ runs }) => runs.some((run) => timeTo(run, target)));
  if (size === undefined) return [];
  const best = bestOfEach(size.runs, target);
  const [first, ...others] = best;
  const dense = best.find(isDenseGaussNewton);
  const gain = dense && dense !== first ? ratioTo(dense, first, target) : null;
  const words = others.map((run) => outcomeOf(run, target));
  const against =
    gain && dense
      ? `; that is ${factor(gain)} below the fastest dense Gauss–Newton, ${nameOf(dense)} on ${dense.backend}`
      : "";
  const rest = words.length > 0 ? ` Beside it, each on its fastest backend: ${words.join("; ")}.` : "";
  return [
    {
      question: "B2",
      sentence: `At width ${widthLabel(size.width)}, n = ${size.n} (${dataset}, ${shift}) the fastest way from nothing to ‖f−y‖ ≤ ${toleranceLabel(target)}, initialisation included, is ${outcomeOf(first, target)}${against}.${rest}`,
    },
  ];
}

function outcomeOf(run: Repeated, tolerance: number): string {
  const name = `${nameOf(run)} on ${run.backend}`;
  const reached = timeTo(run, tolerance);
  const step = run.stepNs ? ` of ${time(run.stepNs.value)}` : "";
  if (reached === null)
    return `${name} not within its budget (‖f−y‖ ${significant(run.leastResidual, 2)}, steps${step})`;
  return `${name} in ${time(reached.value)} (${significant(stepsTo(run, tolerance) ?? 0, 3)} steps${step})`;
}

export function factor({ value, lo, hi }: Interval): string {
  if (lo === hi) return ratio(value);
  return `${ratio(value)} [${ratio(lo).slice(0, -1)}, ${ratio(hi).slice(0, -1)}]`;
}
