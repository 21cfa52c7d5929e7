// Commits and files at revisions, and what is said where git does not answer.
import { execFileSync } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { commitAt, commitOf, filesAt, GitError, textAt } from "../src/index.ts";

const folder = () => mkdtempSync(join(tmpdir(), "widthwise-"));
const run = (cwd: string, ...words: string[]) =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...words], {
    cwd,
    encoding: "utf8",
  }).trim();

/** A repository of two commits. */
function repository(): string {
  const root = folder();
  run(root, "init", "--quiet");
  mkdirSync(join(root, "sub", "ä b"), { recursive: true });
  for (const text of ["one", "two"]) {
    writeFileSync(join(root, "sub", "ä b", "file"), text);
    run(root, "add", ".");
    run(root, "commit", "--quiet", "-m", text);
  }
  return root;
}

/** The message of what is thrown. */
function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(GitError);
    return (error as Error).message;
  }
  throw new Error("git answered");
}

describe("a repository", () => {
  const root = repository();
  test("its commit, and whether tracked files differ", () => {
    const commit = run(root, "rev-parse", "HEAD");
    expect(commitOf(root)).toEqual({ commit, dirty: false });
    expect(commitAt(root, "HEAD")).toBe(commit);
    writeFileSync(join(root, "untracked"), "");
    expect(commitOf(root).dirty).toBe(false);
    writeFileSync(join(root, "sub", "ä b", "file"), "three");
    expect(commitOf(root).dirty).toBe(true);
  });
  test("files at a revision, also asked from a folder of it", () => {
    const before = commitAt(root, "HEAD~1");
    expect(filesAt(root, before, "sub")).toEqual(["sub/ä b/file"]);
    expect(textAt(root, before, "sub/ä b/file")).toBe("one");
    expect(filesAt(join(root, "sub"), before, "ä b")).toEqual(["ä b/file"]);
    expect(textAt(join(root, "sub"), before, "ä b/file")).toBe("one");
    expect(filesAt(root, before, "none")).toEqual([]);
  });
  test("what is no revision, and what git would take for an option", () => {
    for (const revision of ["none", "HEAD~9", "--all", "-h", "", "sub", "HEAD:sub"])
      expect(refusal(() => commitAt(root, revision))).toBe("there is no such revision");
  });
  test("a shallow clone says that it is one", () => {
    const clone = folder();
    run(clone, "clone", "--quiet", "--depth", "1", pathToFileURL(root).href, "clone");
    expect(commitOf(join(clone, "clone")).dirty).toBe(false);
    expect(refusal(() => commitAt(join(clone, "clone"), "HEAD~1"))).toMatch(/shallow: git fetch --unshallow/);
  });
});

describe("where git does not answer, the commit is unknown, and why", () => {
  const unknown = (directory: string) => {
    const { commitUnknown, ...rest } = commitOf(directory);
    expect(rest).toEqual({ commit: "unknown", dirty: false });
    return commitUnknown;
  };
  test("no repository, no folder, no commit", () => {
    expect(unknown(folder())).toMatch(/no git repository: measure in a clone/);
    expect(unknown(join(tmpdir(), "no such directory"))).toMatch(/no such folder/);
    const empty = folder();
    run(empty, "init", "--quiet");
    expect(unknown(empty)).toBe("there is no such revision");
  });
  test("no git", () => {
    const root = repository();
    const { PATH } = process.env;
    try {
      process.env.PATH = folder();
      expect(unknown(root)).toMatch(/git is not installed/);
    } finally {
      process.env.PATH = PATH;
    }
  });
  test.runIf(process.getuid?.() === 0)("a repository of another user, as in containers", () => {
    const root = repository();
    for (const path of [root, join(root, ".git")]) chownSync(path, 12345, 12345);
    const home = process.env.HOME;
    try {
      // no exceptions of whoever runs the test
      process.env.HOME = folder();
      expect(unknown(root)).toMatch(/belongs to another user.*git config --global --add safe.directory/);
      expect(refusal(() => commitAt(root, "HEAD"))).toMatch(/belongs to another user/);
    } finally {
      process.env.HOME = home;
    }
  });
});
