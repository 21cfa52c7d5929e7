// Parameters of the study of iterative linearisation.
import { z } from "zod";
import { optimiserText } from "../../networks/optimiser-text.ts";
import { taskSchema } from "../../networks/task.ts";
import { tfjsBackend } from "../../networks/tfjs.ts";

const positive = z.number().int().positive();

/** What a profile of suites/iterative-linearisation.json holds. */
export const paramsSchema = z.object({
  backend: tfjsBackend,
  tasks: z.array(taskSchema.extend({ optimisers: z.array(optimiserText).min(1), seeds: positive })).min(1),
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
