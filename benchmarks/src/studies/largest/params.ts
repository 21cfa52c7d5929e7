// Parameters of the study of the largest problems.
import { z } from "zod";
import { datasetParam, gridParam, shiftParam } from "../../measuring/jobs/params.ts";

const positive = z.number().int().positive();

/** What a profile of suites/largest.json holds. */
export const paramsSchema = z.object({
  dataset: datasetParam,
  shift: shiftParam,
  /** Gauss–Newton stops at ‖f − y‖ below this, or after so many passes over the inputs */
  tolerance: z.number().positive(),
  mostEpochs: positive,
  grids: z
    .array(
      z.object({
        n: gridParam("n"),
        widths: gridParam("widths"),
        /** inputs per step, where not all; those above n are left out */
        batches: z.array(positive),
      }),
    )
    .min(1),
});

export type Params = z.infer<typeof paramsSchema>;
