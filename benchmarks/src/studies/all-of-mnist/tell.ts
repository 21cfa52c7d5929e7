// What the report of a whole data set says; how it is measured: measure.ts.
import { tellStudy } from "../../telling/tell-study.ts";
import { paramsSchema } from "./params.ts";
import { answer } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { sections } from "./tell/sections.ts";

export const tell = tellStudy(paramsSchema, { answers: { B15: answer }, sections, plots });
