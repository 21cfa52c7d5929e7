// What the report says of the minimal model; how it is measured: measure.ts.
import { tellStudy } from "../../telling/tell-study.ts";
import { paramsSchema } from "./params.ts";
import * as answer from "./tell/answers.ts";
import { basinPlot } from "./tell/plots/basins.ts";
import { flowPlot, surfacePlot } from "./tell/plots/flow.ts";
import { misprintPlot } from "./tell/plots/misprints.ts";
import { interpolatorPlot, pathPlot } from "./tell/plots/paths.ts";
import { sections } from "./tell/sections.ts";

export const tell = tellStudy(paramsSchema, {
  answers: {
    D1: answer.formulas,
    D3: answer.kernelDistance,
    D4: answer.rapid,
    D6: answer.notWhitened,
    D7: answer.delayed,
    D8: answer.ratesOrScale,
    D9: answer.kernelRates,
  },
  sections,
  plots: (told) => [
    flowPlot(told),
    surfacePlot(told),
    interpolatorPlot(told),
    basinPlot(told),
    pathPlot(told),
    misprintPlot(told),
  ],
});
