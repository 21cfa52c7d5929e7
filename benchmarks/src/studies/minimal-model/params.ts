// What the study of the minimal model may be asked for.
import { z } from "zod";

const positive = z.number().int().positive();
const deltas = z.array(z.number()).min(1);

/** What a profile of suites/minimal-model.json holds. */
export const paramsSchema = z.object({
  /** imbalances of Figs 3, 4(b) and 8 */
  figure3: z.object({ deltas, until: z.number().positive() }),
  figure8: z.object({ deltas, until: z.number().positive() }),
  /** points of a curve */
  points: z.number().int().min(2),
  /** random initial states, exact flow against integrated */
  random: z.object({ cases: positive, batches: positive }),
  /** imbalances at which the time to align is found */
  alignment: z.object({ deltas }),
  /** condition numbers of XᵀX, for inputs that are not whitened */
  conditions: z.array(z.number().min(1)).min(1),
});

export type Params = z.infer<typeof paramsSchema>;
