// The file that `train --json` writes.
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
      /** `solved`: an algorithm of one step has taken it */
      status: z.enum(["converged", "max-steps", "solved", "breakdown", "diverged"]),
      /** why a breakdown, or why nothing moves */
      reason: z.string().optional(),
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
            /** multiply-adds by what they went into */
            macs: z.object({ sketch: z.number(), factor: z.number(), iterations: z.number() }).optional(),
          }),
        )
        .optional(),
      /** share of the firing (input, neuron) pairs that an approximate algorithm finds, before any step and after each */
      recall: values.optional(),
      /** share of the test examples that f puts on the side of their label */
      testAccuracy: z.number().min(0).max(1).optional(),
      testCount: z.number().int().optional(),
      /** time to answer for all of them */
      testNs: z.number().optional(),
      /** ‖θ − θ₀‖₂ of the trained weights */
      distance: z.number().nullable().optional(),
    }),
  ),
  /** algorithms that gave no run, where others did */
  failed: z.array(z.object({ algorithm: z.string(), reason: z.string() })).optional(),
  commit: z.string(),
  dirty: z.boolean(),
  commitUnknown: z.string().optional(),
  command: z.string(),
  machine: machineSchema,
  runtime: runtimeSchema,
});
