// Tasks to learn as plain data: examples and a network. Studies of feature learning put them into their profiles.
import { backendNames } from "@widthwise/backends";
import { losses, parametrisations } from "@widthwise/linearize";
import { z } from "zod";
import { datasetParam } from "../measuring/jobs/params.ts";

const positive = z.number().int().positive();
const keysOf = <K extends string>(table: Record<K, unknown>) => z.enum(Object.keys(table) as K[]);

export const taskSchema = z.object({
  /** what a report calls it */
  name: z.string(),
  data: z.discriminatedUnion("kind", [
    /** d independent signs; the label is the product of the first `relevant` of them */
    z.object({ kind: z.literal("signs"), d: positive, relevant: positive }),
    /** x ~ N(0, I_d); the label is the normalised Hermite polynomial of this degree of the first coordinate */
    z.object({ kind: z.literal("single-index"), d: positive, degree: z.union([z.literal(2), z.literal(3)]) }),
    /** pictures of 28 by 28, each 2 by 2 pixels meaned to one, d = 196; ±1 by even and odd class, or an output a class */
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
  activation: z.enum(["relu", "tanh", "softplus", "gelu"]),
  parametrisation: keysOf(parametrisations),
  loss: keysOf(losses),
});

export type Task = z.infer<typeof taskSchema>;

/** A backend that networks run on. */
export const tfBackend = z.enum(backendNames.filter((name) => name.startsWith("tfjs")));
