import { shiftOf } from "../../grids.ts";
import type { Job } from "../../measuring/jobs/study.ts";
import { lawBytes, mostLive } from "./law.ts";
import type { Params } from "./params.ts";

/** One run of live-gn in a process of its own. */
export interface LargestJob extends Job {
  readonly dataset: string;
  readonly shift: string;
  readonly n: number;
  readonly width: number;
  /** inputs a step */
  readonly batch: number;
  readonly tolerance: number;
  readonly mostEpochs: number;
}

export function jobsOf({ dataset, shift, tolerance, mostEpochs, grids }: Params): LargestJob[] {
  const jobs = grids.flatMap(({ n: ns, widths, batches }) =>
    ns.flatMap((n) =>
      widths.flatMap((width) =>
        [n, ...batches.filter((batch) => batch < n)].map((batch): LargestJob => {
          const params = { dataset, shift, batch };
          const live = mostLive(n, width, shiftOf(shift)(width));
          return {
            cell: { algorithm: "live-gn", backend: "wasm", n, width, params },
            // not for the clock: the memory is this job's alone, and so is its peak
            timed: true,
            process: `${n} ${width} ${batch}`,
            cost: 1 + lawBytes(n, live) / 2e8 + (width * n * Math.min(n, 784)) / 4e10,
            dataset,
            shift,
            n,
            width,
            batch,
            tolerance,
            mostEpochs,
          };
        }),
      ),
    ),
  );
  // grids may meet
  return [...new Map(jobs.map((job) => [job.process, job])).values()];
}
