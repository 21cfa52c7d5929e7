// What the report says of Gauss–Newton against its damping; how it is measured: measure.ts.
import { tellStudy } from "../../telling/tell-study.ts";
import { paramsSchema } from "./params.ts";
import { damping } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { limits, sections } from "./tell/sections.ts";

export const tell = tellStudy(paramsSchema, { answers: { C2: damping }, sections, plots, limits });
