// Results, and the baseline of counted work, by file or by git revision.
import { statSync } from "node:fs";
import { relative } from "node:path";
import {
  type CountersFile,
  commitAt,
  commitOfNow,
  describeMachine,
  filesAt,
  GitError,
  parseCounters,
  parseResult,
  type Result,
  readCounters,
  readResult,
  textAt,
} from "@widthwise/measure";
import { UsageError } from "../../exit-codes.ts";
import { workspaceRoot } from "../../workspace.ts";

/** Whatever is there and is no folder, and what is named like one of our files. */
const isFile = (source: string): boolean =>
  source.endsWith(".json") || statSync(source, { throwIfNoEntry: false })?.isDirectory() === false;

/** Asks git for what a revision holds; UsageError where it does not answer, with the reason. */
function atRevision<T>(revision: string, kind: string, ask: (commit: string) => T): T {
  try {
    return ask(commitAt(workspaceRoot, revision));
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new UsageError(
      `${JSON.stringify(revision)} is neither a ${kind} file nor a git revision: ${error.message}`,
    );
  }
}

/** The commit of a git revision, or of what the working tree holds now (`.`); UsageError. */
export function commitNamed(source: string): string {
  if (source === ".") return commitOfNow(workspaceRoot);
  if (isFile(source))
    throw new UsageError(`${source} is a file: what is measured in one run with the head is a git revision`);
  return atRevision(source, "result", (commit) => commit);
}

const published = /^reports\/([^/]+)\/\d{4}-\d\d-\d\d(?:T\d+)?-([^/]+)\/result\.json$/;

/** A result from a file, or the newest one of this machine and suite that was published at a git revision. */
export function resultOf(source: string, suite: string): Result {
  if (isFile(source)) return readResult(source);
  return atRevision(source, "result", (commit) => {
    const found = filesAt(workspaceRoot, commit, "reports").flatMap((path) => {
      const [, machine, name] = published.exec(path) ?? [];
      return name === suite ? [{ path, machine }] : [];
    });
    const { id } = describeMachine();
    const newest = found
      .filter(({ machine }) => machine === id)
      .map(({ path }) => path)
      .sort()
      .at(-1);
    if (newest === undefined) {
      const others = [...new Set(found.map(({ machine }) => machine))];
      throw new UsageError(
        `revision ${source} holds no published result of suite ${suite} for machine ${id}${others.length > 0 ? `, but for ${others.join(", ")}` : ""}: measure it there with\n  git worktree add --detach ../widthwise-base ${commit}\n  cd ../widthwise-base && npm ci && npx widthwise run ${suite} --json base.json`,
      );
    }
    return parseResult(`${source}:${newest}`, textAt(workspaceRoot, commit, newest));
  });
}

/** Counted work from a counters file, or from the one that lies at `path` at a git revision. */
export function countersOf(source: string, path: string): CountersFile {
  if (isFile(source)) return readCounters(source);
  const below = relative(workspaceRoot, path).replaceAll("\\", "/");
  return atRevision(source, "counters", (commit) => {
    if (filesAt(workspaceRoot, commit, below).length === 0)
      throw new UsageError(`revision ${source} has no ${below}: count it with npx widthwise gate --renew`);
    return parseCounters(`${source}:${below}`, textAt(workspaceRoot, commit, below));
  });
}

/** Is it a git revision, or the working tree, and no file? */
export function isRevision(source: string): boolean {
  if (source === ".") return true;
  if (isFile(source)) return false;
  try {
    commitAt(workspaceRoot, source);
    return true;
  } catch {
    return false;
  }
}
