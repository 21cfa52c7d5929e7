// One side of a comparison: a folder that holds the measured packages of a revision, and this program's own measuring code.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { checkOut, differsFrom } from "@widthwise/measure";
import { execa } from "execa";
import { workspaceRoot } from "../../workspace.ts";
import { differingLibraries } from "./dependencies.ts";

/** The revision cannot be measured, and why: the answer to a question about it is "invalid". */
export class Unmeasurable extends Error {
  override name = "Unmeasurable";
}

/** Measures, and is not measured: the same on both sides. */
const INSTRUMENT = ["benchmarks/src", "benchmarks/suites", "benchmarks/package.json", "packages/measure"];
/** Compiled, so that git does not hold it. */
const KERNELS = "packages/kernels";

/** What a worker of this side is started from. */
export const workerOf = (folder: string): URL =>
  pathToFileURL(join(folder, "benchmarks/src/measuring/rounds/worker.ts"));

/**
 * Fills a folder, which may not exist yet, with a commit's packages, this program's instrument, and libraries: those installed
 * here where the lock files agree, else its own. Unmeasurable where one of these cannot be had.
 */
export async function makeSide(folder: string, commit: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  try {
    checkOut(
      workspaceRoot,
      commit,
      ["packages", "benchmarks/package.json", "package.json", "package-lock.json"],
      folder,
    );
  } catch (error) {
    throw new Unmeasurable(
      `${commit.slice(0, 12)} holds no packages of this kind: ${(error as Error).message}`,
    );
  }
  await provideLibraries(folder, commit);
  for (const part of INSTRUMENT)
    cpSync(join(workspaceRoot, part), join(folder, part), {
      recursive: true,
      force: true,
      filter: (source) => !relative(workspaceRoot, source).split(/[\\/]/).includes("node_modules"),
    });
  await compile(folder, commit);
}

/** A further folder with the same content as a side that is made. */
export const copySide = (made: string, folder: string): void =>
  cpSync(made, folder, { recursive: true, verbatimSymlinks: true });

async function provideLibraries(folder: string, commit: string): Promise<void> {
  const [installed, wanted] = [workspaceRoot, folder].map((root) =>
    readFileSync(join(root, "package-lock.json"), "utf8"),
  );
  if (differingLibraries(installed, wanted).length === 0) linkLibraries(folder);
  else await run(folder, commit, "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
}

/** Links to what is installed here, but of this workspace's packages to the side's own. */
function linkLibraries(folder: string): void {
  const [from, to] = [workspaceRoot, folder].map((root) => join(root, "node_modules"));
  mkdirSync(join(to, "@widthwise"), { recursive: true });
  for (const name of readdirSync(from))
    if (name !== "@widthwise" && name !== "widthwise") link(join(from, name), join(to, name));
  for (const name of readdirSync(join(folder, "packages")))
    link(join(folder, "packages", name), join(to, "@widthwise", name), true);
}

/** A link that stays within the side is relative, so that a copy of the side is whole. */
const link = (target: string, path: string, within = false): void =>
  symlinkSync(within ? relative(dirname(path), target) : target, path, "junction");

/** Compiles the kernels, unless those compiled here are from the same sources. */
async function compile(folder: string, commit: string): Promise<void> {
  const here = join(workspaceRoot, KERNELS, "dist");
  const there = join(folder, KERNELS);
  if (!existsSync(there)) return;
  if (existsSync(here) && !differsFrom(workspaceRoot, commit, [KERNELS]))
    cpSync(here, join(there, "dist"), { recursive: true });
  else await run(there, commit, process.execPath, ["scripts/build.ts"]);
}

async function run(folder: string, commit: string, command: string, words: string[]): Promise<void> {
  const { failed, stderr, stdout } = await execa(command, words, { cwd: folder, reject: false });
  if (!failed) return;
  const said = `${stderr}\n${stdout}`.trim().split("\n").slice(-5).join("\n");
  throw new Unmeasurable(`${commit.slice(0, 12)}: ${[command, ...words].join(" ")} failed: ${said}`);
}
