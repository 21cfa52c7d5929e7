// A task as plain data: what is to be learnt from how many examples, by which network, under which loss.
import { losses, type ParametrisationName, parametrisations } from "@widthwise/linearize";
import { z } from "zod";
import { datasetParam } from "../measuring/jobs/params.ts";
import { tfjsBackend } from "./tfjs.ts";

const positive = z.number().int().positive();
const keysOf = <K extends string>(table: Record<K, unknown>) => z.enum(Object.keys(table) as K[]);

export const activationName = z.enum(["relu", "tanh", "softplus", "gelu"]);
export const parametrisationName = keysOf(parametrisations);

/** Tasks that studies of feature learning put into their profiles: the network is fully connected. */
const taskSchema = z.object({
  /** what a report calls it */
  name: z.string(),
  data: z.discriminatedUnion("kind", [
    /** d independent signs; the label is the product of the first `relevant` of them */
    z.object({ kind: z.literal("signs"), d: positive, relevant: positive }),
    /** x ~ N(0, I_d); the label is the normalised Hermite polynomial of this degree of the first coordinate */
    z.object({ kind: z.literal("single-index"), d: positive, degree: z.union([z.literal(2), z.literal(3)]) }),
    /** pictures of 28 by 28, each 2 by 2 pixels meaned to one, d = 196; ±1 by even and odd class, or an output per class */
    z.object({
      kind: z.literal("images"),
      dataset: datasetParam,
      labels: z.enum(["parity", "one-hot"]),
    }),
  ]),
  /** examples to train on, and unseen ones to test on */
  n: positive,
  unseen: positive,
  /** of a fully connected network, and its weight layers */
  width: positive,
  depth: z.number().int().min(2),
  activation: activationName,
  parametrisation: parametrisationName,
  loss: keysOf(losses),
});

/** Parameters of a study on tasks: on which backend, and every task with its seeds and what else the study needs of it. */
export const onTasks = <Own extends z.ZodRawShape>(own: Own) => ({
  backend: tfjsBackend,
  tasks: z.array(taskSchema.extend({ ...own, seeds: positive })).min(1),
});

export type TaskParams = z.infer<typeof taskSchema>;

/** Where examples come from. */
export type Data =
  | TaskParams["data"]
  /** pictures with every pixel and channel, an output per class */
  | { readonly kind: "whole-images"; readonly dataset: string }
  /** a + b modulo 23, as tokens */
  | { readonly kind: "modular" }
  /** sixteen characters of a text and the next one */
  | { readonly kind: "characters" };

/** A network: `width` counts neurons, first filters or the embedding's dimension. */
export interface Architecture {
  /** default mlp */
  readonly architecture?:
    | "mlp"
    | "mlp-layer-norm"
    | "lenet"
    | "residual-cnn"
    | "plain-cnn"
    | "transformer"
    | undefined;
  readonly width: number;
  /** weight layers of an MLP, blocks of a transformer; 0 where the architecture has but one */
  readonly depth: number;
  readonly activation: z.infer<typeof activationName>;
  readonly parametrisation: ParametrisationName;
}

export interface Task extends Architecture {
  readonly name: string;
  readonly data: Data;
  readonly n: number;
  readonly unseen: number;
  readonly loss: TaskParams["loss"];
}
