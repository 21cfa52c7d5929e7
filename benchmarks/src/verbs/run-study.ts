import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { commitOf, describeMachine, describeRuntime, type Result, schemaName } from "@widthwise/measure";
import type { Command } from "commander";
import { Journal } from "../run/journal.ts";
import { Progress } from "../run/progress.ts";
import { assembleStudy } from "../run-study/assemble-study.ts";
import { measureStudy } from "../run-study/measure-study.ts";
import { benchmarkVersion, type StudySuite, workspaceRoot } from "../suites.ts";
import { commandLine, destinationOf, finishRun, type OutputOptions } from "./finish-run.ts";
import type { SuiteOptions } from "./plan.ts";
import { type PlannedStudy, planStudy } from "./plan-study.ts";

/** `run` for suites of kind study. */
export async function runStudy(
  suite: StudySuite,
  options: SuiteOptions & OutputOptions,
  command: Command,
): Promise<void> {
  const { name } = suite;
  const planned = planStudy(suite, options, command);
  const { plan, shard } = planned;
  const destination = destinationOf(name, options, shard);
  const journal = new Journal(
    join(resolve(options.output), `${name}-${keyOf(planned, name)}.jsonl`),
    options.resume,
  );
  const progress = new Progress(options.quiet);
  const startedAt = new Date().toISOString();
  await measureStudy(plan, journal, progress);
  const result: Result = {
    schema: schemaName,
    suite: name,
    profile: options.profile,
    benchmarkVersion: benchmarkVersion(name),
    seed: plan.settings.seed,
    ...commitOf(workspaceRoot),
    command: commandLine(),
    startedAt,
    seconds: progress.seconds,
    machine: describeMachine(),
    runtime: describeRuntime(),
    ...(shard === undefined ? {} : { shard }),
    ...assembleStudy(plan, journal),
  };
  await finishRun(result, destination, options, journal);
}

/** What a resumed run must have in common with the one that it goes on from. */
function keyOf({ plan, shard }: PlannedStudy, name: string): string {
  return createHash("sha256")
    .update(
      JSON.stringify([plan.params, plan.settings, shard, benchmarkVersion(name), commitOf(workspaceRoot)]),
    )
    .digest("hex")
    .slice(0, 16);
}
