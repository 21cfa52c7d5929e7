// How a run's files are written and what is said of it: the same for paired suites and studies.

import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { type Cell, type Result, resultText, writeResult, writeWhole } from "@widthwise/measure";
import { exitCodes } from "../../exit-codes.ts";
import type { Tell } from "../../telling/tell.ts";
import { workspaceRoot } from "../../workspace.ts";
import type { OutputOptions } from "../options/common-options.ts";
import { speak } from "../output/speak.ts";
import { type Destination, newFolder } from "./result-folder.ts";

/** Writes the result, its report and the raw samples, one line per visit; prints the first screen and says what failed. */
export async function finishRun(
  result: Result,
  destination: Destination,
  { publish, json }: Pick<OutputOptions, "publish" | "json">,
  samples: readonly string[] = [],
): Promise<void> {
  // the plotting library is loaded when there is something to plot
  const [{ writeAll }, { screenBlocks }, { tellOf }, { printText }] = await Promise.all([
    import("../../publish/generate.ts"),
    import("../../publish/report-blocks.ts"),
    import("../../publish/tell-of.ts"),
    import("../../page/text.ts"),
  ]);
  const tell = await tellOf(result);
  json?.write(resultText(json.name, result));
  const folder = await newFolder(destination, (hidden) => writeReport(hidden, result, tell, samples));
  if (publish) await writeAll(workspaceRoot);
  speak(`${printText(screenBlocks(result, tell))}`);
  speak(`report: ${relative(process.cwd(), join(folder, "index.html"))}`);
  const unwell = result.cells.flatMap((cell) => {
    const problem = problemOf(cell);
    return problem === undefined ? [] : [{ ...cell, problem }];
  });
  for (const { problem, algorithm, backend, width, n, reason } of unwell)
    process.stderr.write(`${problem}: ${algorithm} on ${backend}, width ${width}, n ${n}: ${reason}\n`);
  process.exitCode = unwell.length > 0 ? exitCodes.failed : exitCodes.ok;
}

/** What is wrong with a cell that is neither as it should be nor left out on purpose. */
function problemOf({ status, timing }: Cell): string | undefined {
  if (status === "invalid" || status === "error") return status;
  return timing?.notes.includes("short") ? "short" : undefined;
}

/** The files of one measurement, sealed, and all that is generated from it. */
async function writeReport(
  folder: string,
  result: Result,
  tell: Tell,
  samples: readonly string[],
): Promise<void> {
  const { generateFolder } = await import("../../publish/generate.ts");
  const { sealName, sealText } = await import("../../publish/seal.ts");
  writeResult(join(folder, "result.json"), result);
  const measured = new Map<string, Uint8Array>([["result.json", readFileSync(join(folder, "result.json"))]]);
  if (samples.length > 0) {
    const packed = gzipSync(`${samples.join("\n")}\n`, { level: 9 });
    writeWhole(join(folder, "samples.jsonl.gz"), packed);
    measured.set("samples.jsonl.gz", packed);
  }
  writeWhole(join(folder, sealName), sealText(measured));
  for (const [name, content] of await generateFolder(result, tell)) writeWhole(join(folder, name), content);
}
