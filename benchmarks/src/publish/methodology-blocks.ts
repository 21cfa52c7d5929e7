// What the tool writes into METHODOLOGY.md: from where on a change counts, and how often that was wrong.
import { thresholds } from "../measuring/revisions/thresholds.ts";
import { link, paragraph, type Text } from "../page/document.ts";
import { printMarkdown } from "../page/markdown.ts";
import { fixed, percent } from "../page/units.ts";
import { type Entry, speaking } from "./entries.ts";

/** Content by block name. */
export const methodologyBlocks = (entries: readonly Entry[]): Map<string, string> =>
  new Map([["error-rates", printMarkdown([paragraph(limits), paragraph(ratesOf(entries))])]]);

const { level, exponent, cell } = thresholds;
const limits: Text = `A change counts beyond ${percent(level)} of a series' level, ${fixed(exponent, 3)} of its exponent, ${percent(cell)} of one cell.`;

function ratesOf(entries: readonly Entry[]): Text {
  const entry = speaking(entries).find(({ result }) => result.suite === "selftest");
  if (entry === undefined)
    return "How often that is wrong is not published yet: `npx widthwise selftest --profile full --publish` measures it, in about six hours.";
  const { folder, result, tell } = entry;
  return `${tell.headline(result)} (${link("the self-test", `reports/${folder}/result.md`)}, on ${result.machine.id}).`;
}
