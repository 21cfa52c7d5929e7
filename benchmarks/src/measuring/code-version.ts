// Which code a study's numbers come from: the sources that its run.ts reaches by imports, and the versions of what is installed.
// Plots, reports and the command line are not among them: they may change while cells are kept.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { workspaceRoot } from "../suites.ts";

/** Types change no number. */
const typesOnly = /\b(?:import|export) type\b[^;]*;/g;
/** Also workers and modules of WebAssembly, which are named by URL. */
const imported = /(?:\bfrom|\bimport|\bnew URL)\s*\(?\s*"([^"]+)"/g;

/** Every source file of this repository that `file` imports, itself included. */
export function importedSources(file: string, found = new Set<string>()): ReadonlySet<string> {
  // an example in a comment may name a file that is not there
  if (found.has(file) || !statSync(file, { throwIfNoEntry: false })?.isFile()) return found;
  found.add(file);
  if (!file.endsWith(".ts")) return found;
  for (const [, name] of readFileSync(file, "utf8").replaceAll(typesOnly, "").matchAll(imported)) {
    const sibling = /^@widthwise\/([\w-]+)$/.exec(name)?.[1];
    if (sibling !== undefined)
      importedSources(join(workspaceRoot, "packages", sibling, "src", "index.ts"), found);
    else if (name.startsWith(".")) importedSources(join(dirname(file), name), found);
  }
  return found;
}

/** Hash of the code behind a study's cells: sources, kernels, lock file and Node. */
export function codeVersion(study: string): string {
  const source = join(workspaceRoot, "benchmarks/src");
  const files = new Set([
    ...importedSources(join(source, "studies", study, "run.ts")),
    ...importedSources(join(source, "measuring/jobs/cells.ts")),
    // what a job's context gives it
    ...["backends", "data"].flatMap((name) => [
      ...importedSources(join(workspaceRoot, "packages", name, "src/index.ts")),
    ]),
    join(workspaceRoot, "package-lock.json"),
  ]);
  const assembly = join(workspaceRoot, "packages/kernels/assembly");
  for (const name of readdirSync(assembly, { recursive: true, encoding: "utf8" }))
    if (name.endsWith(".ts")) files.add(join(assembly, name));
  const hash = createHash("sha256").update(process.version);
  for (const file of [...files].sort()) hash.update(relative(workspaceRoot, file)).update(readFileSync(file));
  return hash.digest("hex");
}
