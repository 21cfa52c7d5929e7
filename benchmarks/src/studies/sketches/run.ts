// One job of the study of sketches, on a problem that is kept for the next job of the process.
import { symmetricEigenvalues } from "@widthwise/core";
import { type Context, type Outcome, Skipped } from "../../measuring/jobs/study.ts";
import { runEmbedding } from "./embedding.ts";
import { type GramProblem, type GramShape, gramProblem } from "./gram-problem.ts";
import type { SketchesJob } from "./jobs.ts";
import { residualCheck, solve, tolerances } from "./solve.ts";
import { runTimes } from "./times.ts";

export async function runSketches(job: SketchesJob, context: Context): Promise<Outcome[]> {
  const { n, d, width, params } = job.cell;
  const problem = problemOf({ data: params.data, n, d, width }, context);
  switch (job.part) {
    case "plain":
      return [runPlain(problem)];
    case "embedding":
      return [runEmbedding(job, problem, context)];
    case "time":
      return runTimes(job, problem, context);
  }
}

let kept: { readonly key: string; readonly problem: GramProblem | undefined } | undefined;

function problemOf(shape: GramShape, context: Context): GramProblem {
  const key = JSON.stringify([shape, context.seed]);
  if (kept?.key !== key) kept = { key, problem: gramProblem(shape, context) };
  if (kept.problem === undefined)
    throw new Skipped(`the Gram matrix of ${shape.data} is singular at n = ${shape.n}`);
  return kept.problem;
}

/** Conjugate gradients without a sketch, and the spectrum of G. */
function runPlain(problem: GramProblem): Outcome {
  const { n, d, gram, separation } = problem;
  const eigenvalues = symmetricEigenvalues(gram, n);
  const solved = tolerances.map((tolerance) => solve(problem, tolerance));
  return {
    d,
    check: residualCheck(solved),
    measures: {
      separation,
      leastEigenvalue: eigenvalues[0],
      condition: eigenvalues[n - 1] / eigenvalues[0],
      stepsTo1e3: solved[0].steps,
      stepsTo1e8: solved[1].steps,
    },
  };
}
