// The report of a study: its answers in words, plots, tables, and the jobs without an answer. A study gives what is its own.
import { type Cell, paramsKey, type Result } from "@widthwise/measure";
import type { z } from "zod";
import { UsageError } from "../exit-codes.ts";
import { type Block, heading, list, paragraph, type Text } from "../page/document.ts";
import { allLiteral, fromOutside } from "../page/outside.ts";
import type { Plot } from "../page/plots/plot.ts";
import { lacksNumber, widthLabel } from "../page/units.ts";
import { questions } from "../questions.ts";
import { loadSuite, type StudySuite, suiteNames } from "../suites.ts";
import { reasonBlocks } from "./reasons.ts";
import type { Answer, Tell } from "./tell.ts";

export type StudyResult = Result & { readonly study: NonNullable<Result["study"]> };

function isStudy(result: Result): result is StudyResult {
  return result.study !== undefined;
}

/** A result with its parameters read. */
export interface Told<P> {
  readonly result: StudyResult;
  readonly params: P;
  /** what the suite's JSON says under this name of `notes` */
  note(name: string): Text;
}

/** A verdict, with or without the numbers behind it; undefined where the result cannot tell. */
type Answered = Text | Omit<Answer, "question"> | undefined;

/** What is a study's own. The rest of its report is made here: headings, limits, failures, and the source below every table. */
export interface StudyTell<P> {
  /** by question; made from the numbers, never typed */
  readonly answers?:
    | Readonly<Record<string, (told: Told<P>) => Answered>>
    | ((told: Told<P>) => readonly Answer[]);
  /** What a figure that no question asks for shows, in a sentence or two from the numbers. */
  finding?(told: Told<P>): Text | undefined;
  /** Tables and what is to say about them. */
  sections(told: Told<P>): readonly (Block | readonly Block[])[];
  plots?(told: Told<P>): readonly (Plot | undefined)[];
  /** What the numbers do not say, where that depends on them; the `limits` of the suite's JSON follow. */
  limits?(told: Told<P>): readonly Text[];
}

/** `params` reads the parameters that a result was measured with. */
export function tellStudy<P>(params: z.ZodType<P>, own: StudyTell<P>): Tell {
  const read = (result: Result) => toldOf(params, result);
  const answers = (result: Result) => answersIn(own, read(result)).filter(isTold);
  return {
    answers,
    headline: (result) => answers(result)[0]?.sentence ?? "answers no question",
    opening: (result) => openingOf(own, read(result)),
    plots: (result) => (own.plots?.(read(result)) ?? []).filter((plot) => plot !== undefined),
    tables(result) {
      const told = read(result);
      const limits = [...(own.limits?.(told) ?? []), ...(suiteOf(result)?.limits ?? [])];
      return [
        ...own.sections(told).flat(),
        ...(limits.length > 0 ? [heading(2, "What these numbers do not say"), list(limits)] : []),
      ];
    },
    cells: withoutAnswer,
    limits: () => [],
  };
}

/** Reads a result's parameters; UsageError where it has none, or those of another version of its study. */
export function toldOf<P>(params: z.ZodType<P>, result: Result): Told<P> {
  if (!isStudy(result)) throw new UsageError(`a result of ${result.suite} has no study's parameters`);
  const read = params.safeParse(allLiteral(result.study.params));
  if (!read.success) {
    const [{ path, message }] = read.error.issues;
    throw new UsageError(
      `this version reads other parameters of study ${result.study.name}: ${path.join(".")}: ${message}`,
    );
  }
  return {
    result,
    params: fromOutside(read.data),
    note(name) {
      const note = suiteOf(result)?.notes?.[name];
      if (note === undefined) throw new Error(`suite ${result.suite} has no note ${name}`);
      return note;
    },
  };
}

/** Of a result of a study, by its name; undefined for a suite that is no more. */
function suiteOf({ suite }: Result): StudySuite | undefined {
  const found = suiteNames.includes(suite) ? loadSuite(suite) : undefined;
  return found?.kind === "study" ? found : undefined;
}

function answersIn<P>({ answers }: StudyTell<P>, told: Told<P>): Answer[] {
  if (typeof answers === "function") return [...answers(told)];
  return Object.entries(answers ?? {}).flatMap(([question, answer]) => {
    const answered = answer(told);
    if (answered === undefined) return [];
    return [{ question, ...(typeof answered === "string" ? { sentence: answered } : answered) }];
  });
}

/** A verdict on numbers that are not there is none. */
const isTold = ({ sentence, details = "" }: Pick<Answer, "sentence" | "details">): boolean =>
  !lacksNumber(sentence) && !lacksNumber(details);
const untold = "Not told: a number that it rests on is not there.";

function openingOf<P>(own: StudyTell<P>, told: Told<P>): Block[] {
  const { suite } = told.result;
  if (!questions.some(({ suites }) => suites.includes(suite))) {
    const finding = own.finding?.(told);
    if (finding === undefined) return [];
    return [heading(2, "The finding"), paragraph(isTold({ sentence: finding }) ? finding : untold)];
  }
  const answers = answersIn(own, told).map((answer) =>
    isTold(answer) ? answer : { ...answer, sentence: untold },
  );
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

function withoutAnswer(result: Result): Block[] {
  return reasonBlocks({
    heading: "What has no answer",
    none: "Nothing: every job gave an answer that its check accepts.",
    cells: result.cells.filter(({ status }) => status !== "ok"),
    reason: ({ reason = "no reason recorded" }) => reason,
    columns: [
      ["where", ([cell, ...more]) => `${whereOf(cell)}${more.length > 0 ? ` and ${more.length} more` : ""}`],
    ],
  });
}

function whereOf(cell: Cell): string {
  const { n, width } = cell;
  const sizes = [...(n > 0 ? [`n = ${n}`] : []), ...(width > 0 ? [`width ${widthLabel(width)}`] : [])];
  const params = paramsKey(cell);
  return [...sizes, ...(params === "" ? [] : [params])].join(", ");
}
