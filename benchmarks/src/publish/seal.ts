// Checksums of a published measurement, written once at publishing: an edited number no longer matches.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const sealName = "SHA256SUMS";

function digest(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** The text of SHA256SUMS for files by name, as `sha256sum --check` reads it. */
export function sealText(files: ReadonlyMap<string, string | Uint8Array>): string {
  return [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, content]) => `${digest(content)}  ${name}\n`)
    .join("");
}

/** What does not match in a folder, in words; empty when all is as published. */
export function brokenSeals(folder: string): string[] {
  const path = join(folder, sealName);
  if (!existsSync(path)) return [`${sealName} is missing: was the result published by --publish?`];
  const sums = readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  const problems: string[] = [];
  const named = new Set<string>();
  for (const line of sums) {
    const [, sum, name] = /^([0-9a-f]{64}) [ *]([\w.-]+)$/.exec(line) ?? [];
    if (name === undefined) {
      problems.push(`${sealName}: cannot read ${JSON.stringify(line)}`);
      continue;
    }
    named.add(name);
    const file = join(folder, name);
    if (!existsSync(file)) problems.push(`${name} is missing`);
    else if (digest(readFileSync(file)) !== sum) problems.push(`${name} was changed after it was published`);
  }
  if (!named.has("result.json")) problems.push(`${sealName} does not name result.json`);
  return problems;
}
