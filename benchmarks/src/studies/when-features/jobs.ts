import type { TracedJob } from "../../networks/traced-run.ts";
import type { Params } from "./params.ts";

export interface LinearisedJob extends TracedJob {
  /** τ */
  readonly after: number;
}

export function jobsOf({ backend, tasks, steps, linearisedAfter, probe }: Params): LinearisedJob[] {
  return tasks.flatMap(({ optimisers, seeds, ...task }) =>
    Array.from({ length: seeds }, (_, round) =>
      optimisers.flatMap((optimiser) =>
        linearisedAfter.map((after): LinearisedJob => {
          const { name, n, width } = task;
          const params = { task: name, optimiser, after };
          return {
            cell: { algorithm: "linearised-once", backend, n, width, params },
            round,
            process: backend,
            cost: steps / 500,
            backend,
            task,
            optimiser,
            steps,
            after,
            probe,
          };
        }),
      ),
    ).flat(),
  );
}
