// B2: total time beside other second-order methods, gradient descent and Adam.
import { type Interval, smallest } from "@widthwise/measure";
import {
  ratio,
  ratioInterval,
  significant,
  time,
  tolerance as toleranceLabel,
  widthLabel,
} from "../../../page/units.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import {
  bestOfEach,
  isDenseGaussNewton,
  nameOf,
  type Repeated,
  ratioTo,
  repeatedRuns,
  sizesOf,
  stepsTo,
  timeTo,
} from "./runs.ts";

/** At the largest size of the study, the largest width first. */
export function fastestToTarget({ result, params }: Told<Params>): string | undefined {
  const { dataset, shift, tolerances } = params;
  const target = smallest(tolerances);
  const size = sizesOf(repeatedRuns(result))
    .sort((a, b) => a.width - b.width || a.n - b.n)
    .findLast(({ runs }) => runs.some((run) => timeTo(run, target)));
  if (size === undefined) return undefined;
  const best = bestOfEach(size.runs, target);
  const [first, ...others] = best;
  const dense = best.find(isDenseGaussNewton);
  const gain = dense && dense !== first ? ratioTo(dense, first, target) : undefined;
  const against =
    gain && dense
      ? `; that is ${factor(gain)} below the fastest dense Gauss–Newton, ${nameOf(dense)} on ${dense.backend}`
      : "";
  const words = others.map((run) => outcomeOf(run, target));
  const rest = words.length > 0 ? ` Beside it, each on its fastest backend: ${words.join("; ")}.` : "";
  return `At width ${widthLabel(size.width)}, n = ${size.n} (${dataset}, ${shift}) the fastest way from nothing to ‖f−y‖ ≤ ${toleranceLabel(target)}, initialisation included, is ${outcomeOf(first, target)}${against}.${rest}`;
}

function outcomeOf(run: Repeated, tolerance: number): string {
  const name = `${nameOf(run)} on ${run.backend}`;
  const reached = timeTo(run, tolerance);
  const step = run.stepNs ? ` of ${time(run.stepNs.value)}` : "";
  if (reached === undefined)
    return `${name} not within its budget (‖f−y‖ ${significant(run.leastResidual, 2)}, steps${step})`;
  return `${name} in ${time(reached.value)} (${significant(stepsTo(run, tolerance), 3)} steps${step})`;
}

/** One round has no interval. */
export const factor = (found: Interval) =>
  found.lo === found.hi ? ratio(found.value) : ratioInterval(found);
