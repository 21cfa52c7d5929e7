// A checkout has the bytes that were committed, whatever Git does to line ends where it was made.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { workspaceRoot } from "../src/workspace.ts";

const git = (cwd: string, words: readonly string[], input?: string) =>
  execFileSync("git", words, {
    cwd,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    ...(input === undefined ? {} : { input }),
  });

test.skipIf(!existsSync(join(workspaceRoot, ".git")))(
  "a clone with core.autocrlf has every file as it was committed, byte by byte",
  () => {
    const clone = mkdtempSync(join(tmpdir(), "widthwise-"));
    onTestFinished(() => rmSync(clone, { recursive: true }));
    git(workspaceRoot, [
      "clone",
      "--quiet",
      "--shared",
      "--config",
      "core.autocrlf=true",
      workspaceRoot,
      clone,
    ]);
    // "mode hash stage<tab>path"
    const committed = git(clone, ["ls-files", "-s", "-z"])
      .split("\0")
      .filter((line) => line !== "");
    const paths = committed.map((line) => line.slice(line.indexOf("\t") + 1));
    const present = git(clone, ["hash-object", "--no-filters", "--stdin-paths"], `${paths.join("\n")}\n`);
    expect(paths.length).toBeGreaterThan(500);
    expect(paths.filter((_, k) => present.split("\n")[k] !== committed[k].split(" ")[1])).toEqual([]);
  },
);
