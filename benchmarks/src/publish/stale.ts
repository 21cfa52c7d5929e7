// What is checked in beside what the measurements give: `report --check`.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { publishedEntries } from "./entries.ts";
import { contentOf, generateAll } from "./generate.ts";
import { brokenSeals, sealName } from "./seal.ts";
import { verifyDerived } from "./verify-derived.ts";

/** Files of a report folder that measuring writes; all others are generated. */
const measured = new Set(["result.json", "samples.jsonl.gz", sealName]);

export interface Stale {
  /** below the root, with "/" */
  readonly path: string;
  readonly problem: "stale" | "missing" | "superfluous" | "altered";
  readonly detail: string;
}

/** What does not agree with the measurements, and measurements that do not agree with themselves. */
export async function staleFiles(root: string): Promise<Stale[]> {
  const entries = await publishedEntries(root);
  const files = await generateAll(root, entries);
  const found: Stale[] = [];
  for (const [path, content] of files) {
    const present = contentOf(join(root, path));
    if (present === undefined)
      found.push({ path, problem: "missing", detail: "write it with `npx widthwise report`" });
    else if (present !== content)
      found.push({ path, problem: "stale", detail: firstDifference(present, content) });
  }
  for (const { folder, result } of entries) {
    const path = `reports/${folder}/result.json`;
    const problems = [...brokenSeals(join(root, "reports", folder)), ...verifyDerived(result)];
    for (const detail of problems) found.push({ path, problem: "altered", detail });
  }
  return [...found, ...superfluous(root, files)];
}

function superfluous(root: string, files: ReadonlyMap<string, string>): Stale[] {
  const reports = join(root, "reports");
  if (!existsSync(reports)) return [];
  return readdirSync(reports, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) =>
      join(entry.parentPath, entry.name).slice(root.length).replaceAll("\\", "/").replace(/^\//, ""),
    )
    .filter((path) => !files.has(path) && !isMeasured(root, path))
    .sort()
    .map((path) => ({ path, problem: "superfluous", detail: "no result generates it: remove it" }));
}

/** Belongs to a folder with a result. */
function isMeasured(root: string, path: string): boolean {
  const parts = path.split("/");
  const folder = parts.slice(0, -1).join("/");
  return parts.length === 4 && measured.has(parts[3]) && existsSync(join(root, folder, "result.json"));
}

/** The first line that differs: what a reader of the log needs. */
function firstDifference(present: string, expected: string): string {
  const [a, b] = [present.split("\n"), expected.split("\n")];
  const line = a.findIndex((text, i) => text !== b[i]);
  const at = line < 0 ? a.length : line;
  const show = (text: string | undefined) =>
    text === undefined ? "nothing" : JSON.stringify(text.slice(0, 160));
  return `line ${at + 1} is ${show(a[at])}, generated is ${show(b[at])}`;
}
