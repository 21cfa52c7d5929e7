// What is read: regular files, of bounded size; and folders that cannot be made are an error, not a wait.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeFolder, parseJson, readText, writeWhole } from "../src/index.ts";

const folder = () => mkdtempSync(join(tmpdir(), "widthwise-"));
const unix = existsSync("/dev/zero");

describe("reading", () => {
  test("a text is read without its byte-order mark, whatever its length", () => {
    const path = join(folder(), "text");
    for (const text of ["", "a", "\u00e4".repeat(200_000)]) {
      writeFileSync(path, `\uFEFF${text}`);
      expect(readText(path)).toBe(text);
      writeFileSync(path, text);
      expect(readText(path)).toBe(text);
    }
    expect(parseJson("\uFEFF[1]")).toEqual([1]);
  });
  test("a file above the limit is refused, and one at the limit is not", () => {
    const path = join(folder(), "text");
    writeFileSync(path, "x".repeat(100_000));
    expect(readText(path, "text", 100_000)).toHaveLength(100_000);
    expect(() => readText(path, "text", 99_999)).toThrow(/has more than .* MiB; expected text/);
  });
  test.runIf(unix)("what is no regular file is refused at once, and named", () => {
    const pipe = join(folder(), "pipe");
    execFileSync("mkfifo", [pipe]);
    for (const [path, what] of [
      ["/dev/zero", "is a device, not a file"],
      ["/dev/null", "is a device, not a file"],
      [pipe, "is a pipe, not a file"],
      [folder(), "is a directory, not a file"],
      ["/dev/null/x", "no such file"],
    ])
      expect(() => readText(path, "a result")).toThrow(`${path}: ${what}; expected a result`);
  });
  test.runIf(existsSync("/proc/self/status"))(
    "a file that the system makes up as it is read has a text",
    () => {
      expect(readText("/proc/self/status")).toMatch(/^Name:/);
    },
  );
});

describe("folders", () => {
  test("those above are made, and one that is there is left", () => {
    const path = join(folder(), "a", "b", "c");
    makeFolder(path);
    makeFolder(path);
    expect(existsSync(path)).toBe(true);
  });
  test("a file in the way is an error", () => {
    const path = join(folder(), "file");
    writeFileSync(path, "");
    expect(() => makeFolder(path)).toThrow(/EEXIST/);
    expect(() => makeFolder(join(path, "below"))).toThrow(/EEXIST/);
  });
  test.runIf(existsSync("/proc/self"))(
    "below /proc there is no place: an error, where Node's own would never return",
    () => {
      expect(() => makeFolder("/proc/x/y")).toThrow(/ENOENT/);
      expect(() => writeWhole("/proc/x/y.json", "")).toThrow(/ENOENT/);
    },
  );
});
