// Every verb with every kind of path for each of its file options: accepted and written as promised, or refused by name with nothing written.
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readResult, writeResult } from "@widthwise/measure";
import { execa } from "execa";
import { beforeEach, describe, expect, test } from "vitest";
import { commandFile } from "../src/workspace.ts";
import { call, type VerbName } from "./in-process.ts";
import { madeResult } from "./made-result.ts";

let cwd = "";
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "widthwise-paths-"));
  writeResult(join(cwd, "result.json"), madeResult());
  const { seconds: _, ...part } = { ...madeResult(), shard: { index: 1, of: 1 } };
  writeResult(join(cwd, "part.json"), part);
});
const listing = () => readdirSync(cwd, { recursive: true, encoding: "utf8" }).sort();

/** Words that are accepted without the option that is tried. */
const verbsWithJson: readonly (readonly [VerbName, readonly string[]])[] = [
  ["run", ["kernels", "--backends", "js", "--quiet"]],
  ["run", ["basins", "--profile", "verify", "--quiet"]],
  ["sweep", ["basins", "--profile", "verify", "--quiet"]],
  ["verify", ["basins", "--quiet"]],
  ["train", ["--dataset", "sphere", "--width", "64", "--n", "8", "--quiet"]],
  ["compare", ["result.json", "result.json"]],
  ["merge", ["part.json"]],
  ["doctor", ["--quiet"]],
  ["list", ["backends"]],
];

/** Places for a result that are refused, whatever the verb. */
const refused: readonly (readonly [string, () => string])[] = [
  ["a folder", () => "."],
  ["no name", () => ""],
  ["spaces only", () => "  "],
  ["below a file", () => "result.json/x.json"],
  ["where the system has no place", () => "/proc/nowhere/x.json"],
  [
    "a pipe that nobody reads",
    () => {
      execFileSync("mkfifo", [join(cwd, "pipe")]);
      return "pipe";
    },
  ],
  [
    "a link to a folder",
    () => {
      mkdirSync(join(cwd, "folder"));
      symlinkSync("folder", join(cwd, "link"));
      return "link";
    },
  ],
];

describe.each(verbsWithJson)("%s %j --json", (verb, words) => {
  test.each(refused)("%s is refused before anything runs", async (_, made) => {
    const place = made();
    const before = listing();
    const { exitCode, message, reached } = await call(verb, [...words, "--json", place], cwd);
    expect(message).toContain(place.trim() === "" ? '"' : place);
    expect({ exitCode, reached }).toEqual({ exitCode: 2, reached: false });
    expect(listing()).toEqual(before);
  });

  const accepted: readonly (readonly [string, () => { place: string; check: (text: string) => void }])[] = [
    ["a file that is not there", () => written("out.json")],
    [
      "a file that is there",
      () => {
        writeFileSync(join(cwd, "old.json"), "old");
        return written("old.json");
      },
    ],
    ["below folders that are not there", () => written("a/b/out.json")],
    ["spaces and letters of any script", () => written("mein Ergebnis – 結果 é.json")],
    ["a link to a file", () => linked("target.json", true)],
    ["a link to nothing yet", () => linked("target.json", false)],
    [
      "a device",
      () => ({
        place: "/dev/null",
        check: () => expect(lstatSync("/dev/null").isCharacterDevice()).toBe(true),
      }),
    ],
  ];
  test.each(accepted)("%s is written, and nothing else", async (_, made) => {
    const { place, check } = made();
    const { exitCode, reached, message } = await call(verb, [...words, "--json", place], cwd);
    expect(message).toBe("");
    if (reached) return;
    expect([0, 3]).toContain(exitCode);
    check(place);
  });

  test("- leaves standard output to the result", async () => {
    const { stdout, reached } = await call(verb, [...words, "--json", "-"], cwd);
    if (!reached) expect(() => JSON.parse(stdout)).not.toThrow();
    expect(existsSync(join(cwd, "-"))).toBe(false);
  });

  function written(place: string) {
    return {
      place,
      check: () => expect(() => JSON.parse(readFileSync(join(cwd, place), "utf8"))).not.toThrow(),
    };
  }
  function linked(target: string, there: boolean) {
    if (there) writeFileSync(join(cwd, target), "old");
    symlinkSync(target, join(cwd, "link.json"));
    const check = () => {
      expect(readlinkSync(join(cwd, "link.json"))).toBe(target);
      expect(() => JSON.parse(readFileSync(join(cwd, target), "utf8"))).not.toThrow();
    };
    return { place: "link.json", check };
  }
});

test("a pipe with a reader is written into, however much it is, and stays a pipe", async () => {
  // more than a pipe holds
  const script = 'mkfifo pipe; cat pipe > got.json & "$0" "$@" --json pipe; wait';
  const words = [process.execPath, commandFile, "merge", "part.json"];
  const { stderr } = await execa("bash", ["-c", script, ...words], { cwd });
  expect(stderr).toBe("");
  expect(lstatSync(join(cwd, "pipe")).isFIFO()).toBe(true);
  const { size } = lstatSync(join(cwd, "got.json"));
  expect(size).toBeGreaterThan(2 ** 16);
  expect(readResult(join(cwd, "got.json")).cells).toHaveLength(madeResult().cells.length);
});

/** Files that are read: each verb with the words before and after the path. */
const readers: readonly (readonly [VerbName, (path: string) => string[]])[] = [
  ["compare", (path) => [path, "result.json"]],
  ["compare", (path) => ["result.json", path]],
  ["gate", (path) => [path, "--quiet"]],
  ["gate", (path) => ["result.json", "--tier", "timing", "--base", path]],
  ["gate", (path) => ["result.json", "--base", path]],
  ["merge", (path) => ["part.json", path, "--json", "out.json"]],
  ["run", (path) => ["cpi", "--backends", "js", "--dataset", "mnist", "--data-dir", path, "--quiet"]],
  ["train", (path) => ["--dataset", "mnist", "--data-dir", path, "--quiet"]],
];

/** What stands where a result or a folder of data should. */
const unreadable: readonly (readonly [string, string, (path: string) => void])[] = [
  ["nothing", "nothing-there.json", () => {}],
  ["a folder without what is looked for", "empty", (path) => mkdirSync(path)],
  ["an empty file", "empty.json", (path) => writeFileSync(path, "")],
  ["no result", "null.json", (path) => writeFileSync(path, "null")],
  ["a pipe that nobody writes to", "pipe.json", (path) => execFileSync("mkfifo", [path])],
  ["a device without an end", "/dev/zero", () => {}],
  ["a link to itself", "loop.json", (path) => symlinkSync("loop.json", path)],
  ["no name", "", () => {}],
];

describe.each(readers)("%s reads a path", (verb, words) => {
  test.each(unreadable)("%s is named, and nothing is written", { timeout: 10_000 }, async (_, path, make) => {
    make(join(cwd, path));
    const before = listing();
    const { exitCode, message, reached } = await call(verb, words(path), cwd);
    expect(message).toContain(path);
    expect([2, 4]).toContain(exitCode);
    expect(reached).toBe(false);
    expect(listing()).toEqual(before);
  });
});

test("a byte-order mark before a result is no part of it", async () => {
  const text = readFileSync(join(cwd, "result.json"), "utf8");
  writeFileSync(join(cwd, "marked.json"), `\ufeff${text}`);
  expect(readResult(join(cwd, "marked.json"))).toEqual(readResult(join(cwd, "result.json")));
  const { exitCode } = await call("compare", ["marked.json", "result.json"], cwd);
  expect([0, 3]).toContain(exitCode);
  cpSync(join(cwd, "marked.json"), join(cwd, "copy.json"));
});

describe.each(["run", "sweep"] as const)("%s --output", (verb) => {
  const words = ["basins", "--profile", "verify", "--quiet"];
  test.each([
    ["a file", () => "result.json"],
    ["below a file", () => "result.json/out"],
    ["a device", () => "/dev/null"],
    ["where the system has no place", () => "/proc/nowhere"],
    ["no name", () => ""],
  ])("%s is refused before anything runs", async (_, made) => {
    const place = made();
    const before = listing();
    const { exitCode, message, reached } = await call(verb, [...words, "--output", place], cwd);
    expect(message).toContain(place);
    expect({ exitCode, reached }).toEqual({ exitCode: 2, reached: false });
    expect(listing()).toEqual(before);
  });
  test.each(["a/b", "mit Leerzeichen – 結果", "."])("%s is accepted", async (place) => {
    expect((await call(verb, [...words, "--output", place], cwd)).reached).toBe(true);
  });
});
