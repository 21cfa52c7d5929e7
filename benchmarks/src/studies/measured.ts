// Every study by the name of its folder, which a suite's JSON calls it by: how it is measured.
import type { Measure } from "../measuring/jobs/study.ts";
import { oneOf } from "../names.ts";

const table: Readonly<Record<string, () => Promise<{ readonly measure: Measure }>>> = {
  "all-of-mnist": () => import("./all-of-mnist/measure.ts"),
  basins: () => import("./basins/measure.ts"),
  "both-layers": () => import("./both-layers/measure.ts"),
  "cpi-linearize": () => import("./cpi-linearize/measure.ts"),
  filters: () => import("./filters/measure.ts"),
  "gauss-newton-damping": () => import("./gauss-newton-damping/measure.ts"),
  generalisation: () => import("./generalisation/measure.ts"),
  grokking: () => import("./grokking/measure.ts"),
  hierarchy: () => import("./hierarchy/measure.ts"),
  "iterative-linearisation": () => import("./iterative-linearisation/measure.ts"),
  largest: () => import("./largest/measure.ts"),
  laziness: () => import("./laziness/measure.ts"),
  "low-rank": () => import("./low-rank/measure.ts"),
  "minimal-model": () => import("./minimal-model/measure.ts"),
  "minimum-updates": () => import("./minimum-updates/measure.ts"),
  parametrisations: () => import("./parametrisations/measure.ts"),
  "phase-diagram": () => import("./phase-diagram/measure.ts"),
  "rank-in-training": () => import("./rank-in-training/measure.ts"),
  selftest: () => import("./selftest/measure.ts"),
  sketches: () => import("./sketches/measure.ts"),
  sparsity: () => import("./sparsity/measure.ts"),
  "stochastic-delta": () => import("./stochastic-delta/measure.ts"),
  "student-cost": () => import("./student-cost/measure.ts"),
  "sweep-cost": () => import("./sweep-cost/measure.ts"),
  "time-to-loss": () => import("./time-to-loss/measure.ts"),
  "trivial-cells": () => import("./trivial-cells/measure.ts"),
  "when-features": () => import("./when-features/measure.ts"),
};

const studyNames: readonly string[] = Object.keys(table);

/** Loads what measures a study, and nothing of any other; UsageError for a name that is none. */
export async function measureOf(study: string): Promise<Measure> {
  return (await table[oneOf("study", study, studyNames)]()).measure;
}
