// Parameters of the study of damping.
import { z } from "zod";
import { optimiserText } from "../../networks/optimiser-text.ts";
import { onTasks } from "../../networks/task.ts";

const positive = z.number().int().positive();

/** What a profile of suites/gauss-newton-damping.json holds. */
export const paramsSchema = z.object({
  ...onTasks({ loss: z.literal("square") }),
  /** λ, in units of the kernel (sum over examples) */
  dampings: z.array(z.number().positive()).min(1),
  /** η of the descent that stands against λ with K = 1/(ηλ) steps an update, of a sum of squares */
  rate: z.number().positive(),
  /** training ends after so many updates, or below this share of the first training loss */
  mostUpdates: positive,
  trained: z.number().positive(),
  /** ordinary training beside it: optimiser and steps */
  ordinary: z.object({ optimiser: optimiserText, steps: positive }),
});

export type Params = z.infer<typeof paramsSchema>;
