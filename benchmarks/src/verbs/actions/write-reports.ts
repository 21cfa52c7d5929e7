// What `report` does.

import { exitCodes } from "../../exit-codes.ts";
import { writeAll } from "../../publish/generate.ts";
import { staleFiles } from "../../publish/stale.ts";
import { warn } from "../../warn.ts";
import { workspaceRoot } from "../../workspace.ts";
import { speak } from "../output/speak.ts";

/** Writes everything that follows from the measurements, or with `check` says what of it is not as it would be written. */
export async function writeReports(check: boolean): Promise<void> {
  if (!check) {
    const { written, untold } = await writeAll(workspaceRoot);
    for (const path of written) speak(`wrote ${path}`);
    if (written.length === 0) speak("everything was up to date");
    for (const { path, why } of untold) warn(`untold: ${path}: ${why}`);
    process.exitCode = untold.length > 0 ? exitCodes.failed : exitCodes.ok;
    return;
  }
  const stale = await staleFiles(workspaceRoot);
  for (const { path, problem, detail } of stale) speak(`${problem}: ${path}: ${detail}`);
  if (stale.length === 0) speak("reports and README agree with their measurements");
  process.exitCode = stale.length > 0 ? exitCodes.failed : exitCodes.ok;
}
