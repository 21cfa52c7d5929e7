// What the report says of rank in training; how it is measured: measure.ts.
import { tellStudy } from "../../telling/tell-study.ts";
import { paramsSchema } from "./params.ts";
import { byLayer, elsewhere, growth, setUp } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { sections } from "./tell/sections.ts";

const answers = { A2: growth, A6: elsewhere, A8: byLayer, A11: setUp };

export const tell = tellStudy(paramsSchema, { answers, sections, plots });
