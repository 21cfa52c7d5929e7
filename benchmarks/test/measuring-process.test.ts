// Measuring processes that die, stand still or lose their parent: what was asked is answered all the same, or says why not.
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { engineFlags } from "../src/measuring/process/engine-flags.ts";
import { lastWords } from "../src/measuring/process/last-words.ts";
import { LastingProcess, MOST_DEATHS } from "../src/measuring/process/lasting-process.ts";
import { MeasuringProcess, ProcessGone } from "../src/measuring/process/measuring-process.ts";
import { processorTicks } from "../src/measuring/process/processor-time.ts";
import { childrenOf } from "../src/measuring/sweep/children.ts";
import type { MortalRequests } from "./fixtures/mortal.ts";

const module = new URL("./fixtures/mortal.ts", import.meta.url);
type Mortal = MeasuringProcess<MortalRequests>;
const start = (seconds = 60): Mortal => new MeasuringProcess(module, { seconds, from: "of this test" });

/** The one child of this process that is not among `others`. */
const childBeside = (others: readonly number[]) =>
  childrenOf(process.pid).find((pid) => !others.includes(pid)) ?? 0;

describe("a measuring process", () => {
  test("that dies says by which signal, and of what", async () => {
    await expect(start().ask("signal", "SIGBUS")).rejects.toThrow(
      /^the measuring process was ended by SIGBUS$/,
    );
    await expect(start().ask("crash", "no shared memory here")).rejects.toThrow(
      /^the measuring process ended with code 1: Error: no shared memory here$/,
    );
  });

  test("killed before it serves is an answer to whoever asks, and nothing else", async () => {
    const mortal = start();
    mortal.end();
    await expect(mortal.ask("echo", 1)).rejects.toThrow(ProcessGone);
    await expect(mortal.ask("echo", 2)).rejects.toThrow(/was ended by SIGKILL/);
  });

  test("that refuses goes on", async () => {
    const mortal = start();
    await expect(mortal.ask("refuse", "too wide")).rejects.toThrow(/^too wide$/);
    await expect(mortal.ask("echo", 3)).resolves.toBe(3);
    mortal.end();
  });

  test("that stands still is ended, one at work is not", async () => {
    await expect(start(0.6).ask("signal", "SIGSTOP")).rejects.toThrow(
      /used no processor time for 0\.6 s \(of this test\) and was ended/,
    );
    const busy = start(0.6);
    await expect(busy.ask("spin", 1500)).resolves.toBe(1500);
    busy.end();
  });

  test("ends with its parent, though its event loop never turns", async () => {
    const script = `
      import { MeasuringProcess } from ${JSON.stringify(new URL("../src/measuring/process/measuring-process.ts", import.meta.url).href)};
      const mortal = new MeasuringProcess(new URL(${JSON.stringify(module.href)}));
      await mortal.serving;
      console.log("serving");
      await mortal.ask("spin", 60_000);`;
    const parent = execa(process.execPath, ["--input-type=module", "--eval", script], { reject: false });
    await once(parent.stdout, "data");
    const [worker] = childrenOf(parent.pid ?? 0);
    await sleep(50);
    parent.kill("SIGKILL");
    const end = performance.now() + 10_000;
    while (processorTicks(worker) !== undefined && performance.now() < end) await sleep(10);
    expect(processorTicks(worker)).toBeUndefined();
  });
});

describe("a lasting process", () => {
  test("is replaced when it dies, between two questions or during one", async () => {
    const before = childrenOf(process.pid);
    const lasting = new LastingProcess<MortalRequests, Mortal>({ start });
    for (let k = 0; k < 2 * MOST_DEATHS; k++) {
      await expect(lasting.ask("idle", "echo", k)).resolves.toBe(k);
      process.kill(childBeside(before), "SIGKILL");
    }
    const asked = lasting.ask("busy", "spin", 400);
    await sleep(100);
    const victim = childBeside(before);
    if (victim !== 0) process.kill(victim, "SIGKILL");
    await expect(asked).resolves.toBe(400);
    lasting.end();
  });

  test("gives up what kills it again and again, and nothing else", async () => {
    const deaths: string[] = [];
    const lasting = new LastingProcess<MortalRequests, Mortal>({
      start,
      onDeath: (message) => deaths.push(message),
    });
    await expect(lasting.ask("deadly", "signal", "SIGSEGV")).rejects.toThrow(
      `was ended by SIGSEGV (${MOST_DEATHS} times)`,
    );
    expect(deaths).toHaveLength(MOST_DEATHS);
    await expect(lasting.ask("harmless", "echo", 5)).resolves.toBe(5);
    await expect(lasting.ask("harmless", "refuse", "no")).rejects.toThrow(/^no$/);
    lasting.end();
  });

  test("a set-up that refuses is an answer", async () => {
    const lasting = new LastingProcess<MortalRequests, Mortal>({
      start,
      setUp: (fresh) => fresh.ask("refuse", "not here"),
    });
    await expect(lasting.ask("any", "echo", 1)).rejects.toThrow(/^not here$/);
  });
});

test.each([
  ["", ""],
  [
    "file:///a/b.ts:12\n    throw new Error('x');\n          ^\n\nError: the kernels are not built\n    at f (file:///a/b.ts:12:11)\n    at g\n\nNode.js v24.21.0\n",
    "Error: the kernels are not built",
  ],
  [
    "node:events:505\n    throw er; // Unhandled 'error' event\n    ^\n\nTypeError [ERR_WORKER]: out of memory\n    at x\n",
    "TypeError [ERR_WORKER]: out of memory",
  ],
  [
    "\n<--- Last few GCs --->\n\n[12:0x5a] 33 ms: Mark-Compact\n\n\nFATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n----- Native stack trace -----\n\n 1: 0xb76db1 node::OOMErrorHandler\n",
    "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
  ],
  ["a\nb\nBus error\nin libtensorflow", "b Bus error in libtensorflow"],
])("last words of %j", (stderr, words) => expect(lastWords(stderr)).toBe(words));

test.each([
  [
    ["--max-old-space-size=99", "--require", "a.cjs"],
    ["--max-old-space-size=99", "--require", "a.cjs"],
  ],
  [["--input-type=module", "--eval", "code", "--expose-gc"], ["--expose-gc"]],
  [
    ["-p", "code", "--import=a.ts", "--inspect-brk", "--no-opt"],
    ["--import=a.ts", "--no-opt"],
  ],
])("children of %j get %j", (flags, inherited) => expect(engineFlags(flags)).toEqual(inherited));
