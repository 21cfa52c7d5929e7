// Parameters of the study of sketches.
import { kinds } from "@widthwise/sketch";
import { z } from "zod";
import { gridParam } from "../../measuring/jobs/params.ts";
import { checkData } from "./points.ts";

const positive = z.number().int().positive();
const kind = z.enum(kinds);
/** A data set by name, `sphere`, or `clusters:0.08`: 16 clusters, their nearest points so far apart. */
const data = z
  .string()
  .refine(checkData, "accepted are names of data sets, sphere, and clusters:S with 0 < S < 1");

/** What a profile of suites/sketches.json holds. */
export const paramsSchema = z.object({
  /** sketches of many keys: distortion and steps */
  embeddings: z.array(
    z.object({
      data: z.array(data).min(1),
      n: positive,
      /** of made data; others have their own */
      d: positive,
      width: positive,
      kinds: z.array(kind).min(1),
      /** rows of the sketch over n */
      ratios: z.array(z.number().min(1)).min(1),
      keys: positive,
    }),
  ),
  /** exact solve, plain and sketched conjugate gradients on the clock */
  times: z.object({
    data: z.array(data),
    n: gridParam("times n"),
    d: positive,
    width: positive,
    kinds: z.array(kind),
    ratio: z.number().min(1),
    /** sketches beyond this n are not timed: their QR alone takes 2·ratio·n³ multiply-adds */
    sketchUpTo: positive,
    rounds: positive,
  }),
});

export type Params = z.infer<typeof paramsSchema>;
