// What the report says of the solutions that optimisers find; how they are measured: measure.ts.
import { tellStudy } from "../../telling/tell-study.ts";
import { paramsSchema } from "./params.ts";
import { besideKernels, implicitBias } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { limits, sections } from "./tell/sections.ts";

export const tell = tellStudy(paramsSchema, {
  answers: { B7: besideKernels, B8: implicitBias },
  sections,
  plots,
  limits,
});
