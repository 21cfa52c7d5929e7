// One way of training on a whole data set, on a clock that stands still while it is looked at.
import { shiftOf } from "../../grids.ts";
import { type Context, type Outcome, Skipped } from "../../measuring/jobs/study.ts";
import { trainBatches } from "./batches.ts";
import { trainDamped } from "./damped.ts";
import { partsOf } from "./data.ts";
import type { WholeJob } from "./jobs.ts";
import { solveLastLayer } from "./last-layer.ts";
import { TrainingClock } from "./look.ts";
import type { Way } from "./way.ts";

/** Bytes of inputs, weights, their direction and moments, pairs, and Z of a chunk. */
const bytesOf = (n: number, d: number, width: number) =>
  4 * n * d * 2 + 4 * width * d * 6 + n * width * 0.1 + 4 * width * 512;

export async function runWhole(job: WholeJob, context: Context): Promise<Outcome[]> {
  const { cell, budgetSeconds, looks } = job;
  const { width, params } = cell;
  const backend = await context.backend(cell.backend);
  const { kernels } = backend;
  if (kernels === undefined) throw new Skipped(`${cell.backend} has no kernels`);
  const { train, test } = partsOf(context.dataset(params.dataset), cell.n, context.seed);
  const d = train.inputs.length / train.n;
  context.needBytes(bytesOf(train.n, d, width));
  const shift = shiftOf(params.shift)(width);
  const clock = new TrainingClock();
  const way: Way = {
    ...{ kernels, train, test, d, width, shift, seed: context.seed },
    ...{ clock, budgetSeconds, looks },
  };
  try {
    const { check, measures } = trained(job, way);
    return [
      {
        n: train.n,
        d,
        check,
        peakBytes: process.resourceUsage().maxRSS * 1024,
        measures: { ...clock.measures(), ...measures },
      },
    ];
  } catch (error) {
    if (error instanceof RangeError) throw new Skipped(error.message);
    throw error;
  }
}

function trained(job: WholeJob, way: Way) {
  switch (job.algorithm) {
    case "damped-gn":
      return trainDamped(way, job.options);
    case "last-layer":
      return solveLastLayer(way, job.options.ridge);
    default:
      return trainBatches(way, job);
  }
}
