import { fileURLToPath } from "node:url";
import { execa } from "execa";

const cli = fileURLToPath(new URL("../src/cli.ts", import.meta.url));

/** Runs the command line as a user would, in `cwd`. */
export function widthwise(
  words: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
) {
  return execa(process.execPath, [cli, ...words], { reject: false, ...options });
}
