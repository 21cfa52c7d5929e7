// What the report says of parametrisations; how they are measured: measure.ts.
import { tellStudy } from "../../telling/tell-study.ts";
import { paramsSchema } from "./params.ts";
import { imbalance } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { sections } from "./tell/sections.ts";

export const tell = tellStudy(paramsSchema, { answers: { D2: imbalance }, sections, plots });
