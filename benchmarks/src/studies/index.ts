// Every study by the name of its folder, which a suite's JSON calls it by.
import type { Study } from "../measuring/jobs/study.ts";
import { basins } from "./basins/index.ts";
import { bothLayers } from "./both-layers/index.ts";
import { cpiLinearize } from "./cpi-linearize/index.ts";
import { filters } from "./filters/index.ts";
import { gaussNewtonDamping } from "./gauss-newton-damping/index.ts";
import { generalisation } from "./generalisation/index.ts";
import { grokking } from "./grokking/index.ts";
import { hierarchy } from "./hierarchy/index.ts";
import { iterativeLinearisation } from "./iterative-linearisation/index.ts";
import { largest } from "./largest/index.ts";
import { laziness } from "./laziness/index.ts";
import { lowRank } from "./low-rank/index.ts";
import { minimalModelStudy } from "./minimal-model/index.ts";
import { minimumUpdates } from "./minimum-updates/index.ts";
import { parametrisationsStudy } from "./parametrisations/index.ts";
import { phaseDiagram } from "./phase-diagram/index.ts";
import { rankInTraining } from "./rank-in-training/index.ts";
import { sketches } from "./sketches/index.ts";
import { sparsity } from "./sparsity/index.ts";
import { stochasticDelta } from "./stochastic-delta/index.ts";
import { studentCost } from "./student-cost/index.ts";
import { sweepCost } from "./sweep-cost/index.ts";
import { timeToLoss } from "./time-to-loss/index.ts";
import { trivialCells } from "./trivial-cells/index.ts";
import { whenFeatures } from "./when-features/index.ts";

export const studies: Readonly<Record<string, Study>> = {
  basins,
  "both-layers": bothLayers,
  "cpi-linearize": cpiLinearize,
  filters,
  "gauss-newton-damping": gaussNewtonDamping,
  generalisation,
  grokking,
  hierarchy,
  "iterative-linearisation": iterativeLinearisation,
  laziness,
  largest,
  "low-rank": lowRank,
  "minimal-model": minimalModelStudy,
  "minimum-updates": minimumUpdates,
  parametrisations: parametrisationsStudy,
  "phase-diagram": phaseDiagram,
  "rank-in-training": rankInTraining,
  sketches,
  sparsity,
  "stochastic-delta": stochasticDelta,
  "student-cost": studentCost,
  "sweep-cost": sweepCost,
  "time-to-loss": timeToLoss,
  "trivial-cells": trivialCells,
  "when-features": whenFeatures,
};
