// What is checked in beside what the measurements give: `report --check`.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { resultPath } from "./entries.ts";
import { contentOf, generateAll } from "./generate.ts";
import { brokenSeals, sealName } from "./seal.ts";
import { attempt, type Untold } from "./untold.ts";
import { verifyDerived } from "./verify-derived.ts";

/** Files of a report folder that measuring writes; all others are generated. */
const measured = new Set(["result.json", "samples.jsonl.gz", sealName]);

export interface Stale {
  /** below the root, with "/" */
  readonly path: string;
  readonly problem: "stale" | "missing" | "superfluous" | "altered" | "untold";
  readonly detail: string;
}

/** What does not agree with the measurements, measurements that do not agree with themselves, and those that cannot be told. */
export async function staleFiles(root: string): Promise<Stale[]> {
  const { files, told, untold: unmade } = await generateAll(root);
  const found: Stale[] = [];
  for (const [path, content] of files) {
    const present = contentOf(join(root, path));
    if (present === undefined)
      found.push({ path, problem: "missing", detail: "write it with `npx widthwise report`" });
    else if (present !== content)
      found.push({ path, problem: "stale", detail: firstDifference(present, content) });
  }
  const untold = [...unmade];
  for (const { folder, measured } of told) {
    const path = resultPath(folder);
    const problems = await attempt(path, untold, () => [
      ...brokenSeals(join(root, "reports", folder)),
      ...verifyDerived(measured),
    ]);
    for (const detail of problems ?? []) found.push({ path, problem: "altered", detail });
  }
  const words = untold.map(({ path, why }): Stale => ({ path, problem: "untold", detail: why }));
  return [...found, ...words, ...superfluous(root, files, untold)];
}

/** Files that nothing generates; of a result that cannot be told nobody knows which those are. */
function superfluous(root: string, files: ReadonlyMap<string, string>, untold: readonly Untold[]): Stale[] {
  const reports = join(root, "reports");
  if (!existsSync(reports)) return [];
  const unknown = untold.map(({ path }) => path.slice(0, path.lastIndexOf("/") + 1));
  return readdirSync(reports, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) =>
      join(entry.parentPath, entry.name).slice(root.length).replaceAll("\\", "/").replace(/^\//, ""),
    )
    .filter((path) => !files.has(path) && !isMeasured(root, path))
    .filter((path) => !unknown.some((folder) => path.startsWith(folder)))
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
