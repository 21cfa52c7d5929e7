// Parameters of the study of when features are learnt.
import { z } from "zod";
import { optimiserText } from "../../networks/optimiser-text.ts";
import { taskSchema } from "../../networks/task.ts";
import { tfjsBackend } from "../../networks/tfjs.ts";

const positive = z.number().int().positive();

/** What a profile of suites/when-features.json holds. */
export const paramsSchema = z
  .object({
    backend: tfjsBackend,
    tasks: z.array(taskSchema.extend({ optimisers: z.array(optimiserText).min(1), seeds: positive })).min(1),
    /** T, full batches */
    steps: positive,
    /** τ: 0 is the tangent kernel of the start, T ordinary training */
    linearisedAfter: z.array(z.number().int().nonnegative()).min(1),
    /** training examples that kernels are compared on */
    probe: positive,
  })
  .refine(({ steps, linearisedAfter }) => linearisedAfter.every((tau) => tau <= steps), {
    message: "linearisedAfter must not be longer than steps",
  });

export type Params = z.infer<typeof paramsSchema>;
