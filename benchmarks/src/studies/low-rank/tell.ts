// What the report says of low-rank training; how it is measured: measure.ts.
import { tellStudy } from "../../telling/tell-study.ts";
import { paramsSchema } from "./params.ts";
import {
  againstBackprop,
  linearisation,
  monitor,
  preparation,
  renewal,
  setUp,
  whichReferences,
} from "./tell/answers.ts";
import { plots } from "./tell/plots.ts";
import { sections } from "./tell/sections.ts";

const answers = {
  A1: againstBackprop,
  A3: whichReferences,
  A4: renewal,
  A5: monitor,
  A7: linearisation,
  A9: preparation,
  A11: setUp,
};

export const tell = tellStudy(paramsSchema, { answers, sections, plots });
