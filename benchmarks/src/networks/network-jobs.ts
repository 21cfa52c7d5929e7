// A study that trains many networks: a job a network and round, each on examples and from a start of its own.
import { z } from "zod";
import type { Job } from "../measuring/jobs/study.ts";
import { cellOf, gridSchema, type Point, pointsOf } from "./points.ts";
import { tfjsBackends } from "./tfjs.ts";

const positive = z.number().int().positive();

/** What such a study's params begin with. */
export const networkParams = {
  backends: tfjsBackends,
  grids: z.array(gridSchema).min(1),
  /** examples to train on, and unseen ones to test on */
  n: positive,
  unseen: positive,
};

type Shared = z.infer<z.ZodObject<typeof networkParams>> & { mostSteps: number; seeds: number };

export type NetworkJob<Params> = Job &
  Point &
  Omit<Params, "grids" | "seeds" | "n" | "mostSteps"> & { readonly round: number };

/** `cost` guesses at a job's seconds. */
export function networkJobs<Params extends Shared>(
  { grids, seeds, n, mostSteps, ...common }: Params,
  cost: (point: Point) => number,
): NetworkJob<Params>[] {
  const [backend] = common.backends;
  return Array.from({ length: seeds }, (_, round) =>
    pointsOf(grids, { n, mostSteps }).map((point) => ({
      ...common,
      ...point,
      cell: cellOf(point, backend),
      round,
      process: backend,
      cost: cost(point),
    })),
  ).flat();
}
