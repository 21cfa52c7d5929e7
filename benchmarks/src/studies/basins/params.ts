// Parameters of the study of basins.
import { z } from "zod";

/** Even, so that a = 0 is no point of the grid. */
const count = z.number().int().positive().multipleOf(2);

/** What a profile of suites/basins.json holds. */
export const paramsSchema = z.object({
  /** Fig. 7 has 0, −2 and −10 */
  deltas: z.array(z.number()).min(1),
  /** condition numbers of XᵀX; 1 is the paper's whitened case */
  conditions: z.array(z.number().min(1)).min(1),
  /** starts: readouts a from −mostReadout to mostReadout by angles of w against β* */
  readouts: count,
  angles: count,
  mostReadout: z.number().positive(),
});

export type Params = z.infer<typeof paramsSchema>;
