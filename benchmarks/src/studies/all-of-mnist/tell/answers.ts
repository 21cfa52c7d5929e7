// B15: does Gauss–Newton train on a whole data set, and beside what?
import { percent, widthLabel } from "../../../page/units.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { bestOfEach, duration, endOf, pointAt, type Run, runsOf } from "./runs.ts";

export function answer({ result, params }: Told<Params>): string | undefined {
  const all = runsOf(result);
  const own = bestOfEach(all).find(({ algorithm }) => algorithm === "damped-gn");
  if (own === undefined) return undefined;
  const end = endOf(own);
  const beside = all.filter((run) => run.n === own.n && run.width === own.width);
  const others = bestOfEach(beside).filter(({ algorithm }) => algorithm !== own.algorithm);
  return [
    `${params.dataset}, n = ${own.n}, width ${widthLabel(own.width)}: damped Gauss–Newton on all inputs reaches ${state(end)} in ${duration(end.seconds)}.`,
    ...(others.length > 0
      ? [`At that time: ${others.map((run) => atTime(run, end.seconds)).join("; ")}.`]
      : []),
    signs(own),
  ].join(" ");
}

function state({ loss, wrong, right }: ReturnType<typeof endOf>): string {
  const apart = right === undefined ? "" : `, ${percent(right)} right at examples kept apart`;
  return `‖f−y‖² at ${percent(loss)} of ‖y‖², ${percent(wrong)} wrong signs in training${apart}`;
}

function atTime(run: Run, seconds: number): string {
  const point = pointAt(run, seconds);
  return point === undefined ? `${run.name} had not begun` : `${run.name} ${state(point)}`;
}

function signs({ points }: Run): string {
  const first = points.find(({ wrong }) => wrong === 0);
  return first === undefined
    ? "Not every sign in training was right in that time."
    : `Every sign in training was right after ${duration(first.seconds)}.`;
}
