// How commands end badly: what the system refuses is one message and exit 2, a fault of the program one line and exit 5, never a stack.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { endingOf } from "../src/ending.ts";
import { exitCodes } from "../src/exit-codes.ts";
import { writeAll } from "../src/publish/generate.ts";
import { commandFile } from "../src/workspace.ts";

const scratches = mkdtempSync(join(tmpdir(), "widthwise-ending-"));
afterAll(() => rmSync(scratches, { recursive: true }));
const scratch = () => mkdtempSync(join(scratches, "one-"));

const refusalBy = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was refused");
};

describe("a fault of the program", () => {
  const fault = new TypeError("x is\n  not a function");

  test("is one line with where to report it", async () => {
    const { message, exitCode } = await endingOf(fault);
    expect(exitCode).toBe(exitCodes.internal);
    expect(message).toMatch(/^internal error: TypeError: x is not a function: please report .*$/);
    expect(message).toContain("please report the command and this line to the maintainers");
  });

  test("shows its stack where WIDTHWISE_DEBUG is 1", async () => {
    vi.stubEnv("WIDTHWISE_DEBUG", "1");
    onTestFinished(() => void vi.unstubAllEnvs());
    expect((await endingOf(fault)).message).toMatch(/\n\s+at .*ending\.test\.ts/);
  });

  test.each([
    ["text", "text"],
    ["nothing", undefined],
    ["null", null],
    ["a long text", "x".repeat(1e6)],
    ["a missing file of the installation", refusalBy(() => readFileSync("/nowhere/kernels.wasm"))],
  ])("whatever is thrown: %s", async (_, thrown) => {
    const { message, exitCode } = await endingOf(thrown);
    expect(exitCode).toBe(exitCodes.internal);
    expect(message).toMatch(/^internal error: .{0,800}$/);
  });
});

test.each([
  [
    "a full device",
    () => writeFileSync("/dev/full", "x"),
    /cannot write .*: no space left on device; make room/,
  ],
  [
    "a folder in place of a file",
    () => readFileSync("/tmp"),
    /cannot read .*: illegal operation on a directory/,
  ],
  ["a folder below a file", () => mkdirSync("/dev/null/x"), /cannot mkdir \/dev\/null\/x: not a directory/],
])("%s is the system's word and not a fault", async (_, act, said) => {
  const { message, exitCode } = await endingOf(refusalBy(act));
  expect(message).toMatch(said);
  expect(exitCode).toBe(exitCodes.usage);
});

test("a report that cannot be written names the file", async () => {
  const root = scratch();
  const blocks = ["headline", "questions", "suites"].map(
    (name) => `<!-- widthwise:${name} begin -->\n<!-- widthwise:${name} end -->\n`,
  );
  writeFileSync(join(root, "README.md"), blocks.join("\n"));
  writeFileSync(join(root, "reports"), "a file");
  const { message, exitCode } = await writeAll(root).then(() => undefined as never, endingOf);
  expect(message).toMatch(/reports.*: not a directory/);
  expect(exitCode).toBe(exitCodes.usage);
});

/** The command line in a shell that first does `before`; standard output goes to `out`. */
async function command(words: readonly string[], { before = "true", out = "", env = {}, cwd = scratch() }) {
  const { exitCode, stderr } = await execa(
    "bash",
    [
      "-c",
      `${before}; exec "$0" "$@"${out === "" ? "" : ` > ${out}`}`,
      process.execPath,
      commandFile,
      ...words,
    ],
    { cwd, env, reject: false },
  );
  return { exitCode, stderr, cwd };
}

const train = "train --dataset sphere --n 4 --width 64 --steps 2 --json out.json".split(" ");

describe("whole commands", { concurrent: true }, () => {
  test("standard output on a full device: said once, and what was measured is written", async () => {
    const { exitCode, stderr, cwd } = await command([...train, "--quiet"], { out: "/dev/full" });
    expect(stderr).toMatch(/^widthwise: cannot write standard output: no space left on device; [^\n]*$/);
    expect(exitCode).toBe(exitCodes.usage);
    expect(JSON.parse(readFileSync(join(cwd, "out.json"), "utf8")).runs).toHaveLength(1);
  });

  test.each(["--help", "list backends"])("%s on a full device", async (words) => {
    const { exitCode, stderr } = await command(words.split(" "), { out: "/dev/full" });
    expect(stderr).toMatch(/^widthwise: cannot write standard output: [^\n]*$/);
    expect(exitCode).toBe(exitCodes.usage);
  });

  test("standard error on a full device: the command does its work", async () => {
    const { exitCode, cwd } = await command(train, { out: "out.txt 2> /dev/full" });
    expect(exitCode).toBe(exitCodes.ok);
    expect(readdirSync(cwd).sort()).toEqual(["out.json", "out.txt"]);
  });

  test("verify needs no TMPDIR", async () => {
    const words = "verify trivial-cells --set cells=2 --quiet".split(" ");
    const { exitCode, stderr } = await command(words, { env: { TMPDIR: "/nowhere/x" } });
    expect(stderr).toBe("");
    expect(exitCode).toBe(exitCodes.ok);
  });

  test.each([
    ["run", "run trivial-cells --set cells=2 --output out"],
    [
      "run in rounds",
      "run cpi --backends wasm --algorithms dense-gd --dataset sphere --widths 64 --n 4 --rounds 6 --processes 1 --attempts 1 --budget 1 --output out",
    ],
    ["sweep", "sweep trivial-cells --set cells=2 --output out"],
    ["train", train.join(" ")],
    ["verify", "verify trivial-cells --set cells=2 --json out.json"],
  ])("%s where no file can grow, as on a full disk", async (_, words) => {
    const { exitCode, stderr, cwd } = await command([...words.split(" "), "--quiet"], {
      before: "ulimit -f 0",
    });
    expect(stderr).toMatch(/^widthwise: cannot write [^\n]*\/[^\n]*: file too large; [^\n]*$/);
    expect(exitCode).toBe(exitCodes.usage);
    // nothing half-written under the name of a result
    expect(readdirSync(cwd, { recursive: true }).filter((file) => /\.json/.test(String(file)))).toEqual([]);
  });
});
