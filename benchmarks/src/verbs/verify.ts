import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cell, writeWhole } from "@widthwise/measure";
import { Command } from "commander";
import { exitCodes } from "../exit-codes.ts";
import { assembleStudy } from "../measuring/jobs/assemble-study.ts";
import { CellStore } from "../measuring/jobs/cell-store.ts";
import { JobLedger } from "../measuring/jobs/job-ledger.ts";
import { measureStudy } from "../measuring/jobs/measure-study.ts";
import { Progress } from "../measuring/progress.ts";
import { assemble } from "../measuring/rounds/assemble.ts";
import { Journal } from "../measuring/rounds/journal.ts";
import { measureSuite } from "../measuring/rounds/measure-suite.ts";
import { startJobProcess } from "../studies/start-job-process.ts";
import { loadSuite, type Suite, suiteNames } from "../suites.ts";
import { addCommonOptions, checkWritable } from "./options.ts";
import { addSuiteOptions, planSuite, type SuiteOptions } from "./plan.ts";
import { planStudy } from "./plan-study.ts";

export function verifyVerb(): Command {
  const command = new Command("verify")
    .description("run every cell of a suite (default: of all) once and check its answer, without timing")
    .argument("[suite]");
  return addSuiteOptions(addCommonOptions(command)).action(verify);
}

async function verify(
  name: string | undefined,
  options: SuiteOptions & { json?: string; quiet: boolean },
  command: Command,
): Promise<void> {
  const json = options.json === undefined ? undefined : checkWritable(options.json);
  const names = name === undefined ? suiteNames : [name];
  const planned: Planned[] = [];
  for (const each of names) planned.push(await planOf(loadSuite(each), options, command));
  const cells: (Cell & { suite: string })[] = [];
  const scratch = mkdtempSync(join(tmpdir(), "widthwise-"));
  try {
    for (const { suite, measure } of planned) {
      const folder = join(scratch, suite);
      for (const cell of await measure(folder, new Progress(options.quiet))) cells.push({ suite, ...cell });
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

interface Planned {
  readonly suite: string;
  /** `folder` is for what must be kept until it ends */
  readonly measure: (folder: string, progress: Progress) => Promise<readonly Cell[]>;
}

/** Everything is planned, and bad input refused, before anything runs. */
async function planOf(suite: Suite, options: SuiteOptions, command: Command): Promise<Planned> {
  const { name } = suite;
  if (suite.kind !== "study") {
    const { plan } = planSuite(name, options, false);
    return {
      suite: name,
      async measure(folder, progress) {
        const journal = new Journal(join(folder, "journal.jsonl"), false);
        await measureSuite(plan, journal, progress);
        return assemble(plan, journal, undefined, new Map()).cells;
      },
    };
  }
  // a study may have a smaller profile for its checks alone
  const chosen = command.getOptionValueSource("profile") === "cli" || suite.profiles.verify === undefined;
  const { plan } = await planStudy(suite, chosen ? options : { ...options, profile: "verify" }, command);
  return {
    suite: name,
    async measure(folder, progress) {
      const found = new JobLedger(plan, new CellStore(folder, plan.study));
      await measureStudy(plan, found, progress, { start: startJobProcess });
      return assembleStudy(plan, found).cells;
    },
  };
}
