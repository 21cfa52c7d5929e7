import { type Comparison, compareResults, writeWhole } from "@widthwise/measure";
import { Command } from "commander";
import { exitCodes } from "../exit-codes.ts";
import { checkWritable } from "./options.ts";
import { resultOf } from "./result-source.ts";

export function compareVerb(): Command {
  return new Command("compare")
    .description("verdict on HEAD against BASE, level and exponent apart")
    .argument("<base>", "result file or git revision")
    .argument("<head>", "result file or git revision")
    .option("--suite <name>", "which published suite, for git revisions", "cpi")
    .option("--json <file>", "also write the comparison to this file")
    .action((base: string, head: string, options: { suite: string; json?: string }) => {
      const json = options.json === undefined ? undefined : checkWritable(options.json);
      const comparison = compareResults(resultOf(base, options.suite), resultOf(head, options.suite));
      printComparison(comparison);
      if (json !== undefined) writeWhole(json, `${JSON.stringify(comparison, null, 1)}\n`);
      process.exitCode = comparison.verdict === "invalid" ? exitCodes.invalid : exitCodes.ok;
    });
}

/** One line a series and one a cell that is not the same; then the verdict. */
export function printComparison(comparison: Comparison): void {
  const out = (text: string) => process.stdout.write(`${text}\n`);
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
