// One way of training on a whole data set, on a clock that stands still while it is looked at.
import { NotEnoughMemory, normalTail } from "@widthwise/core";
import { shiftOf } from "../../grids.ts";
import { type Context, type Outcome, Skipped } from "../../measuring/jobs/study.ts";
import { trainBatches } from "./batches.ts";
import { trainDamped } from "./damped.ts";
import { partsOf } from "./data.ts";
import type { WholeJob } from "./jobs.ts";
import { solveLastLayer } from "./last-layer.ts";
import { TrainingClock } from "./look.ts";
import { roomFor, type Way } from "./way.ts";

/** Bytes of inputs, weights, their direction and moments, Z of a chunk, pairs, and what the way of training holds besides. */
function bytesOf(job: WholeJob, n: number, d: number, shift: number): number {
  const { width } = job.cell;
  const fired = n * width * normalTail(shift);
  const own =
    job.algorithm === "damped-gn"
      ? 2 * roomFor(shift) * n * width + 4 * n * job.options.landmarks
      : job.algorithm === "last-layer"
        ? 24 * fired
        : 0;
  return 8 * n * d + 24 * width * d + 2048 * width + own;
}

export async function runWhole(job: WholeJob, context: Context): Promise<Outcome[]> {
  const { cell, budgetSeconds, looks } = job;
  const { width, params } = cell;
  const backend = await context.backend(cell.backend);
  const { kernels } = backend;
  if (kernels === undefined) throw new Skipped(`${cell.backend} has no kernels`);
  const { train, test } = partsOf(context.dataset(params.dataset), cell.n, context.seed);
  const d = train.inputs.length / train.n;
  const shift = shiftOf(params.shift)(width);
  context.needBytes(bytesOf(job, train.n, d, shift));
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
    if (error instanceof NotEnoughMemory) throw new Skipped(error.message);
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
