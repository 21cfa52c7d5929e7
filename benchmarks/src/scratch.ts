// Temporary folders.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UsageError } from "./exit-codes.ts";

/** A new folder for whoever removes it; UsageError where the system has no place for one. */
export function scratchFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), "widthwise-"));
  } catch (error) {
    const why = (error as Error).message.replace(/, mkdtemp.*/, "");
    throw new UsageError(
      `no temporary folder can be made in ${JSON.stringify(tmpdir())}: ${why}; set TMPDIR to a folder that can be written`,
    );
  }
}
