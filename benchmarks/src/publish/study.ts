// The report of a study: its answers in words, plots, tables, and the jobs without an answer.
import { type Cell, paramsKey } from "@widthwise/measure";
import type { StudyResult } from "../measuring/jobs/study.ts";
import { type Block, heading, paragraph, table } from "../page/document.ts";
import { sourceOf } from "../page/source.ts";
import { widthLabel } from "../page/units.ts";
import { studies } from "../studies/index.ts";
import { answersOf } from "../telling/training/answers.ts";
import { questions } from "./questions.ts";

function answerBlocks(result: StudyResult): Block[] {
  const answers = answersOf(result);
  if (!questions.some(({ suites }) => suites.includes(result.suite))) {
    const finding = studies[result.study.name].finding?.(result);
    return finding === undefined ? [] : [heading(2, "The finding"), paragraph(finding)];
  }
  if (answers.length === 0) return [paragraph("No question is answered: see the reasons below.")];
  const asked = new Map(questions.map((one) => [one.id, one.question]));
  return [
    heading(2, answers.length === 1 ? "The answer" : "The answers"),
    ...answers.flatMap(({ question, sentence, details }) => [
      paragraph(`**${question}. ${asked.get(question)}**`),
      paragraph(sentence),
      ...(details === undefined ? [] : [paragraph(details)]),
    ]),
  ];
}

/** The first screen: answers and tables. */
export function studyDecision(result: StudyResult): Block[] {
  return [...answerBlocks(result), ...studies[result.study.name].report(result)];
}

export function studyBlocks(result: StudyResult, figures: readonly Block[]): Block[] {
  return [
    ...answerBlocks(result),
    ...(figures.length > 0 ? [heading(2, "Plots"), ...figures] : []),
    ...studies[result.study.name].report(result),
    ...failureBlocks(result),
  ];
}

const order = ["invalid", "error", "skipped"];

/** Every cell that is not ok, those of one reason in a row. */
function failureBlocks(result: StudyResult): Block[] {
  const without = result.cells.filter(({ status }) => status !== "ok");
  const title = heading(2, "What has no answer");
  if (without.length === 0)
    return [title, paragraph("Nothing: every job gave an answer that its check accepts.")];
  const groups = Map.groupBy(without, (cell) =>
    JSON.stringify([cell.status, cell.algorithm, cell.backend, cell.reason]),
  );
  const rows = [...groups.values()]
    .sort((a, b) => order.indexOf(a[0].status) - order.indexOf(b[0].status))
    .map((cells) => {
      const { status, algorithm, backend, reason = "no reason recorded" } = cells[0];
      const more = cells.length > 1 ? ` and ${cells.length - 1} more` : "";
      const strong = status === "skipped" ? status : `**${status}**`;
      return [strong, `\`${algorithm}\``, backend, `${whereOf(cells[0])}${more}`, reason];
    });
  return [title, table(["status", "algorithm", "backend", "where", "reason"], rows, sourceOf(result))];
}

function whereOf(cell: Cell): string {
  const { n, width } = cell;
  const sizes = [...(n > 0 ? [`n = ${n}`] : []), ...(width > 0 ? [`width ${widthLabel(width)}`] : [])];
  const params = paramsKey(cell);
  return [...sizes, ...(params === "" ? [] : [params])].join(", ");
}
