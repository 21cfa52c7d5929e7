// `run` for suites of kind study.
import { join, resolve } from "node:path";
import { commitOf, describeMachine, describeRuntime, type Result, schemaName } from "@widthwise/measure";
import { z } from "zod";
import { ownCommand } from "../../command-line.ts";
import { begunNow } from "../../measuring/begun.ts";
import { benchmarkVersion } from "../../measuring/code-version.ts";
import { assembleStudy } from "../../measuring/jobs/assemble-study.ts";
import { CellStore } from "../../measuring/jobs/cell-store.ts";
import { JobLedger } from "../../measuring/jobs/job-ledger.ts";
import { measureStudy } from "../../measuring/jobs/measure-study.ts";
import { keyOfPlan, type StudyPlan } from "../../measuring/jobs/plan.ts";
import { own } from "../../measuring/owner.ts";
import { Progress } from "../../measuring/progress.ts";
import { RunFile } from "../../measuring/run-file.ts";
import { startJobProcess } from "../../studies/start-job-process.ts";
import type { StudySuite } from "../../suites.ts";
import { workspaceRoot } from "../../workspace.ts";
import type { OutputOptions } from "../options/common-options.ts";
import type { SuiteOptions } from "../options/suite-options.ts";
import type { Written } from "../options/verb.ts";
import { finishRun, sayUnfinished } from "./finish-run.ts";
import { planStudy } from "./plan-study.ts";
import { destinationOf } from "./result-folder.ts";

/** Runs every job that is not recorded, and writes the result and its report. */
export async function runStudy(
  suite: StudySuite,
  options: SuiteOptions & OutputOptions,
  written: Written,
): Promise<void> {
  const { name } = suite;
  const { shard } = options;
  const plan = await planStudy(suite, options, written);
  const destination = destinationOf(name, options, shard);
  const output = resolve(options.output);
  const store = new CellStore(output, plan.study);
  const file = new RunFile(
    join(store.folder, `run-${keyOfPlan(plan)}.jsonl`),
    begunNow(plan.study),
    startedSchema,
  );
  using _ = await own(output);
  const found = new JobLedger(plan, store);
  file.open(options);
  // times belong to one run: none is taken over from an older one unless asked for
  const timed = plan.jobs.filter((job) => job.timed);
  if (options.resume) found.read();
  else found.forget(options.fresh ? plan.jobs : timed);
  file.add({ jobs: plan.jobs.length });
  const progress = new Progress(options.quiet);
  const startedAt = new Date().toISOString();
  const givenUp = await measureStudy(plan, found, progress, { start: startJobProcess });
  const result: Result = {
    ...studyResult(name, options.profile, plan, found),
    command: ownCommand(),
    startedAt,
    seconds: progress.seconds,
    ...(shard === undefined ? {} : { shard }),
  };
  const whenWritten = () => {
    if (givenUp > 0) return;
    found.forget(timed);
    file.discard();
  };
  await finishRun(result, destination, options, { whenWritten });
  if (givenUp > 0) sayUnfinished();
}

/** A study's findings are recorded cell by cell; its file says that a run of it is under way. */
const startedSchema = z.object({ jobs: z.number() });

/** All of a result but who made it when. */
export function studyResult(
  suite: string,
  profile: string,
  plan: StudyPlan,
  found: JobLedger,
): Omit<Result, "command"> {
  return {
    schema: schemaName,
    suite,
    kind: "study",
    profile,
    benchmarkVersion: benchmarkVersion(suite),
    seed: plan.settings.seed,
    ...commitOf(workspaceRoot),
    machine: describeMachine(),
    runtime: describeRuntime(),
    ...assembleStudy(plan, found),
  };
}
