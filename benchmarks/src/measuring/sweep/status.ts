// How far a sweep is, from its cells alone: whoever runs it, wherever, or nobody.
import { time } from "../../page/units.ts";
import { jobName } from "../jobs/cells.ts";
import { costOf } from "../jobs/measure-study.ts";
import { countStates, states, submittedOf } from "./slurm.ts";
import type { Sweep } from "./sweep.ts";

export interface Status {
  readonly schema: "widthwise-sweep-status/1";
  readonly suite: string;
  readonly cells: number;
  readonly recorded: number;
  readonly failed: readonly { readonly cell: string; readonly reason: string }[];
  /** of the work, by the jobs' predicted costs */
  readonly share: number;
  /** since the newest cell was recorded */
  readonly idleSeconds?: number;
  /** at the pace of the cells recorded last; absent where nothing was recorded lately */
  readonly etaSeconds?: number;
  readonly slurm?: { readonly job: string; readonly states: string };
}

/** The pace is that of the newest cells. */
const LAST_CELLS = 200;
/** Nobody is at work when nothing came for so many times the usual gap, and at least a minute. */
const LONG_GAPS = 10;

export async function statusOf(sweep: Sweep): Promise<Status> {
  const { name, plan, found, store } = sweep;
  const open = new Set(found.open);
  const cost = (jobs: Iterable<(typeof plan.jobs)[number]>) =>
    [...jobs].reduce((sum, job) => sum + costOf(job), 0);
  const done = plan.jobs
    .filter((job) => !open.has(job))
    .map((job) => ({ job, at: store.recordedAt(found.keyOf(job)) }))
    .sort((a, b) => b.at - a.at)
    .slice(0, LAST_CELLS);
  const idleSeconds = done.length === 0 ? undefined : (Date.now() - done[0].at) / 1e3;
  const spanSeconds = done.length < 2 ? 0 : (done[0].at - done[done.length - 1].at) / 1e3;
  const gap = spanSeconds / Math.max(1, done.length - 1);
  const atWork = idleSeconds !== undefined && idleSeconds < Math.max(60, LONG_GAPS * gap);
  // the oldest of these cells was being computed before the span begins
  const pace = cost(done.slice(0, -1).map(({ job }) => job)) / spanSeconds;
  const job = submittedOf(sweep)?.job;
  return {
    schema: "widthwise-sweep-status/1",
    suite: name,
    cells: plan.jobs.length,
    recorded: plan.jobs.length - open.size,
    failed: found.failed.map((each) => ({
      cell: jobName(each),
      reason:
        found.of(each)?.outcomes.find(({ status }) => status === "error")?.reason ?? "no reason recorded",
    })),
    share: 1 - cost(open) / cost(plan.jobs),
    ...(idleSeconds === undefined ? {} : { idleSeconds }),
    ...(atWork && spanSeconds > 0 && open.size > 0 ? { etaSeconds: cost(open) / pace } : {}),
    ...(job === undefined ? {} : { slurm: { job, states: countStates(await states(job)) || "ended" } }),
  };
}

export function statusText(status: Status): string {
  const { suite, cells, recorded, failed, share, idleSeconds, etaSeconds, slurm } = status;
  const waiting = cells - recorded - failed.length;
  const lines = [
    `${suite}: ${recorded} of ${cells} cells recorded (${Math.floor(100 * share)} % of the work), ${failed.length} failed, ${waiting} open`,
  ];
  if (idleSeconds !== undefined && recorded < cells)
    lines.push(
      `newest cell ${time(idleSeconds * 1e9)} ago${etaSeconds === undefined ? ": nobody seems to be at work, --resume goes on" : `, about ${time(etaSeconds * 1e9)} left at the latest pace`}`,
    );
  if (slurm) lines.push(`Slurm job ${slurm.job}: ${slurm.states}`);
  for (const { cell, reason } of failed) lines.push(`failed: ${cell}: ${reason}`);
  return lines.join("\n");
}
