import { machineSchema, runtimeSchema } from "@widthwise/measure";
import { z } from "zod";

export const trainSchemaName = "widthwise-train/1";

const values = z.array(z.number().nullable());

/** What `train --json` writes. A diverged run's infinite losses are null, as JSON has no infinity. */
export const trainSchema = z.object({
  schema: z.literal(trainSchemaName),
  runs: z.array(
    z.object({
      algorithm: z.string(),
      backend: z.string(),
      n: z.number().int(),
      d: z.number().int(),
      width: z.number().int(),
      dataset: z.string(),
      seed: z.number().int(),
      status: z.enum(["converged", "max-steps", "breakdown", "diverged"]),
      /** ½‖f − y‖² before any step and after each */
      losses: values,
      residualNorms: values,
      initNs: z.number(),
      stepNs: z.array(z.number()),
      /** initialisation and steps */
      totalNs: z.number(),
      /** peak resident size of the process */
      peakBytes: z.number(),
      liveNeurons: z.number().optional(),
      /** how each step's iterative solve for the coefficients ended */
      inner: z
        .array(
          z.object({
            status: z.enum(["converged", "max-steps", "breakdown"]),
            iterations: z.number().int(),
            relativeResidual: z.number(),
          }),
        )
        .optional(),
      /** share of the firing (input, neuron) pairs that an approximate algorithm finds, before any step and after each */
      recall: values.optional(),
      testAccuracy: z.number().optional(),
    }),
  ),
  commit: z.string(),
  dirty: z.boolean(),
  command: z.string(),
  machine: machineSchema,
  runtime: runtimeSchema,
});
