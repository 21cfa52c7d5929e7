// Jobs of a study that trains on tasks: those of one task and seed stand together, and have the same examples and start.

import type { Context, Job, Outcome } from "../measuring/jobs/study.ts";
import { upTo } from "../measuring/jobs/up-to.ts";
import { type OpenTask, openTask } from "./open-task.ts";
import type { Task } from "./task.ts";
import { onTfjs } from "./tfjs.ts";

/** A task as a profile has it. */
type Seeded = Task & { readonly seeds: number; readonly optimisers?: readonly string[] };

/** What tells the runs of one task and seed apart. */
export interface TaskRun<Own> {
  readonly algorithm: string;
  readonly params: Own;
  /** default 1 */
  readonly cost?: number;
}

export interface TaskJob<Own> extends Job {
  readonly cell: Job["cell"] & {
    readonly backend: string;
    readonly params: Own & { readonly task: string };
  };
  readonly task: Task;
  readonly round: number;
}

/** A job per task, seed and run; the rest of the study goes with every one. */
export function taskJobs<Own, S extends Seeded, Rest>(
  { backend, tasks, ...rest }: { readonly backend: string; readonly tasks: readonly S[] } & Rest,
  runsOf: (task: S) => readonly TaskRun<Own>[],
) {
  return tasks.flatMap((seeded) => {
    const { seeds, optimisers: _, ...task } = seeded;
    const { name, n, width } = task;
    const runs = runsOf(seeded);
    return upTo(seeds).flatMap((round) =>
      runs.map(({ algorithm, params, cost = 1 }) => ({
        ...rest,
        cell: { algorithm, backend, n, width, params: { task: name, ...params } },
        round,
        process: backend,
        cost,
        task,
      })),
    );
  });
}

/** What `work` finds on a job's task. */
export const onTask = <Own>(
  { cell, task, round }: TaskJob<Own>,
  context: Context,
  work: (task: OpenTask) => Promise<Outcome[]>,
): Promise<Outcome[]> =>
  onTfjs(context, [cell.backend], (tf) =>
    work(openTask(tf, task, context.seedOf(task.name, round), context)),
  );
