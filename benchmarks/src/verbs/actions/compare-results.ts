// What `compare` does.
import { type Comparison, compareResults } from "@widthwise/measure";
import { exitCodes } from "../../exit-codes.ts";
import type { CompareOptions } from "../options/compare-options.ts";
import { measureChange } from "./measure-change.ts";
import { printComparison } from "./print-comparison.ts";
import { isRevision, resultOf } from "./result-source.ts";

/**
 * Prints the verdict on `head` against `base`: of two revisions by measuring both in one run, of result files, and with --published of
 * what two revisions published, by what stands there.
 */
export async function compare(base: string, head: string, options: CompareOptions): Promise<void> {
  const measured = !options.published && isRevision(base) && isRevision(head);
  const comparison = measured ? await measureChange(base, head, options) : compareFiles(base, head, options);
  printComparison(comparison);
  options.json?.write(`${JSON.stringify(comparison, null, 1)}\n`);
  process.exitCode = comparison.verdict === "invalid" ? exitCodes.invalid : exitCodes.ok;
}

function compareFiles(base: string, head: string, { suite = "cpi" }: CompareOptions): Comparison {
  return compareResults(resultOf(base, suite), resultOf(head, suite));
}
