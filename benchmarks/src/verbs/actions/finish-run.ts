// Where a run's files go and how they are written: the same for paired suites and studies.

import { readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { describeMachine, type Result, resultText, writeResult, writeWhole } from "@widthwise/measure";
import { exitCodes, UsageError } from "../../exit-codes.ts";
import type { Shard } from "../../measuring/shard.ts";
import type { Tell } from "../../telling/tell.ts";
import { workspaceRoot } from "../../workspace.ts";
import type { OutputOptions } from "../options/common-options.ts";
import { speak } from "../output/speak.ts";
import { checkWritable } from "../output/writable.ts";
import { warnUnknownCommit } from "./warn-unknown-commit.ts";

/** The folder of a run's files, which can be written; nothing is yet. */
export function destinationOf(name: string, options: OutputOptions, shard: Shard | undefined): string {
  if (options.publish && shard)
    throw new UsageError("--publish takes whole suites: merge the shards, then publish the merged file");
  const part = shard ? `-${shard.index}-of-${shard.of}` : "";
  const date = new Date().toISOString().slice(0, 10);
  const folder = options.publish
    ? join(workspaceRoot, "reports", describeMachine().id, `${date}-${name}`)
    : join(resolve(options.output), `${date}-${name}${part}`);
  checkWritable(join(folder, "result.json"));
  warnUnknownCommit();
  return folder;
}

/** Writes the result, its report and the raw samples, one line per visit; prints the first screen and says what failed. */
export async function finishRun(
  result: Result,
  folder: string,
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
  await writeReport(folder, result, tell, samples);
  if (publish) await writeAll(workspaceRoot);
  speak(`${printText(screenBlocks(result, tell))}`);
  speak(`report: ${relative(process.cwd(), join(folder, "index.html"))}`);
  const failed = result.cells.filter((cell) => cell.status === "invalid" || cell.status === "error");
  for (const cell of failed)
    process.stderr.write(
      `${cell.status}: ${cell.algorithm} on ${cell.backend}, width ${cell.width}, n ${cell.n}: ${cell.reason}\n`,
    );
  process.exitCode = failed.length > 0 ? exitCodes.failed : exitCodes.ok;
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
