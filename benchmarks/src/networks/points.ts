// Networks as data: what is trained on what, and products of lists of them.
import {
  type Layer,
  lenet,
  mlp,
  type ParametrisationName,
  parametrisations,
  residualCnn,
  transformer,
} from "@widthwise/linearize";
import { z } from "zod";
import type { CellIdentity } from "../measuring/jobs/study.ts";
import type { TaskShape } from "./tasks.ts";

const positive = z.number().int().positive();
const images = ["mnist", "fashion-mnist", "cifar10"] as const;
const tokens = ["modular", "characters"] as const;
export type ImageTask = (typeof images)[number];
export type TokenTask = (typeof tokens)[number];

const common = {
  widths: z.array(positive).min(1),
  activation: z.enum(["relu", "softplus", "tanh", "gelu"]),
  parametrisations: z.array(z.enum(Object.keys(parametrisations) as ParametrisationName[])).min(1),
  /** fewer training examples and steps than the study's, for networks whose steps are long */
  n: positive.optional(),
  mostSteps: positive.optional(),
};

/** Every combination of its lists is one network. */
export const gridSchema = z.discriminatedUnion("architecture", [
  z.object({
    ...common,
    architecture: z.enum(["mlp", "mlp-layer-norm"]),
    task: z.enum(images),
    /** weight layers */
    depths: z.array(positive).min(1),
  }),
  z.object({
    ...common,
    /** LeNet-5's layers; a residual network, and the same without what skips */
    architecture: z.enum(["lenet", "residual-cnn", "plain-cnn"]),
    task: z.enum(images),
  }),
  z.object({
    ...common,
    architecture: z.literal("transformer"),
    task: z.enum(tokens),
    /** blocks */
    depths: z.array(positive).min(1),
  }),
]);
export type Grid = z.infer<typeof gridSchema>;

export interface Point {
  readonly architecture: Grid["architecture"];
  readonly task: ImageTask | TokenTask;
  readonly width: number;
  /** weight layers of an MLP, blocks of a transformer; 0 where the architecture has but one */
  readonly depth: number;
  readonly activation: Grid["activation"];
  readonly parametrisation: ParametrisationName;
  readonly n: number;
  readonly mostSteps: number;
}

/** All points of all grids, each once, with the study's sizes where a grid has none of its own. */
export function pointsOf(grids: readonly Grid[], sizes: { n: number; mostSteps: number }): Point[] {
  const all = grids.flatMap((grid) => {
    const { architecture, task, activation, n = sizes.n, mostSteps = sizes.mostSteps } = grid;
    const depths = "depths" in grid ? grid.depths : [0];
    return depths.flatMap((depth) =>
      grid.widths.flatMap((width) =>
        grid.parametrisations.map(
          (parametrisation): Point => ({
            ...{ architecture, task, width, depth, activation, parametrisation },
            ...{ n, mostSteps },
          }),
        ),
      ),
    );
  });
  return [...new Map(all.map((point) => [JSON.stringify(point), point])).values()];
}

/** A cell's name for a point; the algorithm is the architecture. */
export function cellOf(point: Point, backend: string): CellIdentity {
  const { architecture, n, width, task, depth, activation, parametrisation } = point;
  return { algorithm: architecture, backend, n, width, params: { task, depth, activation, parametrisation } };
}

/** The network of a point for a task; `width` counts neurons, first filters or the embedding's dimension. */
export function layerOf(point: Point, task: TaskShape): Layer {
  const { architecture, width, depth, activation, parametrisation } = point;
  const options = { width, outputs: task.outputs, activation, parametrisation };
  if (architecture === "transformer") {
    const { vocabulary, length } = task as Extract<TaskShape, { kind: "tokens" }>;
    return transformer({ ...options, vocabulary, length, heads: 4, blocks: depth });
  }
  const { side, channels } = task as Extract<TaskShape, { kind: "images" }>;
  const inputs = side ** 2 * channels;
  switch (architecture) {
    case "mlp":
      return mlp({ ...options, inputs, depth });
    case "mlp-layer-norm":
      return mlp({ ...options, inputs, depth, normalised: true });
    case "lenet":
      return lenet({ ...options, side, channels });
    default:
      return residualCnn({ ...options, side, channels, skip: architecture === "residual-cnn" });
  }
}

/** A guess at the multiply-adds of one forward pass, for the order of jobs and the time left. */
export function passCost({ architecture, width, depth }: Point): number {
  if (architecture === "transformer") return depth * 16 * 12 * width ** 2;
  if (architecture === "lenet") return 1e4 * width ** 2 + 1e5 * width;
  if (architecture.endsWith("cnn")) return 5e4 * width ** 2;
  return 784 * width + (depth - 1) * width ** 2;
}
