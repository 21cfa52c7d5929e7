// Parameters of the study of time to a residual.
import { backendNames } from "@widthwise/backends";
import { algorithms } from "@widthwise/train";
import { z } from "zod";
import { datasetParam, gridParam, shiftParam } from "../../measuring/jobs/params.ts";

const positive = z.number().int().positive();

/** Names of a list, or "*" for every name that there is. */
const namesParam = (what: string, known: readonly string[]) =>
  z.array(z.string()).transform((names, context) => {
    const unknown = names.find((name) => name !== "*" && !known.includes(name));
    if (unknown === undefined) return names.includes("*") ? [...known] : names;
    const message = `${what} ${JSON.stringify(unknown)}: accepted are ${known.join(", ")} and *`;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });

const algorithmsParam = namesParam("algorithm", Object.keys(algorithms));
const backendsParam = namesParam("backend", backendNames);

/** What a profile of suites/time-to-loss.json holds. */
export const paramsSchema = z.object({
  dataset: datasetParam,
  shift: shiftParam,
  /** targets for ‖f − y‖₂; the smallest ends a run */
  tolerances: z.array(z.number().positive()).min(1),
  /** what takes part at all */
  algorithms: algorithmsParam,
  backends: backendsParam,
  /** step sizes to try, where an algorithm's default is not the only sensible one */
  rates: z.partialRecord(z.enum(Object.keys(algorithms)), z.array(z.number().positive()).min(1)),
  grids: z
    .array(
      z.object({
        widths: gridParam("widths"),
        n: gridParam("n"),
        /** every run is repeated so often, in rounds over all of them */
        rounds: positive,
        /** a run is stopped when it has trained so long */
        budgetSeconds: z.number().positive(),
        /** default: all that take part */
        algorithms: algorithmsParam.optional(),
        backends: backendsParam.optional(),
      }),
    )
    .min(1),
});

export type Params = z.infer<typeof paramsSchema>;
