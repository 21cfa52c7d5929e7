// The command itself: under which Node it runs, what it loads, how it ends, and commands as text.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quoted } from "../src/command-line.ts";
import { childrenOf } from "../src/measuring/sweep/children.ts";
import { commandFile, workspaceRoot } from "../src/workspace.ts";
import { widthwise } from "./command.ts";

const scratch = () => mkdtempSync(join(tmpdir(), "widthwise-test-"));

/** A command's output, and the modules that it loads from files, by their paths below the repository. */
async function loading(...words: string[]): Promise<{ stdout: string; loaded: string[] }> {
  const list = join(scratch(), "modules");
  writeFileSync(list, "");
  const preload = join(workspaceRoot, "benchmarks/test/fixtures/list-modules.ts");
  const env = { NODE_OPTIONS: `--import=${preload}`, LOADED_MODULES: list };
  const { stdout } = await widthwise(words, { env });
  const urls = readFileSync(list, "utf8")
    .split("\n")
    .filter((url) => url.startsWith("file:"));
  return { stdout, loaded: urls.map((url) => relative(workspaceRoot, fileURLToPath(url))) };
}

describe("a Node that does not run the sources", () => {
  const oldNode = (file: string, ...words: string[]) =>
    execa(process.execPath, ["--no-strip-types", file, ...words], { reject: false });

  test("hands over to the one that is installed, with its arguments and exit code", async () => {
    const { exitCode, stderr } = await oldNode(commandFile, "gate", "--tier", "good luck");
    expect(stderr).toMatch(/unknown tier "good luck"/);
    expect(exitCode).toBe(2);
  });

  test("hands on its signals, and ends with the command", async () => {
    const running = oldNode(
      commandFile,
      "sweep",
      "trivial-cells",
      "--set",
      "milliseconds=100",
      "--output",
      scratch(),
    );
    const { pid = 0 } = running;
    let ended = false;
    void running.then(() => {
      ended = true;
    });
    while (childrenOf(pid).length === 0 && !ended) await sleep(20);
    const [started] = childrenOf(pid);
    expect(started).toBeDefined();
    running.kill("SIGTERM");
    expect((await running).exitCode).toBe(128 + constants.signals.SIGTERM);
    expect(() => process.kill(started, 0)).toThrow("ESRCH");
  });

  test("says which is accepted where none is installed: exit 2", async () => {
    const alone = join(scratch(), "widthwise.mjs");
    copyFileSync(commandFile, alone);
    const { exitCode, stdout, stderr } = await oldNode(alone, "--version");
    expect(stderr).toMatch(
      /^widthwise: this is Node v[\d.]+ without its type stripping: accepted is Node 24 or newer$/,
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  });
});

test("--version is the package's version, and loads no TypeScript", async () => {
  const { stdout, loaded } = await loading("--version");
  expect(stdout).toBe(
    JSON.parse(readFileSync(join(workspaceRoot, "benchmarks/package.json"), "utf8")).version,
  );
  expect(loaded).toEqual(["benchmarks/bin/widthwise.mjs", "benchmarks/package.json"]);
});

const verbs = "run sweep verify train compare gate merge report list doctor".split(" ");
test.concurrent.each(verbs)("%s --help shows options, and loads what declares them alone", async (verb) => {
  const { stdout, loaded } = await loading(verb, "--help");
  expect(stdout).toMatch(new RegExp(`^Usage: widthwise ${verb} \\[options\\]`));
  expect(stdout.match(/^ {2}--\w/gm)?.length).toBeGreaterThan(0);
  const declared = loaded.filter((module) => /src\/verbs\/[^/]+$/.test(module));
  expect(declared).toEqual([`benchmarks/src/verbs/${verb}.ts`]);
  const work =
    /src\/(verbs\/actions|publish|studies)\/|node_modules\/(vega|execa|@tensorflow)|backends\/src\/(?!index|registry)/;
  expect(loaded.filter((module) => work.test(module))).toEqual([]);
});

test("help VERB and VERB --help are the same, and widthwise --help names every verb", async () => {
  const [one, other, all] = await Promise.all(
    [["help", "run"], ["run", "--help"], ["--help"]].map((words) => widthwise(words)),
  );
  expect(one.stdout).toBe(other.stdout);
  for (const verb of verbs) expect(all.stdout).toMatch(new RegExp(`^  ${verb} +\\w`, "m"));
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
