// Parameters of the study of iterative linearisation.
import { z } from "zod";
import { positive } from "../../measuring/jobs/params.ts";
import { optimiserTexts } from "../../networks/optimiser-text.ts";
import { onTasks } from "../../networks/task.ts";

/** What a profile of suites/iterative-linearisation.json holds. */
export const paramsSchema = z.object({
  ...onTasks({ optimisers: optimiserTexts }),
  /** T, full batches */
  steps: positive,
  /** K; T and longer is the fixed tangent kernel */
  periods: z.array(positive).min(1),
  /** periods that end when ‖∂L/∂f‖ has come down to this share of its value at their start */
  residuals: z.array(z.number().positive().max(1)),
  /** training examples that kernels are compared on */
  probe: positive,
});

export type Params = z.infer<typeof paramsSchema>;
export type StudyTask = Params["tasks"][number];
