// What a run of a study consists of: its jobs, made from parameters and settings.
import type { Job, StudySettings } from "./study.ts";

export interface StudyPlan {
  /** of the module */
  readonly study: string;
  /** as in the suite's JSON, with the command line's changes */
  readonly params: Record<string, unknown>;
  readonly jobs: readonly Job[];
  readonly settings: StudySettings;
}
