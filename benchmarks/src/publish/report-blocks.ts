// A report from first screen to last: the decision, the plots, every cell, what failed, how it was measured.
import type { Result } from "@widthwise/measure";
import { isStudy } from "../measuring/jobs/study.ts";
import { type Block, heading, paragraph } from "../page/document.ts";
import { cellBlocks } from "../telling/cells.ts";
import { limitBlocks } from "../telling/limits.ts";
import { problemBlocks } from "../telling/problems.ts";
import { productBlocks } from "../telling/products/rates.ts";
import { lowerBoundBlocks } from "../telling/searches/lower-bound.ts";
import { structureBlocks } from "../telling/searches/structures.ts";
import { axisOf, isKernels, isStructures, seriesOf } from "../telling/series.ts";
import { aimBlocks } from "../telling/training/aim.ts";
import { crossoverBlocks } from "../telling/training/crossovers.ts";
import { fastestBlocks } from "../telling/training/fastest.ts";
import { type HeadlineOptions, headlineTable } from "../telling/training/headline.ts";
import { plotsOf } from "./plots.ts";
import { controlBlocks, setupBlocks } from "./setup.ts";
import { studyBlocks, studyDecision } from "./study.ts";
import { warningBlocks } from "./warnings.ts";

/** What the reader came for: a study's answers, the exponents and the crossovers, the rates of products, or what a search costs. */
export function decisionBlocks(result: Result, options: HeadlineOptions = {}): Block[] {
  if (isStudy(result)) return studyDecision(result);
  if (isKernels(result)) return productBlocks(result);
  if (isStructures(result))
    return axisOf(result) === "n" ? lowerBoundBlocks(result) : structureBlocks(result);
  if (seriesOf(result).length === 0) return [paragraph("No cell has a time: see the reasons below.")];
  return [
    ...aimBlocks(result),
    heading(2, "How fast does the cost of an iteration grow?"),
    headlineTable(result, options),
    ...crossoverBlocks(result),
    ...fastestBlocks(result),
  ];
}

export function reportBlocks(result: Result): Block[] {
  const { suite, machine, startedAt } = result;
  const figures = plotsOf(result).map(
    ({ name, alt, caption }): Block => ({ kind: "figure", name, alt, caption }),
  );
  return [
    heading(1, [`${suite} on ${machine.id}`, ...(startedAt ? [startedAt.slice(0, 10)] : [])].join(", ")),
    { kind: "command", text: result.command },
    ...warningBlocks(result),
    ...(isStudy(result)
      ? studyBlocks(result, figures)
      : [
          ...decisionBlocks(result),
          ...(figures.length > 0 ? [heading(2, "Plots"), ...figures] : []),
          ...cellBlocks(result),
          ...problemBlocks(result),
          ...controlBlocks(result),
        ]),
    ...setupBlocks(result),
    ...limitBlocks(result),
  ];
}
