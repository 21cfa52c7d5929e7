// What a result says of where it was measured: an unknown commit with the reason, variables of the environment, cores, limits.
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readResult } from "@widthwise/measure";
import { execa } from "execa";
import { expect, test } from "vitest";
import { z } from "zod";
import { begunNow } from "../src/measuring/begun.ts";
import { RunFile } from "../src/measuring/run-file.ts";
import { trainSchema } from "../src/verbs/actions/train-schema.ts";
import { widthwise } from "./command.ts";

const folder = () => mkdtempSync(join(tmpdir(), "widthwise-test-"));
/** As in a container that mounts a repository of another user. */
const otherOwner = {
  GIT_TEST_ASSUME_DIFFERENT_OWNER: "1",
  HOME: tmpdir(),
  XDG_CONFIG_HOME: tmpdir(),
  GIT_CONFIG_SYSTEM: "/dev/null",
};
const small = ["--widths", "64", "--n", "4", "--dataset", "sphere", "--rounds", "1", "--quiet"];
const tiny = [
  "run",
  "cpi",
  "--algorithms",
  "live-gn",
  "--backends",
  "js",
  ...small,
  "--processes",
  "1",
  "--attempts",
  "1",
  "--json",
  "out.json",
];

test("a run that was begun on all cores does not go on on one of them, nor with other flags", async () => {
  const path = join(folder(), "run.jsonl");
  const open = (begun: Record<string, string>) => new RunFile(path, begun, z.object({ found: z.number() }));
  const going = { resume: true, fresh: false };
  const here = begunNow(undefined);
  open(here).add({ found: 1 });
  expect(open(here).open(going)).toEqual([{ found: 1 }]);

  const module = JSON.stringify(new URL("../src/measuring/begun.ts", import.meta.url).href);
  const script = `const { begunNow } = await import(${module}); console.log(JSON.stringify(begunNow(undefined)))`;
  const begunWith = async (program: string, ...words: string[]) => {
    const all = [...words, "--input-type=module", "--eval", script];
    return JSON.parse((await execa(program, all, { env: { NODE_OPTIONS: "" } })).stdout);
  };
  const flagged = await begunWith(process.execPath, "--no-opt");
  expect(() => open(flagged).open(going)).toThrow(/cannot go on: .*flags was .* and is .*--no-opt/);
  if (here["cores allowed"] === undefined || !/[-,]/.test(here["cores allowed"])) return;
  const [first] = here["cores allowed"].split(/[-,]/);
  const pinned = await begunWith("taskset", "-c", first, process.execPath);
  expect(() => open(pinned).open(going)).toThrow(
    new RegExp(`cores allowed was ${here["cores allowed"]} and is ${first}`),
  );
});

test("a run whose commit git does not tell says so before, in the report and in the result", {
  timeout: 120_000,
}, async () => {
  const cwd = folder();
  const { exitCode, stderr, stdout } = await widthwise(tiny, {
    cwd,
    env: { ...otherOwner, NODE_OPTIONS: "--max-semi-space-size=32" },
  });
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(
    /^warning: the result will not say which commit was measured: .*another user.*safe\.directory/m,
  );
  expect(stdout).toMatch(/The commit that was measured is not known.*another user/);
  const result = readResult(join(cwd, "out.json"));
  expect(result).toMatchObject({
    commit: "unknown",
    commitUnknown: expect.stringContaining("safe.directory"),
  });
  expect(result.runtime.environment).toMatchObject({ NODE_OPTIONS: "--max-semi-space-size=32" });
  expect(result.settings?.checkSteps).toBeGreaterThan(0);
  expect(Object.keys(result.machine.conditions ?? {})).toEqual(expect.arrayContaining(["memory limit"]));
  const [run] = readdirSync(join(cwd, ".widthwise")).filter((name) => name.endsWith("-cpi"));
  const page = readFileSync(join(cwd, ".widthwise", run, "result.md"), "utf8");
  expect(page).toContain("The commit that was measured is not known");
  expect(page).toContain("NODE_OPTIONS=--max-semi-space-size=32");
});

test("so does train, where it writes a file", { timeout: 120_000 }, async () => {
  const cwd = folder();
  const words = [
    "train",
    "--algorithm",
    "live-gn",
    "--backend",
    "js",
    "--width",
    "64",
    "--n",
    "4",
    "--steps",
    "1",
  ];
  const { stderr } = await widthwise([...words, "--dataset", "sphere", "--json", "t.json"], {
    cwd,
    env: otherOwner,
  });
  expect(stderr).toMatch(/^warning: the result will not say which commit was measured/m);
  const file = trainSchema.parse(JSON.parse(readFileSync(join(cwd, "t.json"), "utf8")));
  expect(file).toMatchObject({ commit: "unknown", commitUnknown: expect.stringContaining("another user") });
});
