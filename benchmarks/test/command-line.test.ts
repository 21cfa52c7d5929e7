// The command itself: under which Node it runs, and commands as text.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quoted } from "../src/command-line.ts";
import { commandFile } from "../src/workspace.ts";

describe("a Node that does not run TypeScript", () => {
  const oldNode = (file: string, ...words: string[]) =>
    execa(process.execPath, ["--no-strip-types", file, ...words], { reject: false });

  test("hands over to the one that is installed, with its arguments and exit code", async () => {
    const { exitCode, stderr } = await oldNode(commandFile, "gate", "--tier", "good luck");
    expect(stderr).toMatch(/unknown tier "good luck"/);
    expect(exitCode).toBe(2);
  });

  test("says which is accepted where none is installed: exit 2", async () => {
    const alone = join(mkdtempSync(join(tmpdir(), "widthwise-test-")), "widthwise.mjs");
    copyFileSync(commandFile, alone);
    const { exitCode, stdout, stderr } = await oldNode(alone, "--version");
    expect(stderr).toMatch(/^widthwise: this is Node v[\d.]+, .*: accepted is Node 22\.18 or newer$/);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  });
});

test("a word that is quoted reaches a program as it was", () => {
  const word = fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0"));
  const awkward = fc.constantFrom(
    "",
    "a b",
    "it's",
    '"',
    "line\nend",
    "$HOME",
    "`ls`",
    "2^10:2^14:√2",
    "-x",
    "*",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(word, awkward), { minLength: 1 }), (words) => {
      const script = `printf '%s\\0' ${words.map(quoted).join(" ")}`;
      const said = execFileSync("sh", ["-c", script], { encoding: "utf8" });
      expect(said.split("\0").slice(0, -1)).toEqual(words);
    }),
    { numRuns: 30 },
  );
});
