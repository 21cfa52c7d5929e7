// On a real Slurm of this machine, started for the test, where it is installed.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { workspaceRoot } from "../src/workspace.ts";
import { widthwise } from "./command.ts";

const script = join(workspaceRoot, "scripts/test-slurm.sh");
const path = `${process.env.PATH}:/usr/sbin`;
const needed = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol"];
const missing = needed.filter(
  (program) => spawnSync("sh", ["-c", `command -v ${program}`], { env: { PATH: path } }).status !== 0,
);
const title =
  missing.length === 0
    ? "a sweep on Slurm"
    : `a sweep on Slurm: skipped, ${missing.join(", ")} not here; as root: bash scripts/test-slurm.sh install`;

const scratch = () => mkdtempSync(join(tmpdir(), "widthwise-test-"));

describe.skipIf(missing.length > 0)(title, { timeout: 300_000 }, () => {
  const cluster = scratch();
  const SLURM_CONF = join(cluster, "slurm.conf");
  const onSlurm = (words: readonly string[], cwd: string, conf = SLURM_CONF) =>
    widthwise([...words, "--launcher", "slurm", "--json", "out.json"], { cwd, env: { SLURM_CONF: conf } });
  beforeAll(() => {
    execFileSync("bash", [script, "start", cluster], { stdio: ["ignore", "pipe", "inherit"] });
  }, 60_000);
  afterAll(() => {
    execFileSync("bash", [script, "stop", cluster]);
  }, 60_000);

  test("gives the file that the local launcher gives", async () => {
    const [here, there] = [scratch(), scratch()];
    const words = ["sweep", "phase-diagram", "--profile", "verify"];
    expect((await widthwise([...words, "--quiet", "--json", "out.json"], { cwd: here })).exitCode).toBe(0);
    const { exitCode, stderr } = await onSlurm([...words, "--shards", "3"], there);
    expect(stderr).toMatch(/Slurm job \d+, 3 parts; submitted; scancel \d+ ends it/);
    expect(exitCode).toBe(0);
    const read = (folder: string) => readFileSync(join(folder, "out.json"), "utf8");
    expect(read(there)).toBe(read(here));
    expect(readdirSync(join(there, ".widthwise", "slurm"))).toHaveLength(3);
  });

  test("goes on while nobody waits, and is waited for again: nothing runs twice", async () => {
    const cwd = scratch();
    const cells = ["--set", "cells=12", "--set", "trace=trace"];
    const words = ["sweep", "trivial-cells", "--profile", "verify", ...cells, "--shards", "2"];
    // while the node takes no task, the array job waits
    const node = (state: string) =>
      execFileSync("scontrol", ["update", "NodeName=ALL", `State=${state}`, "Reason=test"], {
        env: { ...process.env, SLURM_CONF, PATH: path },
      });
    node("DRAIN");
    const first = onSlurm(words, cwd);
    // only what is submitted can go on
    for await (const line of first.iterable({ from: "stderr" }))
      if (/submitted/.test(line)) first.kill("SIGKILL");
    const second = onSlurm([...words, "--resume"], cwd);
    // whatever it says: a node left drained would hang the tests that follow
    second.stderr.once("data", () => node("RESUME"));
    const { exitCode, stderr } = await second;
    expect(stderr).toMatch(/Slurm job \d+, 2 parts; goes on from before/);
    expect(exitCode).toBe(0);
    expect(readFileSync(join(cwd, "trace"), "utf8").trim().split("\n")).toHaveLength(12);
  });

  test("a task that dies is started again", async () => {
    const cwd = scratch();
    const cells = ["--set", "cells=6", "--set", "milliseconds=1500", "--set", "trace=trace"];
    const running = onSlurm(
      ["sweep", "trivial-cells", "--profile", "verify", ...cells, "--shards", "1"],
      cwd,
    );
    while (!existsSync(join(cwd, "trace"))) await sleep(20);
    const env = { ...process.env, SLURM_CONF, PATH: path };
    execFileSync("scancel", ["--name=widthwise-trivial-cells"], { env });
    const { exitCode, stderr } = await running;
    expect(stderr.match(/submitted; scancel/g)).toHaveLength(2);
    expect(exitCode).toBe(0);
    // at most the cell under way a second time
    expect(readFileSync(join(cwd, "trace"), "utf8").trim().split("\n").length).toBeLessThanOrEqual(7);
  });

  const altered = (from: RegExp, to: string) => {
    const conf = join(scratch(), "slurm.conf");
    writeFileSync(conf, readFileSync(SLURM_CONF, "utf8").replace(from, to));
    return conf;
  };
  const trivial = ["sweep", "trivial-cells", "--profile", "verify", "--quiet"];
  const faults: [string, () => string, string[], RegExp][] = [
    [
      "an unknown partition",
      () => SLURM_CONF,
      ["--sbatch", "--partition=nowhere"],
      /sbatch: .*invalid partition/,
    ],
    [
      "more processors than any node has",
      () => SLURM_CONF,
      ["--workers", "512"],
      /Slurm holds job \d+: .*PENDING \(\w+\).*scancel|Slurm does not take the sweep: .*not available/,
    ],
    ["a controller that is not there", () => altered(/SlurmctldPort=\d+/, "SlurmctldPort=1"), [], /is DOWN/],
    ["no munge", () => altered(/munge\/socket/, "munge/none"), [], /Munge encode failed/],
    ["a configuration that is none", () => altered(/^[\s\S]*$/, "hello"), [], /Parse error in file/],
  ];
  test.each(faults)("%s: exit 2, with Slurm's reason and what to do", async (_, conf, words, message) => {
    const cwd = scratch();
    const { exitCode, stderr } = await onSlurm([...trivial, ...words], cwd, conf());
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(exitCode).toBe(2);
    expect(existsSync(join(cwd, "out.json"))).toBe(false);
  });
});
