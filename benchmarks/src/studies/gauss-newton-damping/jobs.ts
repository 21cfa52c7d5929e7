import type { Job } from "../../measuring/jobs/study.ts";
import type { Task } from "../../networks/task.ts";
import type { Params } from "./params.ts";

export interface DampingJob extends Job, Omit<Params, "tasks" | "dampings"> {
  readonly task: Task;
  readonly round: number;
  /** λ; undefined for ordinary training */
  readonly damping: number | undefined;
}

export function jobsOf({ tasks, dampings, ...common }: Params): DampingJob[] {
  return tasks.flatMap(({ seeds, ...task }) =>
    Array.from({ length: seeds }, (_, round) =>
      [undefined, ...dampings].map((damping): DampingJob => {
        const { name, n, width } = task;
        const params = { task: name, ...(damping === undefined ? {} : { damping }) };
        const algorithm = damping === undefined ? "ordinary" : "damped-pair";
        return {
          ...common,
          cell: { algorithm, backend: common.backend, n, width, params },
          round,
          process: common.backend,
          task,
          damping,
        };
      }),
    ).flat(),
  );
}
