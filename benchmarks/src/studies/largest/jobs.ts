// Jobs of the study of the largest problems: one run of live-gn each, in a process of its own.
import { shiftOf } from "../../grids.ts";
import { lawBytes, mostLive } from "./law.ts";
import type { Params } from "./params.ts";

export function jobsOf({ dataset, shift, grids, ...stop }: Params) {
  const jobs = grids.flatMap(({ n: ns, widths, batches }) =>
    ns.flatMap((n) =>
      widths.flatMap((width) =>
        [n, ...batches.filter((batch) => batch < n)].map((batch) => {
          const live = mostLive(n, width, shiftOf(shift)(width));
          return {
            ...stop,
            cell: { algorithm: "live-gn", backend: "wasm", n, width, params: { dataset, shift, batch } },
            // not for the clock: the memory is this job's alone, and so is its peak
            timed: true,
            process: `${n} ${width} ${batch}`,
            cost: 1 + lawBytes(n, live) / 2e8 + (width * n * Math.min(n, 784)) / 4e10,
          };
        }),
      ),
    ),
  );
  // grids may meet
  return [...new Map(jobs.map((job) => [job.process, job])).values()];
}

export type LargestJob = ReturnType<typeof jobsOf>[number];
