// What the report says of one linearisation after some ordinary steps; how it is measured: measure.ts.
import { tellStudy } from "../../telling/tell-study.ts";
import { paramsSchema } from "./params.ts";
import { early } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { limits, sections } from "./tell/sections.ts";

export const tell = tellStudy(paramsSchema, { answers: { C4: early }, sections, plots, limits });
