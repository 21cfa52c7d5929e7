// What the report of sketches says; how they are measured: measure.ts.
import { tellStudy } from "../../telling/tell-study.ts";
import { paramsSchema } from "./params.ts";
import { burden, lowerPower } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { sections } from "./tell/sections.ts";

export const tell = tellStudy(paramsSchema, {
  answers: { B9: burden, B13: lowerPower },
  sections,
  plots,
});
