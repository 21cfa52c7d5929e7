// One job of the study of sparsity: a run traced, a width searched, or a deeper network looked at.
import { normalTail, type Problem } from "@widthwise/core";
import type { Kernels } from "@widthwise/kernels";
import { median } from "@widthwise/measure";
import { shiftOf } from "../../grids.ts";
import { countCheck } from "../../measuring/count-check.ts";
import type { Context, Outcome } from "../../measuring/jobs/study.ts";
import { openKernels } from "../../networks/kernels.ts";
import { forwardDeep } from "./deep.ts";
import type { DeepJob, RequiredJob, SparsityJob, TraceJob } from "./jobs.ts";
import { traceGaussNewton } from "./trace.ts";

export async function runSparsity(job: SparsityJob, context: Context): Promise<Outcome[]> {
  const kernels = await openKernels(context);
  switch (job.part) {
    case "trace":
      return [await trace(job, context, kernels)];
    case "required":
      return required(job, context, kernels);
    case "deep":
      return deep(job, context, kernels);
  }
}

function problemOf(
  { n, params: { dataset, shift } }: (TraceJob | RequiredJob)["cell"],
  width: number,
  seed: number,
  context: Context,
): Problem {
  const { inputs, labels, d } = context.examples(dataset, n);
  return { inputs, labels, n, d, width, shift: shiftOf(shift)(width), seed, init: "gaussian" };
}

async function trace(
  { cell, tolerance, mostSteps }: TraceJob,
  context: Context,
  kernels: Kernels,
): Promise<Outcome> {
  const problem = problemOf(cell, cell.width, context.seed, context);
  const found = await traceGaussNewton(problem, kernels, { tolerance, mostSteps, observe: true });
  const { residuals, firing, live, flips, lambdaMin, lambdaMax } = found;
  return {
    d: problem.d,
    check: countCheck(found.fired, problem),
    firing: { fraction: firing[0], theory: normalTail(problem.shift) },
    measures: {
      shift: problem.shift,
      // null: never
      stepsToTolerance: found.status === "converged" ? flips.length : null,
      residuals,
      firingFraction: firing,
      liveFraction: live,
      flipsPerFired: flips,
      lambdaMin,
      lambdaMax,
    },
  };
}

/** √2 grid from two neurons up; ends after four widths in a row at which every seed converges. */
async function required(
  { cell, seeds, mostWidth, tolerance, mostSteps }: RequiredJob,
  context: Context,
  kernels: Kernels,
): Promise<Outcome[]> {
  const { d } = context.examples(cell.params.dataset, cell.n);
  const outcomes: Outcome[] = [];
  let settled = 0;
  for (let k = 2; settled < 4; k++) {
    const width = Math.round(Math.SQRT2 ** k);
    if (width > mostWidth) break;
    const steps: number[] = [];
    let worstError = 0;
    for (let seed = 0; seed < seeds; seed++) {
      const problem = problemOf(cell, width, context.seedOf("required", seed), context);
      const found = await traceGaussNewton(problem, kernels, { tolerance, mostSteps, observe: false });
      if (found.status !== "converged") continue;
      steps.push(found.residuals.length - 1);
      worstError = Math.max(worstError, found.outputError);
    }
    settled = steps.length === seeds ? settled + 1 : 0;
    outcomes.push({
      width,
      d,
      check: {
        what: "f at the end of the runs that converge, against its recomputation in float64 (worst)",
        value: worstError,
        reference: 0,
        // an output that is off by as much as the tolerance would make convergence a fiction
        tolerance,
      },
      measures: {
        convergedShare: steps.length / seeds,
        medianSteps: steps.length > 0 ? median(steps) : null,
      },
    });
  }
  return outcomes;
}

function deep({ cell, hidden }: DeepJob, context: Context, kernels: Kernels): Outcome[] {
  const { n, width, params } = cell;
  const { inputs, d } = context.examples(params.dataset, n);
  const shift = shiftOf(params.shift)(width);
  const seed = context.seedOf("deep", width, params.shift);
  const layers = forwardDeep(inputs, { n, d, width, hidden, shift, seed }, kernels.fillNormals);
  return layers.map(({ firing, live, fired, meanCosine }, layer) => ({
    d: layer === 0 ? d : width,
    params: { layer: layer + 1 },
    check: countCheck(fired, { width, shift, init: "gaussian" }),
    firing: { fraction: firing, theory: normalTail(shift) },
    measures: { firingFraction: firing, liveFraction: live, meanCosine },
  }));
}
