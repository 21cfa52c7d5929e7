// What the report says of features renewed every K steps; how it is measured: measure.ts.
import { tellStudy } from "../../telling/tell-study.ts";
import { paramsSchema } from "./params.ts";
import { convergence } from "./tell/convergence.ts";
import { features, fewestUpdates } from "./tell/features.ts";
import { orderings } from "./tell/orderings.ts";
import { byPeriod, byRate, solvedEachTime } from "./tell/performance.ts";
import { plots } from "./tell/plots.ts";
import { limits, sections } from "./tell/sections.ts";

export const tell = tellStudy(paramsSchema, {
  answers: {
    C1: byPeriod,
    C3: byRate,
    C5: features,
    C6: convergence,
    C7: solvedEachTime,
    C8: orderings,
    C9: fewestUpdates,
  },
  sections,
  plots,
  limits,
});
