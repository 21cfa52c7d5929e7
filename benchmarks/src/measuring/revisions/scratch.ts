// A temporary folder that goes however its command ends, and the words that an interrupted command leaves.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { UsageError } from "../../exit-codes.ts";

const prefix = "widthwise-revisions-";

/** The process that a folder belongs to is gone; a pid that another process has now keeps it for a while. */
function isLeft(name: string): boolean {
  const pid = Number(name.slice(prefix.length).split("-")[0]);
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

/**
 * A new folder, removed when this process exits or is interrupted, which then says `farewell`; of one that was killed, by the next that
 * asks. UsageError where the system has no place for one.
 */
export function scratchFolder(farewell: string): string {
  const parent = tmpdir();
  const remove = (folder: string) => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    for (const name of readdirSync(parent))
      if (name.startsWith(prefix) && isLeft(name)) remove(join(parent, name));
    const folder = mkdtempSync(join(parent, `${prefix}${process.pid}-`));
    process.once("exit", () => remove(folder));
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.once(signal, () => {
        process.stderr.write(`\n${farewell}\n`);
        process.exit(128 + constants.signals[signal]);
      });
    return folder;
  } catch (error) {
    const why = (error as Error).message.replace(/, (mkdtemp|scandir).*/, "");
    throw new UsageError(
      `no temporary folder can be made in ${JSON.stringify(parent)}: ${why}; set TMPDIR to a folder that can be written`,
    );
  }
}
