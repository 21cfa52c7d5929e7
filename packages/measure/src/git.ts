// Git, as it is asked here: what it prints or, where it does not answer, what is the matter and what to do.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Git gave no answer: the message says why, and what to do where something can be done. */
export class GitError extends Error {
  override name = "GitError";
}

/** What git's own words mean for somebody who measures. */
function explain(error: NodeJS.ErrnoException & { stderr?: string }, directory: string): string {
  if (!existsSync(directory)) return "there is no such folder";
  if (error.code === "ENOENT") return "git is not installed: install it";
  const said = (error.stderr ?? error.message).trim();
  // such as a folder that is mounted into a container
  if (/dubious ownership/.test(said))
    return 'the repository belongs to another user, and git reads none such: in its folder run git config --global --add safe.directory "$PWD"';
  if (/not a git repository/.test(said)) return "this is no git repository: measure in a clone";
  if (/unknown revision|Needed a single revision|ambiguous argument 'HEAD'/.test(said))
    return "there is no such revision";
  return said.split("\n")[0].replace(/^fatal: /, "");
}

/** What `git WORDS` prints in a directory. GitError. */
const git = (directory: string, ...words: string[]): string => gitWith({}, directory, ...words);

/** The same with variables of its own. */
function gitWith(variables: Record<string, string>, directory: string, ...words: string[]): string {
  try {
    return execFileSync("git", words, {
      cwd: directory,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      maxBuffer: 2 ** 28,
      env: { ...process.env, ...variables, LC_ALL: "C" },
    });
  } catch (error) {
    throw new GitError(explain(error as NodeJS.ErrnoException, directory));
  }
}

/** A commit, and whether tracked files differ from it. */
export interface Commit {
  readonly commit: string;
  readonly dirty: boolean;
  /** why the commit is "unknown", and what to do */
  readonly commitUnknown?: string;
}

/** The commit checked out at a directory; "unknown", with the reason, where git does not tell it. */
export function commitOf(directory: string): Commit {
  try {
    return {
      commit: git(directory, "rev-parse", "--verify", "HEAD").trim(),
      // what is generated from measurements changes with every published run, and nothing measured depends on it
      dirty:
        git(
          directory,
          "status",
          "--porcelain",
          "--untracked-files=no",
          "--",
          ":!reports",
          ":!README.md",
        ).trim() !== "",
    };
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    return { commit: "unknown", dirty: false, commitUnknown: error.message };
  }
}

/** The full name of the commit that a revision names: a branch, a tag, `HEAD~3`. GitError. */
export function commitAt(directory: string, revision: string): string {
  // git would take it for one of its options
  if (revision.startsWith("-")) throw new GitError("there is no such revision");
  try {
    return git(directory, "rev-parse", "--verify", `${revision}^{commit}`).trim();
  } catch (error) {
    if (!(error instanceof GitError) || !isShallow(directory)) throw error;
    throw new GitError(
      "there is no such revision in this clone, which is shallow: git fetch --unshallow brings the others (GitHub Actions: fetch-depth: 0)",
    );
  }
}

function isShallow(directory: string): boolean {
  try {
    return git(directory, "rev-parse", "--is-shallow-repository").trim() === "true";
  } catch {
    return false;
  }
}

/** Files below a folder at a commit, with paths relative to the directory. GitError. */
export const filesAt = (directory: string, commit: string, folder: string): string[] =>
  git(directory, "ls-tree", "-r", "-z", "--name-only", commit, "--", folder)
    .split("\0")
    .filter((path) => path !== "");

/** A file's text at a commit, its path relative to the directory. GitError. */
export const textAt = (directory: string, commit: string, path: string): string =>
  git(directory, "show", `${commit}:./${path}`);

/** Do files below `paths` differ between a commit and what lies in the directory now, tracked files only? GitError. */
export const differsFrom = (directory: string, commit: string, paths: readonly string[]): boolean =>
  git(directory, "diff", "--name-only", commit, "--", ...paths).trim() !== "";

/**
 * A commit that holds what tracked files say now: the one that is checked out where nothing differs, else one that no branch
 * knows. The directory stays as it is. GitError.
 */
export const commitOfNow = (directory: string): string =>
  git(directory, "stash", "create").trim() || commitAt(directory, "HEAD");

/**
 * Writes what lies below `paths` at a commit into a folder that exists; the directory and its index stay as they are.
 * Line ends are those of the repository. GitError.
 */
export function checkOut(directory: string, commit: string, paths: readonly string[], folder: string): void {
  const index = `${folder}.index`;
  const place = {
    GIT_DIR: git(directory, "rev-parse", "--absolute-git-dir").trim(),
    GIT_WORK_TREE: folder,
    GIT_INDEX_FILE: index,
  };
  try {
    gitWith(
      place,
      folder,
      "-c",
      "core.autocrlf=false",
      "checkout",
      "--quiet",
      "--force",
      commit,
      "--",
      ...paths,
    );
  } finally {
    rmSync(index, { force: true });
  }
}

/**
 * A commit after another in which files hold these texts, by their paths from the repository's root; no branch knows it, and the directory
 * stays as it is. GitError.
 */
export function commitWith(
  directory: string,
  commit: string,
  texts: ReadonlyMap<string, string>,
  title: string,
): string {
  const folder = mkdtempSync(join(tmpdir(), "widthwise-commit-"));
  const who = Object.fromEntries(
    ["AUTHOR", "COMMITTER"].flatMap((role) => [
      [`GIT_${role}_NAME`, "widthwise"],
      [`GIT_${role}_EMAIL`, "widthwise@localhost"],
    ]),
  );
  try {
    const variables = { ...who, GIT_INDEX_FILE: join(folder, "index") };
    gitWith(variables, directory, "read-tree", commit);
    for (const [path, text] of texts) {
      const file = join(folder, "text");
      writeFileSync(file, text);
      const blob = git(directory, "hash-object", "-w", "--no-filters", file).trim();
      gitWith(variables, directory, "update-index", "--add", "--cacheinfo", `100644,${blob},${path}`);
    }
    const tree = gitWith(variables, directory, "write-tree").trim();
    return gitWith(variables, directory, "commit-tree", tree, "-p", commit, "-m", title).trim();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
