// A result as it may be told, and who tells it: its kind, or where it is a study's, that study.
import type { Result } from "@widthwise/measure";
import { fromOutside } from "../page/outside.ts";
import { withFileNames } from "../page/plots/file-names.ts";
import { studyTell } from "../studies/told.ts";
import { kindOf } from "../suites.ts";
import type { Tell } from "../telling/tell.ts";

export interface Tellable {
  /** its texts are from outside, and marked as such */
  readonly result: Result;
  /** as it was read, for other programs */
  readonly measured: Result;
  readonly tell: Tell;
}

/** The one way to a report. UsageError where nothing here tells such a result. */
export async function tellable(measured: Result): Promise<Tellable> {
  const tell = await tellOf(measured);
  return {
    result: fromOutside(measured),
    measured,
    tell: { ...tell, plots: (result) => withFileNames(tell.plots(result)) },
  };
}

/** Loads what tells one kind of result, and nothing of any other. */
async function tellOf(result: Result): Promise<Tell> {
  const kind = kindOf(result);
  switch (kind) {
    case "training":
      return (await import("../telling/training/tell.ts")).tellTraining;
    case "products":
      return (await import("../telling/products/tell.ts")).tellProducts;
    case "structures":
      return (await import("../telling/searches/tell.ts")).tellSearches;
    case "study":
      return studyTell(result.study?.name ?? result.suite);
  }
}
