// Results by file or by git revision.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeMachine, type Result, readResult } from "@widthwise/measure";
import { UsageError } from "../../exit-codes.ts";
import { workspaceRoot } from "../../workspace.ts";

/** A result from a file, or the newest one of this machine and suite that was published at a git revision. */
export function resultOf(source: string, suite: string): Result {
  if (existsSync(source) || source.endsWith(".json")) return readResult(source);
  const git = (...words: string[]) =>
    execFileSync("git", words, {
      cwd: workspaceRoot,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      maxBuffer: 2 ** 28,
    });
  let files: string[];
  try {
    files = git("ls-tree", "-r", "--name-only", source, "reports").split("\n");
  } catch {
    throw new UsageError(`${JSON.stringify(source)} is neither a result file nor a git revision`);
  }
  const { id } = describeMachine();
  const found = files
    .filter((file) => file.startsWith(`reports/${id}/`) && file.endsWith(`-${suite}/result.json`))
    .sort()
    .at(-1);
  if (found === undefined)
    throw new UsageError(`revision ${source} holds no published result of suite ${suite} for machine ${id}`);
  const scratch = mkdtempSync(join(tmpdir(), "widthwise-"));
  try {
    const copy = join(scratch, "result.json");
    writeFileSync(copy, git("show", `${source}:${found}`));
    return readResult(copy);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
