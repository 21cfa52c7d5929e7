// What `doctor` does.

import { loadavg } from "node:os";
import { backendNames, wideBackends } from "@widthwise/backends";
import { freeMemory } from "@widthwise/core";
import { describeMachine, describeRuntime, describeTimer } from "@widthwise/measure";
import { Progress } from "../../measuring/progress.ts";
import { gemmRate, peaksOrReason } from "../../measuring/rounds/calibrate-machine.ts";
import { absentAs, startRoundsProcess } from "../../measuring/rounds/rounds-process.ts";
import { speak, speakLines } from "../output/speak.ts";
import type { JsonDestination } from "../output/writable.ts";

/** Measures peaks and opens every backend, each in a process of its own; prints what was found. */
export async function examineMachine({
  json,
  quiet,
}: {
  json?: JsonDestination | undefined;
  quiet: boolean;
}): Promise<void> {
  const progress = new Progress(quiet);
  const machine = describeMachine();
  const runtime = describeRuntime();
  const timer = describeTimer();
  const [load] = loadavg();
  progress.show("measuring arithmetic and memory peaks");
  const peaks = await peaksOrReason();
  const backends = [];
  for (const name of backendNames) {
    progress.show(`opening ${name}`);
    const child = startRoundsProcess();
    const found = await child
      .ask("open", { backend: name })
      .catch(absentAs)
      .finally(() => child.end());
    const product = "missing" in found || !wideBackends.has(name) ? {} : await productOf(name, progress);
    backends.push({ ...found, name, ...product });
  }
  progress.end();
  const say = (head: string, text: string) => speakLines(`${head.padEnd(14)}${text}`);
  say("machine", `${machine.id}: ${machine.cpu}, ${machine.cores} cores, ${machine.os}`);
  say(
    "memory",
    `${(freeMemory() / 2 ** 30).toFixed(1)} of ${(machine.memory / 2 ** 30).toFixed(1)} GiB free`,
  );
  say(
    "load",
    `${load.toFixed(2)}${load > 0.5 ? ": something else is running; times will be contended" : ""}`,
  );
  say("runtime", `Node ${runtime.node}, V8 ${runtime.v8}`);
  say(
    "timer",
    `${timer.name}, ${timer.costNs.toFixed(0)} ns a reading, resolution ${timer.resolutionNs.toFixed(0)} ns`,
  );
  if (typeof peaks === "string") say("peaks", `not measured: ${peaks}`);
  else {
    say("FMA peak", `${(peaks.fmaFlopsPerSecond / 1e9).toFixed(1)} GFLOP/s, 128-bit float32, one core`);
    if (peaks.widest)
      say(
        "",
        `${(peaks.widest.flopsPerSecond / 1e9).toFixed(1)} GFLOP/s, ${peaks.widest.bits}-bit float32, one core`,
      );
    say("bandwidth", `${(peaks.triadBytesPerSecond / 1e9).toFixed(1)} GB/s, triad, one core`);
  }
  speak("");
  for (const backend of backends)
    if ("missing" in backend)
      say(backend.name, `not available: ${backend.missing}\n${" ".repeat(14)}→ ${backend.remedy}`);
    else
      say(
        backend.name,
        `available: ${backend.version}, ${backend.device}${backend.software ? " (software)" : ""}, ${backend.threads} thread${backend.threads === 1 ? "" : "s"}, ${backend.precision}${productWords(backend, peaks)}`,
      );
  const measured = typeof peaks === "string" ? machine : { ...machine, peaks };
  const file = { schema: "widthwise-doctor/1", machine: measured, runtime, timer, load, backends };
  json?.write(`${JSON.stringify(file, null, 1)}\n`);
}

/** Rate of a matrix product; absent where it does not come to an end. */
async function productOf(name: string, progress: Progress): Promise<{ gemmFlopsPerSecond?: number }> {
  progress.show(`a matrix product of ${name}`);
  try {
    return { gemmFlopsPerSecond: await gemmRate(name, { threads: undefined, budgetSeconds: 10 }) };
  } catch {
    return {};
  }
}

/** A native library below this share of what WebAssembly's vectors reach does not run the kernels that it has for this processor. */
const SLOW_PRODUCT = 0.5;

function productWords(
  { gemmFlopsPerSecond, threads }: { gemmFlopsPerSecond?: number; threads: number },
  peaks: Awaited<ReturnType<typeof peaksOrReason>>,
): string {
  if (gemmFlopsPerSecond === undefined) return "";
  const words = `, ${(gemmFlopsPerSecond / 1e9).toFixed(1)} GFLOP/s at a product`;
  const slow =
    typeof peaks !== "string" && gemmFlopsPerSecond < SLOW_PRODUCT * threads * peaks.fmaFlopsPerSecond;
  return slow
    ? `${words}: slow\n${" ".repeat(14)}→ is it reference BLAS, or one of another processor? Debian: libopenblas0-pthread`
    : words;
}
