// Parameters of the study of when features are learnt.
import { z } from "zod";
import { positive } from "../../measuring/jobs/params.ts";
import { optimiserTexts } from "../../networks/optimiser-text.ts";
import { onTasks } from "../../networks/task.ts";

/** What a profile of suites/when-features.json holds. */
export const paramsSchema = z
  .object({
    ...onTasks({ optimisers: optimiserTexts }),
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
