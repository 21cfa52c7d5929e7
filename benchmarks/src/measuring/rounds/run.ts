// What all phases of a run in paired rounds have in common.
import type { Progress } from "../progress.ts";
import type { Journal } from "./journal.ts";
import type { Oracle } from "./oracle.ts";
import type { RunPlan } from "./run-plan.ts";

export interface Run {
  readonly plan: RunPlan;
  readonly journal: Journal;
  readonly progress: Progress;
  readonly oracle: Oracle;
}
