// Two revisions by name: resolved, planned, measured in one run, and the verdict that nothing can be said where they do not run.
import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { type Comparison, type Result, writeResult } from "@widthwise/measure";
import { ownCommand } from "../../command-line.ts";
import { UsageError } from "../../exit-codes.ts";
import { begunNow } from "../../measuring/begun.ts";
import { own } from "../../measuring/owner.ts";
import { Progress } from "../../measuring/progress.ts";
import { compareRevisions } from "../../measuring/revisions/compare-revisions.ts";
import { pairEventSchema } from "../../measuring/revisions/pair-events.ts";
import { PairJournal } from "../../measuring/revisions/pair-journal.ts";
import { scratchFolder } from "../../measuring/revisions/scratch.ts";
import { RunFile } from "../../measuring/run-file.ts";
import { loadSuite } from "../../suites.ts";
import type { MeasureOptions } from "../options/compare-options.ts";
import { planSuite } from "./plan-suite.ts";
import { commitNamed } from "./result-source.ts";

/** Measures both and judges the change; UsageError for what cannot be planned, Unmeasurable for what does not run. */
export async function measureChange(
  base: string,
  head: string,
  options: MeasureOptions,
): Promise<Comparison> {
  const suite = loadSuite(options.suite ?? "gate");
  if (suite.kind === "study")
    throw new UsageError(`--suite ${suite.name} is a study: accepted are suites of steps`);
  const profile = Object.keys(suite.profiles)[0];
  const planned = planSuite(
    suite,
    { ...options, profile, attempts: 1, shard: undefined, set: [], json: undefined },
    true,
  );
  const commits = { base: commitNamed(base), head: commitNamed(head) };
  const plan = {
    ...planned.plan,
    cells: planned.plan.cells.filter(({ kind }) => kind !== "noop"),
    twins: [],
  };
  const { data, ...rest } = plan;
  const key = createHash("sha256")
    .update(JSON.stringify([commits, rest, data?.shift, data?.init, planned.dataset]))
    .digest("hex")
    .slice(0, 16);
  const output = resolve(options.output);
  using _ = await own(output);
  const files = (["first", "again"] as const).map(
    (name) => new RunFile(join(output, `compare-${key}-${name}.jsonl`), begunNow(undefined), pairEventSchema),
  );
  const [first, again] = files.map((file) => new PairJournal(file.open(options), (event) => file.add(event)));
  const farewell = `interrupted: what was measured is kept; go on with ${ownCommand()} --resume`;
  const question = {
    commits,
    common: {
      suite: suite.name,
      profile,
      plan,
      dataset: planned.dataset,
      labels: options.labels,
      startedAt: new Date().toISOString(),
    },
    mostProcesses: Math.max(options.mostProcesses, plan.processes),
    ...(options.untilResolved === undefined ? {} : { untilResolved: options.untilResolved }),
    timeEqual: options.timeEqual,
    journals: { first, again },
    progress: new Progress(options.quiet),
  };
  const { comparison, results } = await compareRevisions(question, scratchFolder(farewell));
  if (results) keep(output, results);
  for (const file of files) file.discard();
  return comparison;
}

/** Both sides' times, for who wants to see them. */
function keep(output: string, results: Readonly<Record<"base" | "head", Result>>): void {
  for (const [side, result] of Object.entries(results))
    writeResult(join(output, `compare-${side}.json`), result);
}
