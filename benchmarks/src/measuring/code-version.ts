// The code that measured: one definition, by imports, for benchmark versions, recorded cells, merging and comparing. Reports, plots and
// the command line are not part of it: they may change while measurements are kept.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { loadSuite, measuredPart } from "../suites.ts";
import { workspaceRoot } from "../workspace.ts";

/** Types change no number. */
const typesOnly = /\b(?:import|export) type\b[^;]*;/g;
/** Also workers and modules of WebAssembly, which are named by URL. */
const imported = /(?:\bfrom|\bimport|\bnew URL)\s*\(?\s*"([^"]+)"/g;

/** Every source file of the repository at `root` that `file` imports, itself included. */
export function importedSources(
  file: string,
  root = workspaceRoot,
  found = new Set<string>(),
): ReadonlySet<string> {
  // an example in a comment may name a file that is not there
  if (found.has(file) || !statSync(file, { throwIfNoEntry: false })?.isFile()) return found;
  found.add(file);
  if (!file.endsWith(".ts")) return found;
  for (const [, name] of textOf(file).replaceAll(typesOnly, "").matchAll(imported)) {
    const sibling = /^@widthwise\/([\w-]+)$/.exec(name)?.[1];
    if (sibling !== undefined) importedSources(join(root, "packages", sibling, "src/index.ts"), root, found);
    else if (name.startsWith(".")) importedSources(join(dirname(file), name), root, found);
  }
  return found;
}

/** What runs in a process that measures, and what schedules it. */
function entriesOf(study: string | undefined): string[] {
  return study === undefined
    ? ["measuring/rounds/worker.ts", "measuring/rounds/measure-suite.ts"]
    : [`studies/${study}/measure.ts`, "measuring/jobs/run-job.ts"];
}

/** All sources behind a study's cells, or behind those of suites of paired rounds. */
function sourcesOf(study: string | undefined): ReadonlySet<string> {
  const found = new Set<string>();
  for (const entry of entriesOf(study))
    importedSources(join(workspaceRoot, "benchmarks/src", entry), workspaceRoot, found);
  return found;
}

/**
 * Hash of what a suite measures and of the code that measures it: results with different ones are not compared silently. The
 * code that is measured is no part of it, so that two revisions can be compared.
 */
export function benchmarkVersion(name: string): string {
  const suite = loadSuite(name);
  const measuring = [...sourcesOf(suite.kind === "study" ? suite.study : undefined)].filter((file) =>
    /^(benchmarks|packages\/measure)\//.test(pathOf(file)),
  );
  return hashOf(measuring, JSON.stringify(measuredPart(suite))).slice(0, 16);
}

/**
 * Hash of all that recorded findings depend on, a study's or those of suites of paired rounds: measuring and measured code,
 * kernels, what is installed, and Node.
 */
export function codeVersion(study: string | undefined): string {
  const assembly = packageFile("kernels", "assembly");
  const kernels = readdirSync(assembly, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(assembly, name));
  const files = [...sourcesOf(study), ...kernels, join(workspaceRoot, "package-lock.json")];
  return hashOf(files, process.version);
}

function hashOf(files: readonly string[], first: string): string {
  const hash = createHash("sha256").update(first);
  for (const file of [...files].sort()) hash.update(pathOf(file)).update(textOf(file));
  return hash.digest("hex");
}

/** The same on every system: below the root with "/", and lines that end in "\n". */
const pathOf = (file: string) => relative(workspaceRoot, file).replaceAll("\\", "/");
const textOf = (file: string) => readFileSync(file, "utf8").replaceAll("\r\n", "\n");
const packageFile = (name: string, file: string) => join(workspaceRoot, "packages", name, file);
