// What the tool writes into README.md: the newest measurement of the width suite.
import { type Block, figure, link, list, paragraph, table } from "../page/document.ts";
import { printMarkdown } from "../page/markdown.ts";
import { withSource } from "../page/source.ts";
import { loadSuite, suiteNames } from "../suites.ts";
import { crossoverSentences, isLoss, mainCrossovers } from "../telling/rounds/crossovers.ts";
import { growthTable } from "../telling/training/growth-table.ts";
import { type Entry, speaking } from "./entries.ts";
import { answered, countOf } from "./questions-page.ts";

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
  const rows = suiteNames.map((name) => [`\`${name}\``, loadSuite(name).title]);
  return printMarkdown([table(["suite", "about"], rows)]);
}

/** How many of the reviewers' questions are answered, and where. */
function questionsBlock(entries: readonly Entry[]): string {
  const page = link("question, answer, report and command", "reports/QUESTIONS.md");
  return printMarkdown([
    paragraph(`Of the questions that reviewers asked of the papers, ${countOf(answered(entries))}: ${page}.`),
  ]);
}

function headlineBlock(entries: readonly Entry[]): string {
  const entry = speaking(entries).find(({ result }) => result.suite === "cpi");
  if (entry === undefined)
    return "No measurement is published yet: `npx widthwise run cpi --profile full --publish` makes one.\n";
  const { folder, result, tell } = entry;
  const base = `reports/${folder}/`;
  const [main] = tell.plots(result);
  // wins at every width are in the table's last column; what crosses and what is lost is told
  const crossovers = mainCrossovers(result).filter((one) => one.status !== "always" || isLoss(one));
  const blocks: Block[] = [
    paragraph(`${tell.headline(result)}.`),
    ...(main ? [figure(main)] : []),
    ...growthTable(result, { fastestBackends: true }),
    ...(crossovers.length > 0 ? [list(crossoverSentences(result, crossovers))] : []),
  ];
  const { machine, startedAt = "", command } = result;
  const links = [link("every number", `${base}result.md`), link("the data", `${base}result.json`)];
  const source: Block[] = [
    paragraph(
      `Measured on ${machine.id} (${machine.cpu}), ${startedAt.slice(0, 10)}: ${links.join(", ")}. Made by`,
    ),
    { kind: "command", text: command },
  ];
  return printMarkdown([...withSource(blocks, result), ...source], { base });
}
