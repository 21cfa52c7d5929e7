// Parameters of the study of few updates.
import { z } from "zod";
import { optimiserText } from "../../networks/optimiser-text.ts";
import { onTasks } from "../../networks/task.ts";

const positive = z.number().int().positive();

const tasksOfSquares = onTasks({ loss: z.literal("square") });

/** What a profile of suites/minimum-updates.json holds. */
export const paramsSchema = z.object({
  ...tasksOfSquares,
  /** whose features are known: signs and single index */
  tasks: tasksOfSquares.tasks.refine((tasks) => tasks.every(({ data }) => data.kind !== "images"), {
    message: "the features of images are not known",
  }),
  /** ηK, of a sum of squares over the examples: how long the linear problem is trained between updates */
  times: z.array(z.number().positive()).min(1),
  /** η */
  rate: z.number().positive(),
  mostUpdates: positive,
  /** ordinary training beside it: optimiser and steps */
  ordinary: z.object({ optimiser: optimiserText, steps: positive }),
});

export type Params = z.infer<typeof paramsSchema>;
