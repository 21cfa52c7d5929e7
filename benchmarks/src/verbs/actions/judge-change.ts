// What `gate` does: judges by one tier, and says so in words, in a summary and by the exit code, as loudly as the mode allows.
import { appendFileSync } from "node:fs";
import { exitCodes } from "../../exit-codes.ts";
import { heading } from "../../page/document.ts";
import { printMarkdown } from "../../page/markdown.ts";
import type { GateOptions } from "../options/gate-options.ts";
import { speak } from "../output/speak.ts";
import { gateCounters } from "./gate-counters.ts";
import { gateAbsolute, gateTiming } from "./gate-timing.ts";

/** worse and changed are a regression, what is open is 3, and what was not measured, or not rightly, is 4. */
const codes = {
  better: exitCodes.ok,
  same: exitCodes.ok,
  worse: exitCodes.failed,
  changed: exitCodes.failed,
  inconclusive: exitCodes.inconclusive,
  invalid: exitCodes.invalid,
} as const;

const tiers = { counters: gateCounters, timing: gateTiming, absolute: gateAbsolute } as const;

/** Judges a result file, or what is measured now. */
export async function judgeChange(file: string | undefined, options: GateOptions): Promise<void> {
  const { mode, tier, summary, json } = options;
  const finding = await tiers[tier](file, options);
  if (finding === undefined) return;
  const { verdict, lines, blocks, title } = finding;
  if (mode !== "shadow") for (const line of lines) speak(line);
  tell(printMarkdown([heading(2, `${title}: ${verdict}`), ...blocks]), summary);
  json?.write(`${JSON.stringify(finding.json, null, 1)}\n`);
  const counts = mode === "required" && !finding.toldOnly;
  if (mode === "warn" && codes[verdict] !== exitCodes.ok) warn(title, verdict);
  process.exitCode = counts ? codes[verdict] : exitCodes.ok;
}

/** To the file that was asked for, and to the one that GitHub shows. */
function tell(markdown: string, summary: GateOptions["summary"]): void {
  summary?.write(markdown);
  const job = process.env.GITHUB_STEP_SUMMARY;
  if (job) appendFileSync(job, `${markdown}\n`);
}

/** A line that GitHub turns into a remark on the run, elsewhere a line like others. */
function warn(title: string, verdict: string): void {
  const text = `${title}: ${verdict} (--mode warn: this does not fail)`;
  process.stderr.write(process.env.GITHUB_ACTIONS === "true" ? `::warning::${text}\n` : `warning: ${text}\n`);
}
