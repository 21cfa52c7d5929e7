// What `verify` does.
import type { Cell } from "@widthwise/measure";
import { exitCodes } from "../../exit-codes.ts";
import { assembleStudy } from "../../measuring/jobs/assemble-study.ts";
import { JobLedger } from "../../measuring/jobs/job-ledger.ts";
import { measureStudy } from "../../measuring/jobs/measure-study.ts";
import { Progress } from "../../measuring/progress.ts";
import { assemble } from "../../measuring/rounds/assemble.ts";
import { Journal } from "../../measuring/rounds/journal.ts";
import { measureSuite } from "../../measuring/rounds/measure-suite.ts";
import { startJobProcess } from "../../studies/start-job-process.ts";
import { loadSuite, type Suite, suiteNames } from "../../suites.ts";
import type { SuiteOptions } from "../options/suite-options.ts";
import type { Written } from "../options/verb.ts";
import { speak } from "../output/speak.ts";
import { planStudy } from "./plan-study.ts";
import { planSuite } from "./plan-suite.ts";

/** Every suite, unless one is given. Everything is planned, and bad input refused, before anything runs. */
export async function verifySuites(
  only: Suite | undefined,
  options: SuiteOptions,
  written: Written,
): Promise<void> {
  const planned: Planned[] = [];
  for (const suite of only === undefined ? suiteNames.map(loadSuite) : [only])
    planned.push(await planOf(suite, options, written));
  const cells: (Cell & { suite: string })[] = [];
  for (const { suite, measure } of planned)
    for (const cell of await measure(new Progress(options.quiet))) cells.push({ suite, ...cell });
  options.json?.write(`${JSON.stringify({ schema: "widthwise-verify/1", cells }, null, 1)}\n`);
  const unwell = Map.groupBy(
    cells.filter((cell) => cell.status !== "ok"),
    ({ status, suite, backend, reason }) => `${status}: ${suite} on ${backend}: ${reason}`,
  );
  for (const [what, which] of unwell) {
    const [{ algorithm, n, width }] = which;
    const more = which.length > 1 ? ` and ${which.length - 1} more` : "";
    speak(`${what} (${algorithm} n=${n} width=${width}${more})`);
  }
  const count = (status: string) => cells.filter((cell) => cell.status === status).length;
  const wrong = count("invalid") + count("error");
  speak(`${cells.length} cells: ${count("ok")} right, ${wrong} wrong, ${count("skipped")} skipped`);
  process.exitCode = wrong > 0 ? exitCodes.failed : exitCodes.ok;
}

interface Planned {
  readonly suite: string;
  readonly measure: (progress: Progress) => Promise<readonly Cell[]>;
}

async function planOf(suite: Suite, options: SuiteOptions, written: Written): Promise<Planned> {
  if (suite.kind !== "study") {
    const { plan } = planSuite(suite, options, false);
    return {
      suite: suite.name,
      async measure(progress) {
        const journal = new Journal();
        await measureSuite(plan, journal, progress);
        return assemble(plan, journal, undefined, new Map()).cells;
      },
    };
  }
  // a study may have a smaller profile for its checks alone
  const chosen = written.has("profile") || suite.profiles.verify === undefined;
  const plan = await planStudy(suite, chosen ? options : { ...options, profile: "verify" }, written);
  return {
    suite: suite.name,
    async measure(progress) {
      const found = new JobLedger(plan);
      await measureStudy(plan, found, progress, { start: startJobProcess });
      return assembleStudy(plan, found).cells;
    },
  };
}
