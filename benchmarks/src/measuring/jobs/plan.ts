// What a run of a study consists of: its jobs, made from parameters and settings.
import { createHash } from "node:crypto";
import type { Job, StudySettings } from "./study.ts";

export interface StudyPlan {
  /** of the module */
  readonly study: string;
  /** as in the suite's JSON, with the command line's changes */
  readonly params: Record<string, unknown>;
  readonly jobs: readonly Job[];
  readonly settings: StudySettings;
}

/** Equal for plans that ask for the same. */
export function keyOfPlan({ study, jobs, settings }: StudyPlan): string {
  return createHash("sha256")
    .update(JSON.stringify([study, jobs, settings]))
    .digest("hex")
    .slice(0, 16);
}
