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
    const found = read(join(reports, file));
    if (found?.seconds === undefined) continue;
    const { suite, profile, seconds } = found;
    const key = `${suite} ${profile}`;
    longest.set(key, Math.max(seconds, longest.get(key) ?? 0));
  }
  return longest;
}

/** undefined where it is no result: `report` says so. */
function read(file: string): z.infer<typeof timedRun> | undefined {
  try {
    return timedRun.parse(parseJson(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}
