// Search structures against the width: who is fastest at what, from which width, and how much each looks at.
import type { Result } from "@widthwise/measure";
import { type Block, heading, list, paragraph, type Text } from "../../page/document.ts";
import { sourceOf } from "../../page/source.ts";
import { crossoverMethod, crossoverSentences } from "../rounds/crossovers.ts";
import { fastestQuery } from "./fastest-query.ts";
import { growthTable } from "./growth.ts";
import { recallSection, recallSentence } from "./recall.ts";
import { searchesOf } from "./searches.ts";
import { stepSection, stepSentences } from "./steps.ts";
import { visitSection, visitSentence } from "./visits.ts";

export function structureBlocks(result: Result): Block[] {
  const searches = searchesOf(result);
  return [
    heading(2, "Which structure finds the neurons that fire?"),
    list(structureAnswer(result)),
    ...stepSection(searches),
    heading(2, "How fast does each operation grow?"),
    ...growthTable(result, searches),
    ...crossoverBlocks(result),
    ...visitSection(searches),
    ...recallSection(searches),
  ];
}

/** The answer in sentences, each from the numbers. */
export function structureAnswer(result: Result): Text[] {
  const searches = searchesOf(result);
  return [
    fastestQuery(searches, result.seed),
    ...stepSentences(searches, result.seed),
    visitSentence(searches),
    recallSentence(searches),
  ].filter((sentence) => sentence !== undefined);
}

function crossoverBlocks(result: Result): Block[] {
  if (result.crossovers.length === 0) return [];
  return [
    heading(2, "From which width is a structure faster than the scan?"),
    list(crossoverSentences(result, result.crossovers)),
    paragraph(`${crossoverMethod(result)} ${sourceOf(result)}.`),
  ];
}
