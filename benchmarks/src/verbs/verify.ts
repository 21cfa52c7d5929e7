import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cell, writeWhole } from "@widthwise/measure";
import { Command } from "commander";
import { assemble } from "../run/assemble.ts";
import { Journal } from "../run/journal.ts";
import { measureSuite } from "../run/measure-suite.ts";
import { Progress } from "../run/progress.ts";
import { suiteNames } from "../suites.ts";
import { exitCodes } from "../usage.ts";
import { addCommonOptions, checkWritable } from "./options.ts";
import { addSuiteOptions, planSuite, type SuiteOptions } from "./plan.ts";

export function verifyVerb(): Command {
  const command = new Command("verify")
    .description("run every cell of a suite (default: of all) once and check its answer, without timing")
    .argument("[suite]");
  return addSuiteOptions(addCommonOptions(command)).action(verify);
}

async function verify(
  name: string | undefined,
  options: SuiteOptions & { json?: string; quiet: boolean },
): Promise<void> {
  const json = options.json === undefined ? undefined : checkWritable(options.json);
  const names = name === undefined ? suiteNames : [name];
  const planned = names.map((each) => planSuite(each, options, false));
  const cells: (Cell & { suite: string })[] = [];
  const scratch = mkdtempSync(join(tmpdir(), "widthwise-"));
  try {
    for (const { suite, plan } of planned) {
      const journal = new Journal(join(scratch, suite.name), false);
      await measureSuite(plan, journal, new Progress(options.quiet));
      for (const cell of assemble(plan, journal, undefined, new Map()).cells)
        cells.push({ suite: suite.name, ...cell });
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  if (json !== undefined)
    writeWhole(json, `${JSON.stringify({ schema: "widthwise-verify/1", cells }, null, 1)}\n`);
  const unwell = Map.groupBy(
    cells.filter((cell) => cell.status !== "ok"),
    ({ status, suite, backend, reason }) => `${status}: ${suite} on ${backend}: ${reason}`,
  );
  for (const [what, which] of unwell) {
    const [{ algorithm, n, width }] = which;
    process.stdout.write(
      `${what} (${algorithm} n=${n} width=${width}${which.length > 1 ? ` and ${which.length - 1} more` : ""})\n`,
    );
  }
  const count = (status: string) => cells.filter((cell) => cell.status === status).length;
  const wrong = count("invalid") + count("error");
  process.stdout.write(
    `${cells.length} cells: ${count("ok")} right, ${wrong} wrong, ${count("skipped")} skipped\n`,
  );
  process.exitCode = wrong > 0 ? exitCodes.failed : exitCodes.ok;
}
