// Who tells a result: its kind, or where it is a study's, that study.
import type { Result } from "@widthwise/measure";
import { studyTell } from "../studies/told.ts";
import { kindOf } from "../suites.ts";
import type { Tell } from "../telling/tell.ts";

/** Loads what tells one kind of result, and nothing of any other. */
export async function tellOf(result: Result): Promise<Tell> {
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
