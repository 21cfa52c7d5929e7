// A command that ends, however it ends, takes its workers along and leaves no temporary folder.
import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { expect, test } from "vitest";
import { processorTicks } from "../src/measuring/process/processor-time.ts";
import { childrenOf } from "../src/measuring/sweep/children.ts";
import { commandFile } from "../src/workspace.ts";
import { widthwise } from "./command.ts";

const END_MS = 10_000;

/** The processes below one, once there are any. */
async function childrenInTime(pid: number): Promise<number[]> {
  const end = performance.now() + 60_000;
  let children = childrenOf(pid);
  for (; children.length === 0 && performance.now() < end; children = childrenOf(pid)) await sleep(50);
  return children;
}

/** Of `pids`, those that are there when time is up. */
async function leftOf(pids: readonly number[]): Promise<number[]> {
  const end = performance.now() + END_MS;
  const there = () => pids.filter((pid) => processorTicks(pid) !== undefined);
  while (there().length > 0 && performance.now() < end) await sleep(20);
  return there();
}

const long =
  "train --algorithm dense-gn --backend js --width 4096 --n 64 --steps 100000 --dataset sphere --quiet".split(
    " ",
  );

test("kill -9 of train ends its worker", { timeout: 120_000 }, async () => {
  const command = widthwise(long);
  const workers = await childrenInTime(command.pid ?? 0);
  await sleep(500);
  command.kill("SIGKILL");
  await command;
  expect(workers).toHaveLength(1);
  expect(await leftOf(workers)).toEqual([]);
});

test("kill -9 ends a worker that is only being loaded", { timeout: 120_000 }, async () => {
  const [module, fixture] = ["../src/measuring/process/measuring-process.ts", "fixtures/never-loads.ts"].map(
    (path) => new URL(path, import.meta.url).href,
  );
  const parent = execa(
    process.execPath,
    [
      "--input-type=module",
      "--eval",
      `import { MeasuringProcess } from ${JSON.stringify(module)};
       new MeasuringProcess(new URL(${JSON.stringify(fixture)}));`,
    ],
    { reject: false },
  );
  const workers = await childrenInTime(parent.pid ?? 0);
  // its guard stands beside it
  expect(await childrenInTime(workers[0])).toHaveLength(1);
  parent.kill("SIGKILL");
  await parent;
  expect(workers).toHaveLength(1);
  expect(await leftOf(workers)).toEqual([]);
});

test("the end of the shell that npx starts it by ends the command and its worker", {
  timeout: 120_000,
}, async () => {
  const shell = execa("sh", ["-c", '"$@"; true', "sh", process.execPath, commandFile, ...long], {
    env: { npm_command: "exec" },
    reject: false,
  });
  const [command] = await childrenInTime(shell.pid ?? 0);
  const workers = await childrenInTime(command);
  // npm hands its signal to the shell, which passes none on
  shell.kill("SIGTERM");
  expect(workers).toHaveLength(1);
  expect(await leftOf([command, ...workers])).toEqual([]);
});

test.each([[["verify", "cpi", "--backends", "js", "--quiet"]], [["gate", "--quiet"]]])(
  "%j that is interrupted leaves no temporary folder",
  { timeout: 120_000 },
  async (words) => {
    const temporary = mkdtempSync(join(tmpdir(), "widthwise-test-"));
    const command = widthwise(words, { env: { TMPDIR: temporary } });
    const workers = await childrenInTime(command.pid ?? 0);
    await sleep(300);
    command.kill("SIGTERM");
    await command;
    expect(await leftOf(workers)).toEqual([]);
    expect(readdirSync(temporary)).toEqual([]);
  },
);
