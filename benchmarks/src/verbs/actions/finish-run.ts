// How a run's files are written and what is said of it: the same for paired suites and studies.

import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { type Cell, type Result, resultText, writeResult, writeWhole } from "@widthwise/measure";
import { endingOf } from "../../ending.ts";
import { exitCodes } from "../../exit-codes.ts";
import { warn } from "../../warn.ts";
import { workspaceRoot } from "../../workspace.ts";
import type { OutputOptions } from "../options/common-options.ts";
import { speak, speakLines } from "../output/speak.ts";
import { type Destination, newFolder } from "./result-folder.ts";

interface Finish {
  /** one line per visit */
  readonly samples?: readonly string[];
  /** called when the result stands: what it was made from may go */
  readonly whenWritten?: () => void;
}

/** Writes the result and the raw samples, and then, whatever comes of it, the report; prints the first screen and says what failed. */
export async function finishRun(
  result: Result,
  destination: Destination,
  { publish, json }: Pick<OutputOptions, "publish" | "json">,
  { samples = [], whenWritten }: Finish = {},
): Promise<void> {
  json?.write(resultText(json.name, result));
  let untold: Error | undefined;
  // what is measured stays, also where it cannot be told
  const attempt = (tell: () => Promise<void>) =>
    tell().catch((error: Error) => {
      untold ??= error;
    });
  const folder = await newFolder(destination, async (hidden) => {
    await writeMeasured(hidden, result, samples);
    await attempt(() => writePages(hidden, result));
  });
  whenWritten?.();
  await attempt(() => printScreen(result));
  if (publish) await attempt(() => publishAll(folder));
  const where = (file: string) => relative(process.cwd(), join(folder, file));
  if (untold === undefined) speak(`report: ${where("index.html")}`);
  const unwell = result.cells.flatMap((cell) => {
    const problem = problemOf(cell);
    return problem === undefined ? [] : [{ ...cell, problem }];
  });
  for (const { problem, algorithm, backend, width, n, reason } of unwell)
    warn(`${problem}: ${algorithm} on ${backend}, width ${width}, n ${n}: ${reason}`);
  process.exitCode = unwell.length > 0 ? exitCodes.failed : exitCodes.ok;
  if (untold === undefined) return;
  const { message, exitCode } = await endingOf(untold);
  warn(`widthwise: measured: ${where("result.json")}; its report cannot be made: ${message}`);
  process.exitCode = exitCode;
}

// the plotting library is loaded when there is something to plot

async function printScreen(result: Result): Promise<void> {
  const { screenBlocks } = await import("../../publish/report-blocks.ts");
  const { tellable } = await import("../../publish/tellable.ts");
  const { printText } = await import("../../page/text.ts");
  speakLines(printText(screenBlocks(await tellable(result))));
}

async function writePages(folder: string, result: Result): Promise<void> {
  const { generateFolder } = await import("../../publish/generate.ts");
  const { tellable } = await import("../../publish/tellable.ts");
  for (const [name, content] of await generateFolder(await tellable(result)))
    writeWhole(join(folder, name), content);
}

/** Everything that changes in the repository by a new result in `folder`; says which other results cannot be told. */
async function publishAll(folder: string): Promise<void> {
  const { writeAll } = await import("../../publish/generate.ts");
  const { untold } = await writeAll(workspaceRoot);
  for (const { path, why } of untold)
    if (join(workspaceRoot, path) !== join(folder, "result.json")) warn(`untold: ${path}: ${why}`);
}

/** Of a run whose processes died too often: what it found is kept. */
export function sayUnfinished(): void {
  warn("this is not all: --resume measures what is missing, and writes a result of its own");
}

/** What is wrong with a cell that is neither as it should be nor left out on purpose. */
function problemOf({ status, timing }: Cell): string | undefined {
  if (status === "invalid" || status === "error") return status;
  return timing?.notes.includes("short") ? "short" : undefined;
}

/** The files of one measurement, sealed. */
async function writeMeasured(folder: string, result: Result, samples: readonly string[]): Promise<void> {
  const { sealName, sealText } = await import("../../publish/seal.ts");
  writeResult(join(folder, "result.json"), result);
  const measured = new Map<string, Uint8Array>([["result.json", readFileSync(join(folder, "result.json"))]]);
  if (samples.length > 0) {
    const packed = gzipSync(`${samples.join("\n")}\n`, { level: 9 });
    writeWhole(join(folder, "samples.jsonl.gz"), packed);
    measured.set("samples.jsonl.gz", packed);
  }
  writeWhole(join(folder, sealName), sealText(measured));
}
