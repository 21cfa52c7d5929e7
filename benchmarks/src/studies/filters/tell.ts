// What the report says of filters; how they are measured: measure.ts.
import { tellStudy } from "../../telling/tell-study.ts";
import { paramsSchema } from "./params.ts";
import { finding } from "./tell/finding.ts";
import { plots } from "./tell/plots.ts";
import { limits, sections } from "./tell/sections.ts";

export const tell = tellStudy(paramsSchema, { finding, sections, plots, limits });
