// Everything generated in the repository, from the measurements alone.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dispatchTable, resultJsonSchema, writeWhole } from "@widthwise/measure";
import { UsageError } from "../exit-codes.ts";
import { printPage } from "../page/html.ts";
import { renderSvg } from "../page/plots/render.ts";
import { kindOf } from "../suites.ts";
import { type Entry, publishedEntries, resultPath } from "./entries.ts";
import { generatedPage } from "./generated.ts";
import { reportsReadme } from "./index-page.ts";
import { methodologyBlocks } from "./methodology-blocks.ts";
import { questionsPage } from "./questions-page.ts";
import { readmeBlocks } from "./readme-blocks.ts";
import { reportBlocks } from "./report-blocks.ts";
import { spliceReadme } from "./splice.ts";
import type { Tellable } from "./tellable.ts";
import { attempt, type Untold } from "./untold.ts";

/** What is generated from one result, by file name. */
export async function generateFolder(told: Tellable): Promise<Map<string, string>> {
  const { result, measured, tell } = told;
  const blocks = reportBlocks(told);
  const svgs = new Map<string, string>();
  for (const { name, spec } of tell.plots(result)) svgs.set(name, await renderSvg(name, spec));
  const dispatch = `${JSON.stringify(dispatchTable(measured.cells), null, 1)}\n`;
  const kind = kindOf(result);
  return new Map([
    ["result.md", generatedPage(blocks, "result.json")],
    ["index.html", printPage(blocks, svgs)],
    // operations of a search are no alternatives to each other; cells of a study differ in more than algorithm and size
    ...(kind === "structures" || kind === "study" ? [] : [["dispatch.json", dispatch] as const]),
    ...[...svgs].map(([name, svg]): [string, string] => [`${name}.svg`, svg]),
  ]);
}

export interface Generated {
  /** by path below the root */
  readonly files: ReadonlyMap<string, string>;
  /** the results that these files tell */
  readonly told: readonly Entry[];
  readonly untold: readonly Untold[];
}

/** Every generated file of the repository, but for those that cannot be made. Reads results and what is written by hand, writes nothing. */
export async function generateAll(root: string): Promise<Generated> {
  const { entries, untold } = await publishedEntries(root);
  const files = new Map<string, string>();
  const told: Entry[] = [];
  for (const entry of entries) {
    const { folder, result, tell } = entry;
    const pages = await attempt(resultPath(folder), untold, async () => {
      // what the lists of all results take from it
      tell.headline(result);
      tell.answers(result);
      return generateFolder(entry);
    });
    if (pages === undefined) continue;
    told.push(entry);
    for (const [name, content] of pages) files.set(`reports/${folder}/${name}`, content);
  }
  const methodology = contentOf(join(root, "METHODOLOGY.md"));
  const lists: readonly (readonly [path: string, make: () => string])[] = [
    ["reports/README.md", () => reportsReadme(told, untold)],
    ["reports/QUESTIONS.md", () => questionsPage(told)],
    ["reports/result.schema.json", () => `${JSON.stringify(resultJsonSchema(), null, 1)}\n`],
    ["README.md", () => spliceReadme(readmeOf(root), readmeBlocks(told))],
    // results elsewhere have no page about method
    ...(methodology === undefined
      ? []
      : [["METHODOLOGY.md", () => spliceReadme(methodology, methodologyBlocks(told))] as const]),
  ];
  for (const [path, make] of lists) {
    const content = await attempt(path, untold, make);
    if (content !== undefined) files.set(path, content);
  }
  return { files, told, untold };
}

/** Writes what has changed and gives its paths. Files that nothing generates are left for the user to remove. */
export async function writeAll(root: string): Promise<{ written: string[]; untold: readonly Untold[] }> {
  const { files, untold } = await generateAll(root);
  const written = [...files].filter(([path, content]) => contentOf(join(root, path)) !== content);
  for (const [path, content] of written) writeWhole(join(root, path), content);
  return { written: written.map(([path]) => path), untold };
}

function readmeOf(root: string): string {
  const text = contentOf(join(root, "README.md"));
  if (text === undefined) throw new UsageError("README.md is missing: put it back");
  return text;
}

/** Undefined where there is no such file. */
export function contentOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
