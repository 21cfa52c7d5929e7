// Question → answer → report → command: reports/QUESTIONS.md.
import { heading, paragraph, type Text, table } from "../page/document.ts";
import { type Question, questions } from "../questions.ts";
import { suiteNames } from "../suites.ts";
import { type Entry, linkTo, speaking } from "./entries.ts";
import { generatedPage } from "./generated.ts";

export interface Answered {
  readonly question: Question;
  /** one per suite that answers it */
  readonly answers: readonly { readonly sentence: Text; readonly entry: Entry }[];
}

/** Every question with its answers. */
export function answered(entries: readonly Entry[]): Answered[] {
  const found = speaking(entries).flatMap((entry) =>
    entry.tell.answers(entry.result).map((answer) => ({ ...answer, entry })),
  );
  return questions.map((question) => ({
    question,
    answers: found.filter((answer) => answer.question === question.id),
  }));
}

export function questionsPage(entries: readonly Entry[]): string {
  const all = answered(entries);
  return generatedPage([
    heading(1, "Questions and answers"),
    paragraph(
      `What reviewers asked of the papers, and what was measured: ${countOf(all)}. Each answer is made from the numbers of the report beside it; only the newest full measurement of a suite speaks.`,
    ),
    table(["", "question", "asked by", "answer", "report", "command"], all.flatMap(rowsOf)),
  ]);
}

/** "7 of 15 are answered" */
export function countOf(all: readonly Answered[]): string {
  return `${all.filter(({ answers }) => answers.length > 0).length} of ${all.length} are answered`;
}

function rowsOf({ question: { id, question, provenance, suites }, answers }: Answered): Text[][] {
  if (answers.length === 0) {
    const ready = suites.filter((suite) => suiteNames.includes(suite));
    const commands = ready.map((suite) => `\`npx widthwise run ${suite} --profile full --publish\``);
    const how = ready.length > 0 ? commands.join(", ") : `no suite yet: ${suites.join(", ")}`;
    return [[id, question, provenance, "not measured yet", "–", how]];
  }
  return answers.map(({ sentence, entry }, i) => [
    ...(i === 0 ? [id, question, provenance] : ["", "", ""]),
    sentence,
    linkTo(entry),
    `\`${entry.result.command}\``,
  ]);
}
