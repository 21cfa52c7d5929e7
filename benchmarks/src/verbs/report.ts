import { Command } from "commander";
import { exitCodes } from "../exit-codes.ts";
import { workspaceRoot } from "../workspace.ts";

export function reportVerb(): Command {
  return new Command("report")
    .description("regenerate Markdown, SVG, HTML and the README's blocks from the published results")
    .option("--check", "write nothing; exit 1 when something checked in is stale or was edited", false)
    .action(report);
}

async function report(options: { check: boolean }): Promise<void> {
  const { staleFiles, writeAll } = await import("../publish/generate.ts");
  if (!options.check) {
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
