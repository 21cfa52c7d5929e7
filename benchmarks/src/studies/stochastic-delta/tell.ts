// What the report says of stochastic descent and the imbalance; how it is measured: measure.ts.
import { tellStudy } from "../../telling/tell-study.ts";
import { paramsSchema } from "./params.ts";
import { drift } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { sections } from "./tell/sections.ts";

export const tell = tellStudy(paramsSchema, { answers: { D5: drift }, sections, plots });
