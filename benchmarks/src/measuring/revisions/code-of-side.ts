// The code that a worker of one side may load, without comments: where two sides have the same, there is nothing to time.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import jsTokens from "js-tokens";
import { importedSources } from "../code-version.ts";
import { workerOf } from "./side.ts";

/** Words and signs of a source, each in its line: comments, indentation and empty lines are gone. */
export function withoutComments(source: string): string {
  let text = "";
  let gap = "";
  for (const { type, value } of jsTokens(source)) {
    const blank = type === "WhiteSpace" || type === "SingleLineComment";
    if (type === "LineTerminatorSequence" || (type === "MultiLineComment" && value.includes("\n")))
      gap = "\n";
    else if (blank || type === "MultiLineComment") gap ||= " ";
    else {
      text += gap + value;
      gap = "";
    }
  }
  return text.trim();
}

/** Hash of each file, by its path in the side. */
export function codeOfSide(folder: string): Map<string, string> {
  const files = new Set(importedSources(fileURLToPath(workerOf(folder)), folder));
  const compiled = join(folder, "packages/kernels/dist");
  if (existsSync(compiled))
    for (const name of readdirSync(compiled)) if (name.endsWith(".wasm")) files.add(join(compiled, name));
  return new Map(
    [...files].sort().map((file) => {
      const content = file.endsWith(".ts") ? withoutComments(readFileSync(file, "utf8")) : readFileSync(file);
      const hash = createHash("sha256").update(content).digest("hex");
      return [relative(folder, file).replaceAll("\\", "/"), hash];
    }),
  );
}

/** Files that differ, or that one side lacks. */
export function differingFiles(
  base: ReadonlyMap<string, string>,
  head: ReadonlyMap<string, string>,
): string[] {
  return [...new Set([...base.keys(), ...head.keys()])]
    .filter((file) => base.get(file) !== head.get(file))
    .sort();
}
