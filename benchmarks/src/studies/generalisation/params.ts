// Parameters of the study of generalisation.
import { algorithms } from "@widthwise/train";
import { z } from "zod";
import { datasetParam, gridParam, shiftParam } from "../../measuring/jobs/params.ts";

const positive = z.number().int().positive();

/** What wasm has and answers exactly: the trees give the same losses, hashing misses neurons. */
const able = Object.keys(algorithms).filter(
  (name) => !algorithms[name].approximate && (algorithms[name].backends?.includes("wasm") ?? true),
);

/** What a profile of suites/generalisation.json holds. */
export const paramsSchema = z.object({
  /** test examples, class-balanced */
  tests: positive,
  /** training sets and networks, drawn anew each time */
  repeats: positive,
  /** ‖f − y‖/‖y‖ that ends training */
  tolerance: z.number().positive(),
  mostSteps: z.object({ gn: positive, gd: positive, adam: positive }),
  /** times the scale of the labels */
  adamRate: z.number().positive(),
  /** what trains where; the tangent kernel of the same network is always beside it */
  grids: z
    .array(
      z.object({
        datasets: z.array(datasetParam).min(1),
        shifts: z.array(shiftParam).min(1),
        n: gridParam("n"),
        widths: gridParam("widths"),
        /** labels are ± this; the smaller, the lazier training is */
        scales: z.array(z.number().positive()).min(1),
        algorithms: z.array(z.enum(able)).min(1),
      }),
    )
    .min(1),
});

export type Params = z.infer<typeof paramsSchema>;
