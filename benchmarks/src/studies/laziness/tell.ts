// What the report says of laziness; how it is measured: measure.ts.
import { tellStudy } from "../../telling/tell-study.ts";
import { paramsSchema } from "./params.ts";
import { generalisation, linearisation, setUp, whereLazy } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { sections } from "./tell/sections.ts";

const answers = { A6: whereLazy, A7: linearisation, A10: generalisation, A11: setUp };

export const tell = tellStudy(paramsSchema, { answers, sections, plots });
