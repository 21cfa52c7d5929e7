// What `compare` does.
import { compareResults } from "@widthwise/measure";
import { exitCodes } from "../../exit-codes.ts";
import type { JsonDestination } from "../output/writable.ts";
import { printComparison } from "./print-comparison.ts";
import { resultOf } from "./result-source.ts";

/** Prints the verdict on `head` against `base`, each a result file or a git revision that published one of `suite`. */
export function compare(base: string, head: string, suite: string, json: JsonDestination | undefined): void {
  const comparison = compareResults(resultOf(base, suite), resultOf(head, suite));
  printComparison(comparison);
  json?.write(`${JSON.stringify(comparison, null, 1)}\n`);
  process.exitCode = comparison.verdict === "invalid" ? exitCodes.invalid : exitCodes.ok;
}
