// Products of lists of networks: a job per network and round, each on examples and from a start of its own.

import { z } from "zod";
import type { CellIdentity } from "../measuring/jobs/study.ts";
import { upTo } from "../measuring/jobs/up-to.ts";
import { activationName, type Data, parametrisationName, type Task } from "./task.ts";
import { tfjsBackends } from "./tfjs.ts";

const positive = z.number().int().positive();
const images = z.enum(["mnist", "fashion-mnist", "cifar10"]);
const tokens = z.enum(["modular", "characters"]);

const common = {
  widths: z.array(positive).min(1),
  activation: activationName,
  parametrisations: z.array(parametrisationName).min(1),
  /** fewer training examples and steps than the study's, for networks whose steps are long */
  n: positive.optional(),
  mostSteps: positive.optional(),
};

/** Every combination of its lists is one network. */
const gridSchema = z.discriminatedUnion("architecture", [
  z.object({
    ...common,
    architecture: z.enum(["mlp", "mlp-layer-norm"]),
    task: images,
    /** weight layers */
    depths: z.array(positive).min(1),
  }),
  z.object({
    ...common,
    /** LeNet-5's layers; a residual network, and the same without what skips */
    architecture: z.enum(["lenet", "residual-cnn", "plain-cnn"]),
    task: images,
  }),
  z.object({
    ...common,
    architecture: z.literal("transformer"),
    task: tokens,
    /** blocks */
    depths: z.array(positive).min(1),
  }),
]);
export type Grid = z.infer<typeof gridSchema>;

/** What the params of a study of many networks begin with. */
export const gridParams = {
  backends: tfjsBackends,
  grids: z.array(gridSchema).min(1),
  /** examples to train on, and unseen ones to test on */
  n: positive,
  unseen: positive,
};

interface Sizes extends Pick<Task, "n" | "unseen" | "loss"> {
  readonly mostSteps: number;
}

/** One network's training. */
export interface Point {
  readonly task: Task;
  readonly mostSteps: number;
}

/** All points of all grids, each once, with the study's sizes where a grid has none of its own. */
export function pointsOf(grids: readonly Grid[], sizes: Sizes): Point[] {
  const all = grids.flatMap((grid) => {
    const { architecture, activation, task: name, n = sizes.n, mostSteps = sizes.mostSteps } = grid;
    const { unseen, loss } = sizes;
    const depths = "depths" in grid ? grid.depths : [0];
    const network = depths.flatMap((depth) =>
      grid.widths.flatMap((width) =>
        grid.parametrisations.map((parametrisation) => ({ width, depth, parametrisation })),
      ),
    );
    return network.map(
      (own): Point => ({
        task: { name, data: dataOf(name), n, unseen, loss, architecture, activation, ...own },
        mostSteps,
      }),
    );
  });
  return [...new Map(all.map((point) => [JSON.stringify(point), point])).values()];
}

const dataOf = (name: Grid["task"]): Data =>
  name === "modular" || name === "characters" ? { kind: name } : { kind: "whole-images", dataset: name };

/** A cell's name for a task; the algorithm is the architecture. */
function cellOf(task: Task, backend: string): CellIdentity {
  const { architecture = "mlp", n, width, name, depth, activation, parametrisation } = task;
  const params = { task: name, depth, activation, parametrisation };
  return { algorithm: architecture, backend, n, width, params };
}

type GridParams = z.infer<z.ZodObject<typeof gridParams>> & { mostSteps: number; seeds: number };

/** Jobs of such a study; `cost` guesses at a job's seconds. */
export function gridJobs<Params extends GridParams>(
  { grids, seeds, n, unseen, mostSteps, ...rest }: Params,
  loss: Task["loss"],
  cost: (point: Point) => number,
) {
  const [backend] = rest.backends;
  return upTo(seeds).flatMap((round) =>
    pointsOf(grids, { n, unseen, mostSteps, loss }).map((point) => ({
      ...rest,
      ...point,
      cell: cellOf(point.task, backend),
      round,
      process: backend,
      cost: cost(point),
    })),
  );
}
