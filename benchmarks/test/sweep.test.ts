// Sweeps: the same bytes however they ran, whatever was killed, and nothing recorded twice.
import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fillUniforms } from "@widthwise/core";
import { readResult } from "@widthwise/measure";
import { execa } from "execa";
import { beforeAll, describe, expect, test } from "vitest";
import { importedSources } from "../src/measuring/code-version.ts";
import { childrenOf } from "../src/measuring/sweep/children.ts";
import { commandFile, workspaceRoot } from "../src/workspace.ts";
import { widthwise } from "./command.ts";
import { call } from "./in-process.ts";

const scratch = () => mkdtempSync(join(tmpdir(), "widthwise-test-"));
const WORKERS = 2;
const CELLS = 60;
const sweep = ["sweep", "trivial-cells", "--profile", "verify", "--quiet", "--json", "out.json"];
const small = [...sweep, "--set", `cells=${CELLS}`];
const slow = [...small, "--set", "milliseconds=10", "--set", "trace=trace", "--workers", String(WORKERS)];
const bytes = (cwd: string, file = "out.json") => readFileSync(join(cwd, file), "utf8");
const store = (cwd: string) => join(cwd, ".widthwise", "cells", "trivial-cells");
const linesOf = (cwd: string) => bytes(cwd, "trace").trim().split("\n").length;

/** Contents of all recorded cells by file name. */
function recorded(cwd: string): Map<string, string> {
  const names = existsSync(store(cwd)) ? readdirSync(store(cwd)) : [];
  const cells = names.filter((name) => !name.startsWith(".") && name.endsWith(".json"));
  return new Map(cells.map((name) => [name, readFileSync(join(store(cwd), name), "utf8")]));
}

/** One sweep without any fault: what every other must be equal to, byte for byte. */
const whole = scratch();
beforeAll(async () => {
  expect((await widthwise(slow, { cwd: whole })).exitCode).toBe(0);
}, 300_000);

describe("a sweep", { timeout: 300_000 }, () => {
  test("killed at random times, parent and workers: no recorded cell is lost, one cell a worker runs again", async () => {
    const cwd = scratch();
    const when = new Float64Array(2);
    fillUniforms({ seed: 5, stream: 0 }, 0, when);
    let killed = 0;
    for (const [k, share] of when.entries()) {
      const run = widthwise([...slow, "--resume"], { cwd });
      const { pid = 0 } = run;
      const target = recorded(cwd).size + 1 + Math.floor(share * 8);
      while (recorded(cwd).size < target) await sleep(2);
      const workers = childrenOf(pid);
      expect(workers).toHaveLength(WORKERS);
      // every other time the workers die first, and the parent finds others
      if (k % 2 === 0) for (const worker of workers) process.kill(worker, "SIGKILL");
      killed += k % 2 === 0 ? 2 * WORKERS : WORKERS;
      await sleep(share * 50);
      const before = recorded(cwd);
      run.kill("SIGKILL");
      await run;
      const after = recorded(cwd);
      for (const [name, content] of before) expect(after.get(name)).toBe(content);
    }
    const finished = await widthwise([...slow, "--resume"], { cwd });
    expect(finished.exitCode).toBe(0);
    expect(bytes(cwd)).toBe(bytes(whole));
    expect(recorded(cwd).size).toBe(CELLS);
    expect(linesOf(cwd)).toBeGreaterThan(CELLS);
    expect(linesOf(cwd)).toBeLessThanOrEqual(CELLS + killed);
  });

  test("in two parts, by two processes at once: the same file", async () => {
    const cwd = scratch();
    const done = await Promise.all(
      [1, 2].map((index) => widthwise([...slow, "--shard", `${index}/2`], { cwd })),
    );
    expect(done.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(done[0].stdout).toMatch(/part 1\/2: 30 cells recorded, 0 were there, 0 failed/);
    expect((await widthwise([...slow, "--resume"], { cwd })).exitCode).toBe(0);
    expect(bytes(cwd)).toBe(bytes(whole));
    expect(linesOf(cwd)).toBe(CELLS);
  });

  test("shares its cells with run and with a larger grid, but takes them only when told", async () => {
    const run = ["run", ...slow.slice(1, -2), "--resume", "--json", "run.json"];
    expect((await widthwise(run, { cwd: whole })).exitCode).toBe(0);
    expect(linesOf(whole)).toBe(CELLS);
    expect(readResult(join(whole, "run.json")).cells).toEqual(readResult(join(whole, "out.json")).cells);

    expect((await call("sweep", slow.slice(1), whole)).message).toMatch(
      /60 of 60 cells of this sweep are recorded in .*: --resume uses them, --fresh forgets them/,
    );
    const larger = [...slow, "--set", "cells=70", "--resume", "--json", "larger.json"];
    expect((await widthwise(larger, { cwd: whole })).exitCode).toBe(0);
    expect(linesOf(whole)).toBe(70);
    const fresh = [...slow, "--fresh", "--json", "fresh.json"];
    expect((await widthwise(fresh, { cwd: whole })).exitCode).toBe(0);
    expect(linesOf(whole)).toBe(70 + CELLS);
    expect(bytes(whole, "fresh.json")).toBe(bytes(whole));
  });

  test("retries what fails, says so in its status and tries again when it goes on", async () => {
    const cwd = scratch();
    const failing = [...sweep, "--set", "cells=12", "--set", "trace=trace", "--set", "failing=[3,7]"];
    const first = await widthwise([...failing, "--retries", "1"], { cwd });
    expect(first.exitCode).toBe(1);
    expect(first.stderr).toMatch(/error: nothing on js.*cell 3 fails, as asked/);
    expect(linesOf(cwd)).toBe(12 + 2);
    const status = await call("sweep", [...failing.slice(1), "--status", "--json", "status.json"], cwd);
    expect(status.stdout).toMatch(
      /trivial-cells: 10 of 12 cells recorded \(83 % of the work\), 2 failed, 0 open/,
    );
    expect(status.stdout).toMatch(/failed: nothing .*index=7: cell 7 fails, as asked/);
    expect(JSON.parse(bytes(cwd, "status.json"))).toMatchObject({ cells: 12, recorded: 10 });
    const second = await widthwise([...failing, "--retries", "0", "--resume"], { cwd });
    expect(second.exitCode).toBe(1);
    expect(linesOf(cwd)).toBe(12 + 2 + 2);
    expect(readResult(join(cwd, "out.json")).cells.filter(({ status }) => status === "ok")).toHaveLength(10);
  });

  test("as a job of Kubernetes: each index records its part", async () => {
    const cwd = scratch();
    const pods = ["--launcher", "kubernetes", "--shards", "2", "--image", "widthwise:1", "--claim", "cells"];
    const { stdout, exitCode } = await call("sweep", [...small.slice(1), ...pods, "--set", "trace="], cwd);
    expect(exitCode).toBe(0);
    expect(readdirSync(cwd)).toEqual([]);
    const { spec } = JSON.parse(stdout);
    expect(spec).toMatchObject({ completionMode: "Indexed", completions: 2 });
    const [container] = spec.template.spec.containers;
    expect(container.volumeMounts[0].mountPath).toBe("/widthwise");
    const [shell, flag, script] = container.command;
    // the image's working directory is the repository; no name that a registry could give to anybody
    expect(script).toMatch(/^exec node benchmarks\/bin\/widthwise\.mjs sweep /);
    expect(script).not.toContain("npx");
    const here = script
      .replace("node benchmarks/bin/widthwise.mjs", `'${process.execPath}' '${commandFile}'`)
      .replace("--output /widthwise", `--output '${join(cwd, ".widthwise")}'`);
    for (const index of [0, 1])
      await execa(shell, [flag, here], { cwd, env: { JOB_COMPLETION_INDEX: String(index) } });
    expect(recorded(cwd).size).toBe(CELLS);
  });
});

const bad: [string, string[], RegExp][] = [
  ["a suite of paired rounds", ["sweep", "cpi"], /cpi measures time in paired rounds and is no sweep/],
  [
    "a study that measures time",
    ["sweep", "time-to-loss"],
    /time-to-loss measures time, which needs the machine/,
  ],
  ["an unknown study", ["sweep", "phase"], /unknown suite "phase": did you mean/],
  [
    "an unknown launcher",
    [...small, "--launcher", "slrum"],
    /unknown launcher "slrum": did you mean slurm\?/,
  ],
  [
    "parts without a cluster",
    [...small, "--shards", "4"],
    /--shards is for --launcher slurm or kubernetes, not for local/,
  ],
  ["no workers", [...small, "--workers", "0"], /--workers is "0": accepted are whole numbers or 2\^k from 1/],
  ["a negative number of retries", [...small, "--retries", "-1"], /--retries is "-1"/],
  ["too many parts", [...small, "--launcher", "slurm", "--shards", "1001"], /--shards is "1001"/],
  ["a part that is none", [...small, "--shard", "0/2"], /--shard is "0\/2"/],
  ["both ways to begin", [...small, "--resume", "--fresh"], /--resume' cannot be used with option '--fresh/],
  ["pods without an image", [...small, "--launcher", "kubernetes"], /needs --image .* and --claim/],
];

describe("bad input to a sweep: exit 2, one message, nothing written", () => {
  test.each(bad)("%s", async (_, words, message) => {
    const cwd = scratch();
    const { exitCode, message: said, reached } = await call("sweep", words.slice(1), cwd);
    expect(said).toMatch(message);
    expect({ exitCode, reached, written: readdirSync(cwd) }).toEqual({
      exitCode: 2,
      reached: false,
      written: [],
    });
  });

  test("Slurm's commands are not there", { timeout: 60_000 }, async () => {
    const cwd = scratch();
    const path = mkdtempSync(join(tmpdir(), "widthwise-empty-"));
    const words = [...small, "--launcher", "slurm"];
    const { exitCode, stderr } = await widthwise(words, { cwd, env: { PATH: path } });
    expect(stderr).toMatch(/scontrol is not here: install Slurm's commands .*scripts\/test-slurm\.sh/);
    expect({ exitCode, written: readdirSync(cwd) }).toEqual({ exitCode: 2, written: [] });
  });
});

test("a cell's code is what its run.ts reaches: not its plots, not another study", () => {
  const studies = join(workspaceRoot, "benchmarks/src/studies");
  const sources = [...importedSources(join(studies, "phase-diagram/run.ts"))];
  expect(sources).toContain(join(workspaceRoot, "packages/dynamics/src/student-teacher.ts"));
  expect(sources).toContain(join(workspaceRoot, "packages/core/src/philox.ts"));
  expect(sources.filter((file) => /plots|answers|sparsity|minimal-model\/run/.test(file))).toEqual([]);
  const kernels = importedSources(join(workspaceRoot, "packages/kernels/src/index.ts"));
  expect(kernels).toContain(join(workspaceRoot, "packages/kernels/src/worker.ts"));
});
