// What `report` does.
import { exitCodes } from "../../exit-codes.ts";
import { writeAll } from "../../publish/generate.ts";
import { staleFiles } from "../../publish/stale.ts";
import { workspaceRoot } from "../../workspace.ts";

/** Writes everything that follows from the measurements, or with `check` says what of it is not as it would be written. */
export async function writeReports(check: boolean): Promise<void> {
  if (!check) {
    const written = await writeAll(workspaceRoot);
    for (const path of written) process.stdout.write(`wrote ${path}\n`);
    if (written.length === 0) process.stdout.write("everything was up to date\n");
    return;
  }
  const stale = await staleFiles(workspaceRoot);
  for (const { path, problem, detail } of stale) process.stdout.write(`${problem}: ${path}: ${detail}\n`);
  if (stale.length === 0) process.stdout.write("reports and README agree with their measurements\n");
  process.exitCode = stale.length > 0 ? exitCodes.failed : exitCodes.ok;
}
