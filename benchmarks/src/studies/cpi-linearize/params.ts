// Parameters of the study of linearised training's cost.
import { z } from "zod";
import { datasetParam } from "../../measuring/jobs/params.ts";
import { tfjsBackend } from "../../networks/tfjs.ts";

const positive = z.number().int().positive();

/** What a profile of suites/cpi-linearize.json holds. */
export const paramsSchema = z.object({
  backends: z.array(z.object({ name: tfjsBackend, mostWidth: positive })).min(1),
  /** of both hidden layers: parameters grow with its square */
  widths: z.array(positive).min(1),
  dataset: datasetParam,
  /** examples per step */
  n: positive,
  /** examples of the reference set, and k, the coordinates of a low-rank step */
  references: positive,
  rank: positive,
  rounds: positive,
  /** least time of one sample, in which an operation is repeated */
  sampleMs: z.number().positive(),
});

export type Params = z.infer<typeof paramsSchema>;
