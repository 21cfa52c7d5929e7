// Everything generated in the repository, from the measurements alone: written by `report`, compared by `report --check`.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dispatchTable, type Result, readResult, resultJsonSchema, writeWhole } from "@widthwise/measure";
import { isStudy } from "../measuring/jobs/study.ts";
import { reportHtml } from "../page/html.ts";
import { reportMarkdown } from "../page/markdown.ts";
import { isStructures } from "../telling/series.ts";
import { type Entry, reportsReadme } from "./index-page.ts";
import { reportSvgs } from "./plots.ts";
import { questionsPage } from "./questions-page.ts";
import { readmeBlocks } from "./readme-blocks.ts";
import { brokenSeals, sealName } from "./seal.ts";
import { spliceReadme } from "./splice.ts";
import { verifyDerived } from "./verify-derived.ts";

/** Files of a report folder that measuring writes; all others are generated. */
const measured = new Set(["result.json", "samples.jsonl.gz", sealName]);

export interface Stale {
  /** below the root, with "/" */
  readonly path: string;
  readonly problem: "stale" | "missing" | "superfluous" | "altered";
  readonly detail: string;
}

/** Every result below reports/, in order of its folder. */
export function publishedEntries(root: string): Entry[] {
  const reports = join(root, "reports");
  if (!existsSync(reports)) return [];
  return foldersOf(reports).flatMap((machine) =>
    foldersOf(join(reports, machine)).flatMap((run) => {
      const path = join(reports, machine, run, "result.json");
      return existsSync(path) ? [{ folder: `${machine}/${run}`, result: readResult(path) }] : [];
    }),
  );
}

function foldersOf(path: string): string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** What is generated from one result, by file name. */
export async function generateFolder(result: Result): Promise<Map<string, string>> {
  const svgs = await reportSvgs(result);
  const dispatch = `${JSON.stringify(dispatchTable(result.cells), null, 1)}\n`;
  return new Map([
    ["result.md", reportMarkdown(result)],
    ["index.html", reportHtml(result, svgs)],
    // operations of a search are no alternatives to each other; cells of a study differ in more than algorithm and size
    ...(isStructures(result) || isStudy(result) ? [] : [["dispatch.json", dispatch] as const]),
    ...[...svgs].map(([name, svg]): [string, string] => [`${name}.svg`, svg]),
  ]);
}

/** Every generated file of the repository, by path below the root. Reads results and README.md, writes nothing. */
export async function generateAll(root: string): Promise<Map<string, string>> {
  const entries = publishedEntries(root);
  const files = new Map<string, string>();
  for (const { folder, result } of entries)
    for (const [name, content] of await generateFolder(result))
      files.set(`reports/${folder}/${name}`, content);
  files.set("reports/README.md", reportsReadme(entries));
  files.set("reports/QUESTIONS.md", questionsPage(entries));
  files.set("reports/result.schema.json", `${JSON.stringify(resultJsonSchema(), null, 1)}\n`);
  files.set("README.md", spliceReadme(readFileSync(join(root, "README.md"), "utf8"), readmeBlocks(entries)));
  return files;
}

/** Writes what has changed and gives its paths. Files that nothing generates are left for the user to remove. */
export async function writeAll(root: string): Promise<string[]> {
  const written: string[] = [];
  for (const [path, content] of await generateAll(root)) {
    if (contentOf(join(root, path)) === content) continue;
    writeWhole(join(root, path), content);
    written.push(path);
  }
  return written;
}

function contentOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

/** What does not agree with the measurements, and measurements that do not agree with themselves. */
export async function staleFiles(root: string): Promise<Stale[]> {
  const files = await generateAll(root);
  const found: Stale[] = [];
  for (const [path, content] of files) {
    const present = contentOf(join(root, path));
    if (present === undefined)
      found.push({ path, problem: "missing", detail: "write it with `npx widthwise report`" });
    else if (present !== content)
      found.push({ path, problem: "stale", detail: firstDifference(present, content) });
  }
  for (const { folder, result } of publishedEntries(root)) {
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
