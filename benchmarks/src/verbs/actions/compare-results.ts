// What `compare` does.

import { type Comparison, compareResults } from "@widthwise/measure";
import { exitCodes } from "../../exit-codes.ts";
import type { JsonDestination } from "../options/writable.ts";
import { speak } from "../speak.ts";
import { resultOf } from "./result-source.ts";

/** Prints the verdict on `head` against `base`, each a result file or a git revision that published one of `suite`. */
export function compare(base: string, head: string, suite: string, json: JsonDestination | undefined): void {
  const comparison = compareResults(resultOf(base, suite), resultOf(head, suite));
  printComparison(comparison);
  json?.write(`${JSON.stringify(comparison, null, 1)}\n`);
  process.exitCode = comparison.verdict === "invalid" ? exitCodes.invalid : exitCodes.ok;
}

/** One line per series and one per cell that is not the same; then the verdict. */
export function printComparison(comparison: Comparison): void {
  const out = (text: string) => speak(`${text}`);
  const percent = ({ value, lo, hi }: { value: number; lo: number; hi: number }) =>
    `${[value, lo, hi].map((ratio) => `${ratio >= 1 ? "+" : ""}${((ratio - 1) * 100).toFixed(1)} %`).join(" … ")}`;
  for (const reason of comparison.reasons) out(`! ${reason}`);
  for (const { algorithm, backend, n, level, exponent } of comparison.series) {
    const change = `${exponent.estimate.value >= 0 ? "+" : ""}${exponent.estimate.value.toFixed(3)}`;
    out(
      `${algorithm} on ${backend}, n = ${n}: level ${level.verdict} (${percent(level.estimate)}), exponent ${exponent.verdict} (${change})`,
    );
  }
  for (const { algorithm, backend, n, width, verdict, ratio, moreRounds, reason } of comparison.cells) {
    if (verdict === "same") continue;
    const rounds = moreRounds === null ? "" : `; about ${moreRounds} more rounds would decide`;
    out(
      `  ${verdict}: ${algorithm} on ${backend}, n = ${n}, width ${width}${ratio ? ` (${percent(ratio)})` : ""}${reason ? `: ${reason}` : ""}${rounds}`,
    );
  }
  out(`verdict: ${comparison.verdict}`);
}
