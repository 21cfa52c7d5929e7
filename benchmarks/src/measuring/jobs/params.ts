// Parameters of studies in the forms that the command line has.
import { datasets } from "@widthwise/data";
import { z } from "zod";
import { UsageError } from "../../exit-codes.ts";
import { gridOf, MOST_WIDTH, shiftOf } from "../../grids.ts";

/** How many of something. */
export const positive = z.number().int().positive();

/** Text such as 2^10:2^20 to ascending numbers. */
export const gridParam = (what: string, most = MOST_WIDTH) =>
  z.string().transform((text, context) => {
    try {
      return gridOf(most)(what, text);
    } catch (error) {
      return refuse(error, context);
    }
  });

/** Text such as c=0.48 or b=1.5, checked. */
export const shiftParam = z.string().transform((text, context) => {
  try {
    shiftOf(text);
    return text;
  } catch (error) {
    return refuse(error, context);
  }
});

/** A data set by its name on the command line. */
export const datasetParam = z.enum(Object.keys(datasets));

function refuse(error: unknown, context: z.RefinementCtx): never {
  if (!(error instanceof UsageError)) throw error;
  context.addIssue({ code: "custom", message: error.message });
  return z.NEVER;
}
