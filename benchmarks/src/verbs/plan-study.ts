// A study's profile and the command line as jobs.
import type { Command } from "commander";
import { z } from "zod";
import { UsageError } from "../exit-codes.ts";
import { groupOf, jobName } from "../measuring/jobs/cells.ts";
import type { StudyPlan } from "../measuring/jobs/plan.ts";
import { parseShard, partOf, type Shard } from "../measuring/shard.ts";
import { oneOf } from "../names.ts";
import { measureOf } from "../studies/measured.ts";
import type { StudySuite } from "../suites.ts";
import { parseSeed, parseThreads } from "./options.ts";
import type { SuiteOptions } from "./plan.ts";

export interface PlannedStudy {
  readonly plan: StudyPlan;
  readonly shard?: Shard | undefined;
}

/** Options of the paired suites that set a parameter of the same name, where a study has one. */
const familiar = [
  "algorithms",
  "backends",
  "widths",
  "n",
  "rounds",
  "processes",
  "budget",
  "dataset",
  "labels",
  "shift",
  "init",
] as const;

/** `command` tells which options the user gave. Bad values are UsageErrors that name what is accepted. */
export async function planStudy(
  suite: StudySuite,
  options: SuiteOptions,
  command: Command,
): Promise<PlannedStudy> {
  const { name, profiles } = suite;
  const study = await measureOf(suite.study);
  const params: Record<string, unknown> = {
    ...profiles[oneOf("profile", options.profile, Object.keys(profiles))],
  };
  const set = (parameter: string, text: string) => {
    oneOf(`parameter of ${name}`, parameter, Object.keys(params));
    params[parameter] = valueLike(params[parameter], text);
  };
  for (const option of familiar) {
    if (command.getOptionValueSource(option) !== "cli") continue;
    if (!(option in params))
      throw new UsageError(
        `--${option} is not for ${name}: its parameters are ${Object.keys(params).join(", ")}; change one with --set name=value`,
      );
    set(option, String(options[option]));
  }
  for (const text of options.set) {
    const at = text.indexOf("=");
    if (at < 1) throw new UsageError(`--set is ${JSON.stringify(text)}: accepted are name=value`);
    set(text.slice(0, at), text.slice(at + 1));
  }
  const parsed = study.params.safeParse(params);
  if (!parsed.success)
    throw new UsageError(`parameters of ${name} are not accepted:\n${z.prettifyError(parsed.error)}`);
  const shard = options.shard === undefined ? undefined : parseShard("--shard", options.shard);
  const settings = {
    seed: parseSeed(options.seed),
    threads: parseThreads(options.threads),
    dataDir: options.dataDir,
  };
  const jobs = partOf(shard, study.jobs(parsed.data, settings), groupOf);
  if (new Set(jobs.map(jobName)).size !== jobs.length) throw new Error(`jobs of ${name} repeat`);
  return { plan: { study: suite.study, params, jobs, settings }, shard };
}

/** The text as a value of the kind that the parameter has: text, a list by commas, or JSON. */
function valueLike(example: unknown, text: string): unknown {
  if (typeof example === "string") return text;
  if (Array.isArray(example) && !text.startsWith("["))
    return text.split(",").map((part) => valueLike(example[0], part));
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
