import type { Job } from "../../measuring/jobs/study.ts";
import type { Task } from "../../networks/task.ts";
import type { Params } from "./params.ts";

export interface UpdatesJob extends Job, Omit<Params, "tasks" | "times"> {
  readonly task: Task;
  readonly round: number;
  /** ηK; undefined for ordinary training */
  readonly time: number | undefined;
}

export function jobsOf({ tasks, times, ...common }: Params): UpdatesJob[] {
  return tasks.flatMap(({ seeds, ...task }) =>
    Array.from({ length: seeds }, (_, round) =>
      [undefined, ...times].map((time): UpdatesJob => {
        const { name, n, width } = task;
        const algorithm = time === undefined ? "ordinary" : "inner-descent";
        const params = { task: name, ...(time === undefined ? {} : { time }) };
        return {
          ...common,
          cell: { algorithm, backend: common.backend, n, width, params },
          round,
          process: common.backend,
          cost: (n / 256) ** 2,
          task,
          time,
        };
      }),
    ).flat(),
  );
}
