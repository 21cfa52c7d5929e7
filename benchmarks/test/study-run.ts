// A study's smoke profile, run in this process: its jobs, their cells, and a result as its report reads one.
import type { Cell } from "@widthwise/measure";
import { expect } from "vitest";
import { judged, toCell } from "../src/measuring/jobs/cells.ts";
import { runJob } from "../src/measuring/jobs/run-job.ts";
import type { Context, Job, Measure, Outcome } from "../src/measuring/jobs/study.ts";
import { measureOf } from "../src/studies/measured.ts";
import { studyTell } from "../src/studies/told.ts";
import { loadSuite } from "../src/suites.ts";
import type { StudyResult } from "../src/telling/tell-study.ts";
import { toldWrong, withGaps } from "./gaps.ts";
import { madeResult } from "./made-result.ts";

const settings = { seed: 1 };

export interface StudyRunOptions {
  /** other values of parameters than the profile's */
  readonly params?: Record<string, unknown>;
  /** what jobs ask for; default: what a measuring process gives them */
  readonly context?: Context;
}

export async function studyRun<J extends Job = Job>(
  name: string,
  { params: changed, context }: StudyRunOptions = {},
) {
  const suite = loadSuite(name);
  if (suite.kind !== "study") throw new Error(`${name} is a study`);
  const measure = (await measureOf(suite.study)) as Measure<unknown, J>;
  const params = { ...suite.profiles.verify, ...changed };
  const jobs = measure.jobs(measure.params.parse(params), settings);
  const outcomesOf = async (job: J): Promise<readonly Outcome[]> =>
    context === undefined
      ? (await runJob({ study: suite.study, job, settings }, measureOf)).outcomes
      : (await measure.run(job, context)).map(judged);
  const cells: Cell[] = [];
  for (const job of jobs)
    cells.push(...(await outcomesOf(job)).map((outcome) => toCell(job, outcome, new Map())));
  const result: StudyResult = {
    ...madeResult({ only: () => false }),
    suite: name,
    kind: "study",
    study: { name: suite.study, params, datasets: [] },
    cells,
  };
  // what a study's own tests do not look at
  for (const seed of [1, 2, 3]) expect(await toldWrong(withGaps(result, seed))).toEqual([]);
  return {
    measure,
    tell: await studyTell(suite.study),
    jobs,
    cells,
    result,
    nothing: { ...result, cells: [] },
  };
}
