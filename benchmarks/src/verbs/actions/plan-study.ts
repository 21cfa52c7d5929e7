// A study's profile and the command line as jobs.
import { z } from "zod";
import { UsageError } from "../../exit-codes.ts";
import { gridOf, MOST_WIDTH } from "../../grids.ts";
import { groupOf, jobName } from "../../measuring/jobs/cells.ts";
import type { StudyPlan } from "../../measuring/jobs/plan.ts";
import { counted } from "../../measuring/jobs/up-to.ts";
import { partOf } from "../../measuring/shard.ts";
import { oneOf } from "../../names.ts";
import { measureOf } from "../../studies/measured.ts";
import type { StudySuite } from "../../suites.ts";
import type { SuiteOptions } from "../options/suite-options.ts";
import type { Written } from "../options/verb.ts";

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
];

/**
 * The jobs of a study, or of one shard of it. A parameter has a form of its own, so that it is read from what the user wrote.
 * UsageError, naming what is accepted, where a value is not.
 */
export async function planStudy(
  { name, study, profiles }: StudySuite,
  options: Pick<SuiteOptions, "profile" | "set" | "shard" | "seed" | "threads" | "dataDir">,
  written: Written,
): Promise<StudyPlan> {
  const { profile, set, shard, seed, threads, dataDir } = options;
  const measure = await measureOf(study);
  const params: Record<string, unknown> = {
    ...profiles[oneOf("profile", profile, Object.keys(profiles))],
  };
  for (const option of familiar) {
    const text = written.get(option)?.at(-1);
    if (typeof text !== "string") continue;
    if (!(option in params))
      throw new UsageError(
        `--${option} is not for ${name}: its parameters are ${Object.keys(params).join(", ")}; change one with --set name=value`,
      );
    params[option] = valueLike(`--${option}`, params[option], text);
  }
  for (const [parameter, text] of set) {
    oneOf(`parameter of ${name}`, parameter, Object.keys(params));
    params[parameter] = valueLike(`--set ${parameter}`, params[parameter], text);
  }
  for (const [parameter, value] of Object.entries(params))
    refuseTwice(`parameter ${parameter} of ${name}`, value);
  const parsed = measure.params.safeParse(params);
  if (!parsed.success)
    throw new UsageError(`parameters of ${name} are not accepted:\n${z.prettifyError(parsed.error)}`);
  const settings = { seed, threads, dataDir };
  const all = counted(() => measure.jobs(parsed.data, settings));
  const jobs = partOf(shard, all, groupOf);
  if (new Set(jobs.map(jobName)).size !== jobs.length) throw new Error(`jobs of ${name} repeat`);
  return { study, params, jobs, settings };
}

/** A value that stands twice in a list would be the same job twice. */
function refuseTwice(what: string, value: unknown): void {
  if (!Array.isArray(value)) return;
  const texts = value.map((one) => JSON.stringify(one));
  const twice = texts.find((text, k) => texts.indexOf(text) < k);
  if (twice !== undefined)
    throw new UsageError(`${what} holds ${twice} twice: accepted are values that differ`);
}

/** The text as a value of the kind that a parameter has: text, a number also as 2^k, a list by commas and ranges, or JSON. */
function valueLike(what: string, example: unknown, text: string): unknown {
  if (typeof example === "string") return text;
  if (Array.isArray(example) && !text.startsWith("["))
    return text
      .split(",")
      .flatMap((part) =>
        typeof example[0] === "number" && part.includes(":")
          ? gridOf(MOST_WIDTH)(what, part)
          : [valueLike(what, example[0], part)],
      );
  if (typeof example === "number" && /^2\^\d+$/.test(text)) return 2 ** Number(text.slice(2));
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
