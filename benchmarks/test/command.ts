// The command line, run by tests as a user would.
import { execa } from "execa";
import { commandFile } from "../src/workspace.ts";

/** Runs the command line as a user would, in `cwd`. */
export function widthwise(
  words: readonly string[],
  options: { cwd?: string; env?: Record<string, string>; timeout?: number } = {},
) {
  return execa(process.execPath, [commandFile, ...words], { reject: false, ...options });
}
