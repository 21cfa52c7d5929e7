// Every study by the name of its folder: what its report says.
import { UsageError } from "../exit-codes.ts";
import type { Tell } from "../telling/tell.ts";

const table: Readonly<Record<string, () => Promise<{ readonly tell: Tell }>>> = {
  "all-of-mnist": () => import("./all-of-mnist/tell.ts"),
  basins: () => import("./basins/tell.ts"),
  "both-layers": () => import("./both-layers/tell.ts"),
  "cpi-linearize": () => import("./cpi-linearize/tell.ts"),
  filters: () => import("./filters/tell.ts"),
  "gauss-newton-damping": () => import("./gauss-newton-damping/tell.ts"),
  generalisation: () => import("./generalisation/tell.ts"),
  grokking: () => import("./grokking/tell.ts"),
  hierarchy: () => import("./hierarchy/tell.ts"),
  "iterative-linearisation": () => import("./iterative-linearisation/tell.ts"),
  largest: () => import("./largest/tell.ts"),
  laziness: () => import("./laziness/tell.ts"),
  "low-rank": () => import("./low-rank/tell.ts"),
  "minimal-model": () => import("./minimal-model/tell.ts"),
  "minimum-updates": () => import("./minimum-updates/tell.ts"),
  parametrisations: () => import("./parametrisations/tell.ts"),
  "phase-diagram": () => import("./phase-diagram/tell.ts"),
  "rank-in-training": () => import("./rank-in-training/tell.ts"),
  selftest: () => import("./selftest/tell.ts"),
  sketches: () => import("./sketches/tell.ts"),
  sparsity: () => import("./sparsity/tell.ts"),
  "stochastic-delta": () => import("./stochastic-delta/tell.ts"),
  "student-cost": () => import("./student-cost/tell.ts"),
  "sweep-cost": () => import("./sweep-cost/tell.ts"),
  "time-to-loss": () => import("./time-to-loss/tell.ts"),
  "trivial-cells": () => import("./trivial-cells/tell.ts"),
  "when-features": () => import("./when-features/tell.ts"),
};

/** Loads what tells a study's results, and nothing of any other. */
export async function studyTell(study: string): Promise<Tell> {
  if (!Object.hasOwn(table, study))
    throw new UsageError(
      `this version knows no study ${study}: its results need the version that measured them`,
    );
  return (await table[study]()).tell;
}
