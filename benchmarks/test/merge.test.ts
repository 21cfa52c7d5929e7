// Shards join into the whole that they are parts of, and mixtures are refused.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readResult } from "@widthwise/measure";
import { expect, test } from "vitest";
import { widthwise } from "./command.ts";
import { call } from "./in-process.ts";

test("shards of one run join into the cells of the whole; mixtures are refused", {
  timeout: 600_000,
}, async () => {
  const cwd = mkdtempSync(join(tmpdir(), "widthwise-test-"));
  const grid = [
    "--algorithms",
    "dense-gn,live-gn",
    "--backends",
    "wasm",
    "--widths",
    "2^6:2^10",
    "--n",
    "32",
  ];
  const words = [
    "run",
    "cpi",
    ...grid,
    "--dataset",
    "sphere",
    "--rounds",
    "6",
    "--processes",
    "1",
    "--attempts",
    "1",
    "--budget",
    "30",
    "--quiet",
  ];
  for (const part of ["1/2", "2/2"]) {
    const { exitCode } = await widthwise([...words, "--shard", part, "--json", `${part[0]}.json`], { cwd });
    expect(exitCode).toBe(0);
  }
  const join12 = (...files: string[]) => call("merge", [...files, "--json", "whole.json"], cwd);
  expect((await join12("1.json")).message).toMatch(/shard 2 of 2 is missing/);
  expect((await join12("1.json", "1.json")).message).toMatch(/are both shard 1 of 2/);
  const altered = JSON.parse(readFileSync(join(cwd, "2.json"), "utf8"));
  writeFileSync(join(cwd, "altered.json"), JSON.stringify({ ...altered, seed: 2 }));
  const refused = await join12("1.json", "altered.json");
  expect(refused.message).toMatch(/seed is 2, but 1\.json has 1: these may not be joined/);
  expect(refused.exitCode).toBe(4);

  const conditions = { ...altered.machine.conditions, "memory limit": "1 bytes" };
  writeFileSync(
    join(cwd, "altered.json"),
    `\uFEFF${JSON.stringify({ ...altered, machine: { ...altered.machine, conditions } })}`,
  );
  const elsewhere = await join12("1.json", "altered.json");
  expect(elsewhere.message).toMatch(/memory limit is 1 bytes, but 1\.json has .*: these may not be joined/);
  expect(elsewhere.exitCode).toBe(4);

  const { exitCode } = await join12("1.json", "2.json");
  expect(exitCode).toBe(0);
  const whole = readResult(join(cwd, "whole.json"));
  expect(new Set(whole.cells.map(({ algorithm, width }) => `${algorithm} ${width}`)).size).toBe(10);
  // five widths in all, although no shard has five
  expect(whole.fits.filter(({ metric }) => metric === "iteration")).toHaveLength(2);
  expect(readResult(join(cwd, "1.json")).fits).toEqual([]);
});
