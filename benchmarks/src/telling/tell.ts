// How the numbers of a result are told: the one interface through which a report asks every kind of result and every study.
import type { Result } from "@widthwise/measure";
import type { Block, Text } from "../page/document.ts";
import type { Plot } from "../page/plots/plot.ts";

/** The answer to a numbered question (benchmarks/questions), made from the numbers of a result. */
export interface Answer {
  /** such as B3 */
  readonly question: string;
  /** the verdict in a sentence or two: all that the page of questions shows */
  readonly sentence: Text;
  /** the numbers behind it, for the report */
  readonly details?: Text;
}

interface OpeningOptions {
  /** for a terminal: only the columns that decide */
  readonly compact?: boolean;
}

/** In the order of the page; set-up and sources are the report's own. */
export interface Tell {
  /** Empty where a result cannot tell, never typed. */
  answers(result: Result): Answer[];
  /** The result in one sentence: its entry in a list. */
  headline(result: Result): Text;
  /** What the reader came for. */
  opening(result: Result, options?: OpeningOptions): Block[];
  /** Most important first. */
  plots(result: Result): Plot[];
  /** Tables that explain; the terminal shows them too. */
  tables(result: Result): Block[];
  /** Every cell, or those without an answer. */
  cells(result: Result): Block[];
  /** What these numbers do not say, below the set-up. */
  limits(result: Result): Text[];
}
