// A part of the study: a figure or a reviewer's question, as cases to compute and how to compute one.
import type { Context, Outcome } from "../../../measuring/jobs/study.ts";
import type { Params } from "../params.ts";

/** Plain data of one case. */
export interface Case {
  /** tell its cell from the part's others */
  readonly params: Readonly<Record<string, number | string>>;
  readonly cost?: number;
}

export interface Part<C extends Case = Case> {
  /** default exact-flow */
  readonly algorithm?: string;
  cases(params: Params): C[];
  run(one: C, context: Context): Outcome;
}

/** The part, whose run takes what its cases are. */
export const part = <C extends Case>(own: Part<C>): Part => own;
