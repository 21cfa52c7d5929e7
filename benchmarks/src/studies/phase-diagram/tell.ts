// What the report of this study says; how it is measured: measure.ts.
import { tellStudy } from "../../telling/tell-study.ts";
import { paramsSchema } from "./params.ts";
import { answers } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { report } from "./tell/sections.ts";

export const tell = tellStudy(paramsSchema, {
  answers: ({ result }) => answers(result),
  sections: ({ result }) => report(result),
  plots: ({ result }) => plots(result),
});
