// What the tool writes into README.md: the newest measurement of the width suite.

import { type Block, list, paragraph } from "../page/document.ts";
import { distinct } from "../page/lists.ts";
import { printMarkdown } from "../page/markdown.ts";
import { loadSuite, suiteNames } from "../suites.ts";
import { fastestSeries, isDense } from "../telling/series.ts";
import { crossoverSentences } from "../telling/training/crossovers.ts";
import { headlineTable } from "../telling/training/headline.ts";
import { byAge, type Entry } from "./index-page.ts";
import { answered, countOf } from "./questions-page.ts";

/** Full profiles before quick ones, then the newest. */
function chosen(entries: readonly Entry[], suite: string): Entry | undefined {
  const own = entries.filter(({ result }) => result.suite === suite).sort(byAge);
  return own.find(({ result }) => result.profile === "full") ?? own[0];
}

/** Content by block name. */
export function readmeBlocks(entries: readonly Entry[]): Map<string, string> {
  return new Map([
    ["headline", headlineBlock(entries)],
    ["questions", questionsBlock(entries)],
    ["suites", suitesBlock()],
  ]);
}

/** Every suite with what it is about, as its data says. */
function suitesBlock(): string {
  const rows = suiteNames.map((name) => `| \`${name}\` | ${loadSuite(name).title} |`);
  return `${["| suite | about |", "| --- | --- |", ...rows].join("\n")}\n`;
}

/** How many of the reviewers' questions are answered, and where. */
function questionsBlock(entries: readonly Entry[]): string {
  return `Of the questions that reviewers asked of the papers, ${countOf(answered(entries))}: [question, answer, report and command](reports/QUESTIONS.md).\n`;
}

function headlineBlock(entries: readonly Entry[]): string {
  const entry = chosen(entries, "cpi");
  if (!entry)
    return "No measurement is published yet: `npx widthwise run cpi --profile full --publish` makes one.\n";
  const { folder, result, tell } = entry;
  const base = `reports/${folder}/`;
  const main = tell.plots(result)[0];
  const shown = new Set(
    distinct(result.cells.map(({ n }) => n))
      .flatMap((n) => fastestSeries(result, n))
      .map(({ algorithm, backend }) => `${algorithm} ${backend}`),
  );
  // wins at every width are in the table's last column; what crosses and what is lost is told
  const crossovers = result.crossovers.filter(
    ({ faster, slower, status }) =>
      isDense(faster.algorithm) !== isDense(slower.algorithm) &&
      (status !== "always" || isDense(faster.algorithm)) &&
      [faster, slower].every(({ algorithm, backend }) => shown.has(`${algorithm} ${backend}`)),
  );
  const blocks: Block[] = [
    paragraph(`${tell.headline(result)}.`),
    ...(main ? [{ kind: "figure", name: main.name, alt: main.alt, caption: main.caption } as const] : []),
    headlineTable(result, { fastestBackends: true }),
    ...(crossovers.length > 0 ? [list(crossoverSentences(result, crossovers))] : []),
  ];
  const { machine, startedAt = "", command } = result;
  const link = `Measured on ${machine.id} (${machine.cpu}), ${startedAt.slice(0, 10)}: [every number](${base}result.md), [the data](${base}result.json). Made by\n\n\`\`\`sh\n${command}\n\`\`\``;
  return `${printMarkdown(blocks, { base })}\n${link}\n`;
}
