// What the report of time to a residual says; how it is measured: measure.ts.
import { tellStudy } from "../../telling/tell-study.ts";
import { paramsSchema } from "./params.ts";
import { fastestToTarget } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { sections } from "./tell/sections.ts";

export const tell = tellStudy(paramsSchema, { answers: { B2: fastestToTarget }, sections, plots });
