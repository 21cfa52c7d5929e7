// What the report of sparsity says; how it is measured: measure.ts.
import { tellStudy } from "../../telling/tell-study.ts";
import { paramsSchema } from "./params.ts";
import { deeper, howConditioned, howSparse, requiredWidth, unshifted, whichShift } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { sections } from "./tell/sections.ts";

export const tell = tellStudy(paramsSchema, {
  answers: {
    B3: howSparse,
    B4: unshifted,
    B6: deeper,
    B11: whichShift,
    B12: requiredWidth,
    B14: howConditioned,
  },
  sections,
  plots,
});
