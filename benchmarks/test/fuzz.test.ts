// Inputs that nobody meant, made by a seed: command lines, results, data files. None ends in a stack, hangs, or writes outside.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataError } from "@widthwise/data";
import { InvalidResult, parseResult, readCounters, writeResult } from "@widthwise/measure";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseIdx } from "../../packages/data/src/idx.ts";
import { UsageError } from "../src/exit-codes.ts";
import { workspaceRoot } from "../src/workspace.ts";
import { changedJson, torn } from "./changed.ts";
import { widthwise } from "./command.ts";
import { call, type VerbName, verbNames, verbOf } from "./in-process.ts";
import { madeResult } from "./made-result.ts";

const SEED = 20261128;
const documented = [0, 1, 2, 3, 4];
const scratch = () => mkdtempSync(join(tmpdir(), "widthwise-fuzz-"));

/** Values that options take, that they nearly take, and that have broken programs before. */
const values = fc.oneof(
  fc.constantFrom(
    ...[
      "cpi",
      "basins",
      "kernels",
      "sparsity",
      "dense-gd",
      "live-gn,tree-gn",
      "wasm",
      "js,wasm",
      "2^8",
      "2^8:2^12",
    ],
    ...[
      "2^10:2^9",
      "64",
      "0",
      "-1",
      "1e9",
      "2^99",
      "NaN",
      "Infinity",
      "c=0.48",
      "b=1.5",
      "c=",
      "mnist",
      "sphere",
    ],
    ...[
      "1/2",
      "3/2",
      "quick",
      "verify",
      "full",
      "result.json",
      "-",
      "",
      " ",
      ".",
      "..",
      "/",
      "/dev/null",
      "nothing.json",
    ],
    ...[
      "__proto__",
      "constructor",
      "toString",
      "widths=2^8",
      "__proto__=1",
      "seeds=1e9",
      "a=b=c",
      "--",
      "-h",
      "--help",
    ],
    ...["'; rm -rf x", "$(x)", "\ufeff", "é".repeat(300), "2^8..2^9", "1000-4000", "all", "gpu"],
  ),
  // an argument of a process holds no zero byte
  fc.string({ maxLength: 12 }).map((text) => text.replaceAll("\0", "")),
  fc.double().map(String),
);
/** What is meant to write into the repository. */
const writers = ["--publish", "--renew"];
const names = Object.fromEntries(
  await Promise.all(
    verbNames.map(async (name) => [
      name,
      (await verbOf(name)).options.map(({ long }) => long).filter((long) => !writers.includes(long ?? "")),
    ]),
  ),
) as Record<VerbName, string[]>;
/** First words that spare a line what takes its time: to plan all suites, or to read real pictures. */
const sparing: Partial<Record<VerbName, string[]>> = {
  verify: ["basins"],
  train: ["--dataset", "sphere", "--n", "8"],
  gate: ["result.json"],
  list: ["backends"],
};
const lines = fc.constantFrom(...verbNames).chain((verb) =>
  fc
    .tuple(
      // all suites take verify seconds
      fc.nat(verb === "verify" ? 0 : 4).map((k) => (k < 4 ? (sparing[verb] ?? []) : [])),
      fc.array(
        fc.oneof(
          { weight: 2, arbitrary: values.map((value) => [value]) },
          {
            weight: 3,
            arbitrary: fc.tuple(fc.constantFrom(...names[verb]), values).map((pair) => [...pair]),
          },
          { weight: 1, arbitrary: fc.constantFrom(...names[verb]).map((name) => [name]) },
        ),
        { maxLength: 5 },
      ),
    )
    .map(([first, parts]) => ({ verb, words: [...first, ...parts.flat()] })),
);

/** A place where anything may be written, and what lies around it. */
function place() {
  const outside = scratch();
  const cwd = mkdtempSync(join(outside, "in-"));
  writeResult(join(cwd, "result.json"), madeResult());
  const around = () => readdirSync(outside).sort();
  return { cwd, around };
}

/** What a fuzzed option may not leave behind it. */
const polluted = () => Object.keys(Object.prototype).length > 0 || "widths" in {};

test("4000 command lines end with a documented code, a message, and no file outside", {
  timeout: 120_000,
}, async () => {
  const { cwd, around } = place();
  const before = { around: around(), repository: statusOf() };
  await fc.assert(
    fc.asyncProperty(lines, async ({ verb, words }) => {
      const { exitCode, message, reached } = await call(verb, [...words, "--quiet"].slice(0, 12), cwd);
      expect(documented).toContain(exitCode);
      if (exitCode === 2 && !reached) expect(message).not.toBe("");
      expect(message).not.toMatch(/\n\s+at /);
      expect(polluted()).toBe(false);
    }),
    { seed: SEED, numRuns: 4000, endOnFailure: true },
  );
  expect({ around: around(), repository: statusOf() }).toEqual(before);
});

/** What git sees of the repository's own results and suites. */
function statusOf(): string {
  const words = [
    "status",
    "--porcelain",
    "--",
    "reports",
    "benchmarks/suites",
    "benchmarks/counters.baseline.json",
  ];
  return execFileSync("git", words, { cwd: workspaceRoot, encoding: "utf8" });
}

test("100 command lines as processes of their own end alike", { timeout: 200_000 }, async () => {
  const { cwd, around } = place();
  const before = around();
  // the command itself, without a verb
  const bare = fc
    .sample(fc.array(values, { minLength: 1, maxLength: 3 }), { seed: SEED + 1, numRuns: 60 })
    .map((words) => ({ words, exitCode: undefined }));
  // and verbs, of those lines that end before anything is measured
  const refused = [];
  for (const { verb, words } of fc.sample(lines, { seed: SEED + 2, numRuns: 80 })) {
    const { exitCode } = await call(verb, words, cwd);
    if (exitCode !== 0) refused.push({ words: [verb, ...words], exitCode });
  }
  const waiting = [...bare, ...refused.slice(0, 40)];
  expect(waiting).toHaveLength(100);
  const serve = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { words, exitCode: code = expect.toBeOneOf([0, 2]) } = next;
      const { exitCode, stderr, timedOut } = await widthwise(words, { cwd, timeout: 60_000 });
      expect({ words, exitCode, timedOut }).toEqual({ words, exitCode: code, timedOut: false });
      expect(stderr).not.toMatch(/\n\s+at /);
      if (exitCode === 2) expect(stderr).not.toBe("");
    }
  };
  await Promise.all([serve(), serve()]);
  expect(around()).toEqual(before);
});

describe("results", () => {
  const text = JSON.stringify(madeResult({ widths: [256, 512, 1024, 2048, 4096] }));
  const mutated = changedJson(text);
  const cut = torn(Buffer.from(text)).map((bytes) => bytes.toString("utf8"));
  test("2900 changed results are read, or refused by name", () => {
    fc.assert(
      fc.property(fc.oneof(mutated, cut, fc.json()), (changed) => {
        try {
          parseResult("changed.json", changed);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidResult);
          expect((error as Error).message).toContain("changed.json");
        }
      }),
      { seed: SEED, numRuns: 2900 },
    );
  });
  test("200 changed results are compared, gated and merged, or refused", { timeout: 60_000 }, async () => {
    const { cwd } = place();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(mutated, cut),
        fc.constantFrom("compare", "gate", "merge"),
        async (changed, verb) => {
          writeFileSync(join(cwd, "changed.json"), changed);
          const words = {
            compare: ["changed.json", "result.json"],
            gate: ["changed.json", "--tier", "timing", "--base", "result.json"],
            merge: ["changed.json", "--json", "out.json"],
          }[verb as "compare" | "gate" | "merge"];
          const { exitCode, message } = await call(verb as VerbName, words, cwd);
          expect(documented).toContain(exitCode);
          expect(message).not.toMatch(/\n\s+at /);
        },
      ),
      { seed: SEED, numRuns: 200 },
    );
  });
  test("300 changed counter files are read, or refused by name", () => {
    const folder = scratch();
    const whole = readFileSync(join(workspaceRoot, "benchmarks/counters.baseline.json"), "utf8");
    const path = join(folder, "counters.json");
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.string({ maxLength: 8 }), fc.nat(30), (at, instead, gone) => {
        writeFileSync(path, whole.slice(0, at) + instead + whole.slice(at + gone));
        try {
          readCounters(path);
        } catch (error) {
          expect(error instanceof InvalidResult || error instanceof UsageError).toBe(true);
          expect((error as Error).message).toContain("counters.json");
        }
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});

test("1600 changed data files are read, or refused by name", () => {
  const head = Buffer.from([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0, 4]);
  const whole = Buffer.concat([head, Buffer.alloc(32, 7)]);
  const changed = fc.oneof(
    torn(whole),
    fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
  );
  fc.assert(
    fc.property(changed, (bytes) => {
      try {
        parseIdx(bytes, "images.idx");
      } catch (error) {
        expect(error).toBeInstanceOf(DataError);
        expect((error as Error).message).toContain("images.idx");
      }
    }),
    { seed: SEED, numRuns: 1600 },
  );
});
