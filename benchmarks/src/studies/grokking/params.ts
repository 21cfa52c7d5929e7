// What the study of grokking may be asked for.
import { z } from "zod";

const positive = z.number().int().positive();
const above = z.number().positive();

/** What the paper does not print, and sizes. */
const settingSchema = z.object({
  prime: positive,
  operation: z.enum(["add", "subtract", "divide"]),
  /** of all pairs, to train on */
  share: z.number().gt(0).lt(1),
  width: positive,
  /** of AdamW */
  decay: z.number().nonnegative(),
});

export type Setting = z.infer<typeof settingSchema>;

/** What a profile of suites/grokking.json holds. */
export const paramsSchema = z.object({
  /** overall scales τ (logits times τ, rate over τ²), each with its relative scales α (embeddings start over α) */
  grid: z.array(z.object({ tau: above, alphas: z.array(above).min(1) })).min(1),
  /** of split, weights and batches: 1, 2, … */
  seeds: positive,
  setting: settingSchema,
  heads: positive,
  batch: positive,
  /** of AdamW at τ = 1 */
  rate: above,
  /** steps between two looks at the unseen pairs */
  every: positive,
  mostSteps: positive,
  /** share of right answers that counts as known */
  target: z.number().gt(0).max(1),
  /** other settings, each on a few α at one τ with one seed */
  trials: z.object({
    tau: above,
    alphas: z.array(above),
    mostSteps: positive,
    settings: z.array(settingSchema),
  }),
});

export type Params = z.infer<typeof paramsSchema>;
