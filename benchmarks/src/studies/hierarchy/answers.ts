import type { Answer } from "../../run-study/study.ts";

/** Fig. 6(c) is no reviewer's question; what it shows stands in the report. */
export const answers = (): Answer[] => [];
