// How long the published measurements took.
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseJson } from "@widthwise/measure";
import { z } from "zod";
import { workspaceRoot } from "../../workspace.ts";

/** Of a result, what tells how long it took; sweeps, which run in parts, do not know. */
const timedRun = z.object({ suite: z.string(), profile: z.string(), seconds: z.number().optional() });

/** The longest published time of each "suite profile". */
export function publishedSeconds(): ReadonlyMap<string, number> {
  const longest = new Map<string, number>();
  const reports = join(workspaceRoot, "reports");
  for (const file of existsSync(reports) ? globSync("*/*/result.json", { cwd: reports }) : []) {
    const { suite, profile, seconds } = timedRun.parse(parseJson(readFileSync(join(reports, file), "utf8")));
    if (seconds === undefined) continue;
    const key = `${suite} ${profile}`;
    longest.set(key, Math.max(seconds, longest.get(key) ?? 0));
  }
  return longest;
}
