// What the report says of how few feature updates suffice; how it is measured: measure.ts.
import { tellStudy } from "../../telling/tell-study.ts";
import { paramsSchema } from "./params.ts";
import { fewestUpdates, whenFewFail } from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { sections } from "./tell/sections.ts";

export const tell = tellStudy(paramsSchema, {
  answers: { C9: fewestUpdates, C10: whenFewFail },
  sections,
  plots,
});
