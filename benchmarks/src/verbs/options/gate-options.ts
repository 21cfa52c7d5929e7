// Options of `gate`.
import { jsonDestination } from "../output/writable.ts";
import { json } from "./common-options.ts";
import { measureOptions } from "./compare-options.ts";
import { flag, option, type Values } from "./option.ts";
import { names, oneName, text } from "./readers.ts";

export const gateOptions = {
  tier: option(
    "--tier <name>",
    "counters (exact work, any machine), timing (this revision against --base, measured in one run), or absolute (times of result files of one machine, which are told and never block)",
    oneName("tier", ["counters", "timing", "absolute"]),
    "counters",
  ),
  mode: option(
    "--mode <name>",
    "required (the exit code says what was found), warn (it is said, and the exit code is 0) or shadow (it stands in the summary alone)",
    oneName("mode", ["shadow", "warn", "required"]),
    "required",
  ),
  base: option(
    "--base <file|revision>",
    "what to hold against; default for counters: the committed baseline",
    text,
  ),
  renew: flag("--renew", "write the counted work as the new baseline"),
  without: option("--without <a,b>", "algorithms or backends that are meant to be gone", names, []),
  summary: option(
    "--summary <file>",
    "Markdown of what was found; in GitHub's actions it also goes to the job's summary",
    jsonDestination,
  ),
  json,
  ...measureOptions,
};
export type GateOptions = Values<typeof gateOptions>;
