// What `list` tells, against what there is.
import { globSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backendNames } from "@widthwise/backends";
import { datasets } from "@widthwise/data";
import { readResult } from "@widthwise/measure";
import { algorithms } from "@widthwise/train";
import { describe, expect, test } from "vitest";
import { suiteNames } from "../src/suites.ts";
import { workspaceRoot } from "../src/workspace.ts";
import { widthwise } from "./command.ts";
import { call } from "./in-process.ts";

const scratch = () => mkdtempSync(join(tmpdir(), "widthwise-test-"));
const cellsOf = (file: string): number => JSON.parse(readFileSync(file, "utf8")).cells.length;

describe("list", () => {
  test("tells suites with what they would run, algorithms, backends and data sets", async () => {
    const cwd = scratch();
    const { exitCode, stdout } = await call("list", ["--json", "all.json"], cwd);
    expect(exitCode).toBe(0);
    const all = JSON.parse(readFileSync(join(cwd, "all.json"), "utf8"));
    const named = (kind: string) => all[kind].map(({ name }: { name: string }) => name);
    expect(named("suites")).toEqual(suiteNames);
    expect(named("algorithms")).toEqual(Object.keys(algorithms));
    expect(named("backends")).toEqual(backendNames);
    expect(named("datasets")).toEqual(Object.keys(datasets));
    for (const name of [...suiteNames, ...Object.keys(algorithms), ...backendNames, ...Object.keys(datasets)])
      expect(stdout).toMatch(new RegExp(`^${name} `, "m"));
  });

  test("counts the cells that are run, and shows the longest published time", async () => {
    const cwd = scratch();
    await widthwise(["verify", "trivial-cells", "--quiet", "--json", "cells.json"], { cwd });
    const verified = cellsOf(join(cwd, "cells.json"));
    const counted = cellsOf(join(workspaceRoot, "benchmarks/counters.baseline.json"));
    const { stdout } = await call("list", ["suites"], cwd);
    expect(stdout).toMatch(new RegExp(`^trivial-cells +study +${verified} `, "m"));
    expect(stdout).toMatch(new RegExp(`^counters +training +${counted} `, "m"));
    const seconds = globSync("reports/*/*-cpi/result.json", { cwd: workspaceRoot }).map(
      (file) => readResult(join(workspaceRoot, file)).seconds ?? 0,
    );
    const minutes = Math.round(Math.max(...seconds) / 60);
    expect(stdout).toMatch(new RegExp(`^cpi +training .*, ${minutes} min `, "m"));
  });

  test("one kind alone", async () => {
    const { stdout } = await call("list", ["backends"], scratch());
    expect(stdout).toMatch(/^BACKENDS\n/);
    expect(stdout).not.toMatch(/SUITES|ALGORITHMS|DATA SETS/);
  });
});
