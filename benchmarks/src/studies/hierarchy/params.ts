// What the study of the hierarchy may be asked for.
import { z } from "zod";

const positive = z.number().int().positive();
const above = z.number().positive();

/** What a profile of suites/hierarchy.json holds. */
export const paramsSchema = z.object({
  /** relative scales α (first layer over α, readout times α), each with the numbers of samples to learn from */
  curves: z
    .array(
      z.object({
        alpha: above,
        samples: z.array(positive).min(1),
        /** of these numbers, those trained on after they are fitted, to the last epoch: measured at both ends */
        toTheEnd: z.array(positive),
      }),
    )
    .min(1),
  /** of rules, samples, weights and batches: 1, 2, … */
  seeds: positive,
  symbols: positive,
  classes: positive,
  synonyms: positive,
  levels: positive,
  unseen: positive,
  width: positive,
  hidden: positive,
  batch: positive,
  epochs: positive,
  rate: above,
  momentum: z.number().min(0).lt(1),
  /** share of wrong answers that is asked for */
  target: z.number().gt(0).lt(1),
});

export type Params = z.infer<typeof paramsSchema>;
