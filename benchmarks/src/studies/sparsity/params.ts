// Parameters of the study of sparsity.
import { z } from "zod";
import { datasetParam, gridParam, shiftParam } from "../../measuring/jobs/params.ts";

const positive = z.number().int().positive();

/** What a profile of suites/sparsity.json holds. */
export const paramsSchema = z.object({
  /** around this point one thing at a time is varied */
  base: z.object({ dataset: datasetParam, n: positive, shift: shiftParam }),
  widths: gridParam("widths"),
  n: gridParam("n"),
  shifts: z.array(shiftParam).min(1),
  datasets: z.array(datasetParam).min(1),
  /** further widths, for the smallest n alone */
  farWidths: gridParam("farWidths"),
  /** networks with more live (neuron, input) pairs are left out */
  mostPairs: positive,
  /** Gauss–Newton stops at ‖f − y‖ below this, or after so many steps */
  tolerance: z.number().positive(),
  mostSteps: positive,
  /** the least width from which all seeds converge */
  required: z.object({
    n: gridParam("required n"),
    shifts: z.array(shiftParam),
    seeds: positive,
    mostWidth: positive,
  }),
  deep: z.object({
    n: positive,
    widths: gridParam("deep widths"),
    hidden: positive,
    shifts: z.array(shiftParam),
  }),
});

export type Params = z.infer<typeof paramsSchema>;
