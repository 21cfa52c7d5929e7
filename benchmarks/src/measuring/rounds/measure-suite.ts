// The main loop: phase after phase of paired randomised rounds, each backend in processes of its own.
import type { Progress } from "../progress.ts";
import type { Journal } from "./journal.ts";
import { measurePhase } from "./measure-phase.ts";
import { Oracle } from "./oracle.ts";
import { phasesOf } from "./phases.ts";
import type { RunPlan } from "./run-plan.ts";

/** Measures or, with no rounds, only checks every cell; everything found goes to the journal. */
export async function measureSuite(plan: RunPlan, journal: Journal, progress: Progress): Promise<void> {
  const oracle = new Oracle(plan);
  try {
    for (const phase of phasesOf(plan)) await measurePhase({ plan, journal, progress, oracle }, phase);
  } finally {
    oracle.end();
    progress.end();
  }
}
