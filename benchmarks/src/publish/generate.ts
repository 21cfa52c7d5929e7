// Everything generated in the repository, from the measurements alone.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dispatchTable, type Result, resultJsonSchema, writeWhole } from "@widthwise/measure";
import { printPage } from "../page/html.ts";
import { renderSvg } from "../page/plots/render.ts";
import { kindOf } from "../suites.ts";
import type { Tell } from "../telling/tell.ts";
import { type Entry, publishedEntries } from "./entries.ts";
import { generatedPage } from "./generated.ts";
import { reportsReadme } from "./index-page.ts";
import { questionsPage } from "./questions-page.ts";
import { readmeBlocks } from "./readme-blocks.ts";
import { reportBlocks } from "./report-blocks.ts";
import { spliceReadme } from "./splice.ts";

/** What is generated from one result, by file name. */
export async function generateFolder(result: Result, tell: Tell): Promise<Map<string, string>> {
  const blocks = reportBlocks(result, tell);
  const svgs = new Map<string, string>();
  for (const { name, spec } of tell.plots(result)) svgs.set(name, await renderSvg(name, spec));
  const dispatch = `${JSON.stringify(dispatchTable(result.cells), null, 1)}\n`;
  const kind = kindOf(result);
  return new Map([
    ["result.md", generatedPage(blocks, "result.json")],
    ["index.html", printPage(blocks, svgs)],
    // operations of a search are no alternatives to each other; cells of a study differ in more than algorithm and size
    ...(kind === "structures" || kind === "study" ? [] : [["dispatch.json", dispatch] as const]),
    ...[...svgs].map(([name, svg]): [string, string] => [`${name}.svg`, svg]),
  ]);
}

/** Every generated file of the repository, by path below the root. Reads results and README.md, writes nothing. */
export async function generateAll(root: string, entries: readonly Entry[]): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const { folder, result, tell } of entries)
    for (const [name, content] of await generateFolder(result, tell))
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
  for (const [path, content] of await generateAll(root, await publishedEntries(root))) {
    if (contentOf(join(root, path)) === content) continue;
    writeWhole(join(root, path), content);
    written.push(path);
  }
  return written;
}

/** Undefined where there is no such file. */
export function contentOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
