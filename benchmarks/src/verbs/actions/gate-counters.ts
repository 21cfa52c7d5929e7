// The gate on exact work: counted afresh or read, and held against the baseline; any difference is told as a formula.
import { join } from "node:path";
import {
  type CountersFile,
  compareCounters,
  countersSchemaName,
  countersText,
  readResult,
} from "@widthwise/measure";
import { commandOf } from "../../command-line.ts";
import { UsageError } from "../../exit-codes.ts";
import { Progress } from "../../measuring/progress.ts";
import { assemble } from "../../measuring/rounds/assemble.ts";
import { Journal } from "../../measuring/rounds/journal.ts";
import { measureSuite } from "../../measuring/rounds/measure-suite.ts";
import { list, paragraph } from "../../page/document.ts";
import { loadSuite } from "../../suites.ts";
import { workspaceRoot } from "../../workspace.ts";
import type { GateOptions } from "../options/gate-options.ts";
import { fallbacksOf } from "../options/option.ts";
import { suiteOptions } from "../options/suite-options.ts";
import { speak } from "../output/speak.ts";
import { jsonDestination } from "../output/writable.ts";
import type { Finding } from "./finding.ts";
import { planSuite } from "./plan-suite.ts";
import { countersOf, isRevision } from "./result-source.ts";

const SUITE = "counters";
const TITLE = "Work of one step";
const baseline = join(workspaceRoot, "benchmarks", "counters.baseline.json");

/** Work that was counted, and cells for which there was none to count. */
interface Counted {
  readonly file: CountersFile;
  readonly failed: readonly string[];
}

/** What is held against the base, or becomes it: `file`, or what is counted afresh. All else is checked before anything is counted. */
export async function gateCounters(
  file: string | undefined,
  { base = baseline, ...options }: GateOptions,
): Promise<Finding | undefined> {
  const { renew } = options;
  if (renew && isRevision(base))
    throw new UsageError(`--renew writes a file, and --base ${base} is a git revision: name a file`);
  const target = renew ? jsonDestination("--base", base) : undefined;
  const before = renew ? undefined : countersOf(base, baseline);
  const { file: measured, failed } = file === undefined ? await countWork(options.quiet) : countersIn(file);
  if (target !== undefined && failed.length > 0)
    throw new UsageError(`the baseline stays as it is: ${failed.join("; ")}`);
  target?.write(countersText(measured));
  if (target !== undefined) speak(`baseline renewed: ${measured.cells.length} cells`);
  return before && judge(before, measured, failed, base);
}

function judge(
  before: CountersFile,
  measured: CountersFile,
  failed: readonly string[],
  base: string,
): Finding {
  const differences = compareCounters(before, measured);
  const told = [...failed, ...differences.map(({ kind, message }) => `${kind}: ${message}`)];
  const empty = measured.cells.length === 0;
  const lost = empty || failed.length > 0 || differences.some(({ kind }) => kind === "missing");
  const verdict = lost ? "invalid" : differences.length > 0 ? "changed" : "same";
  const accept = `if this is meant, accept it with: ${commandOf(acceptingWords(base))}`;
  const equal = `counters of ${measured.cells.length} cells equal the baseline`;
  const lines = told.length > 0 ? [...told, accept] : [empty ? "there is no cell with counted work" : equal];
  return {
    title: TITLE,
    verdict,
    lines: [...lines, `verdict: ${verdict}`],
    blocks: told.length > 0 ? [list(told), paragraph(accept)] : [paragraph(lines[0])],
    json: { verdict, differences, failed },
  };
}

/** The committed baseline is renewed by name only where another file was held against. */
const acceptingWords = (base: string): string[] =>
  base === baseline || isRevision(base) ? ["gate", "--renew"] : ["gate", "--renew", "--base", base];

/** Counters of a result file's cells, in the form of the baseline. */
function countersIn(file: string): Counted {
  const { suite, cells } = readResult(file);
  return {
    file: {
      schema: countersSchemaName,
      suite,
      cells: cells.flatMap(({ algorithm, backend, n, d, width, params, counters }) =>
        counters ? [{ algorithm, backend, n, d, width, ...(params ? { params } : {}), counters }] : [],
      ),
    },
    failed: [],
  };
}

/** Runs the counters suite once: answers checked, work counted, nothing timed. */
async function countWork(quiet: boolean): Promise<Counted> {
  const suite = loadSuite(SUITE);
  if (suite.kind === "study") throw new Error(`${SUITE} has no cells of steps`);
  const { plan } = planSuite(suite, fallbacksOf(suiteOptions), false);
  const journal = new Journal();
  await measureSuite(plan, journal, new Progress(quiet));
  const { cells } = assemble(plan, journal, undefined, new Map());
  const failed: string[] = [];
  const counted = cells.flatMap(({ algorithm, backend, n, d, width, counters, status, reason }) => {
    if (counters !== undefined) return [{ algorithm, backend, n, d, width, counters }];
    failed.push(`${status}: ${algorithm} on ${backend}, n = ${n}, width ${width}: ${reason}`);
    return [];
  });
  return { file: { schema: countersSchemaName, suite: SUITE, cells: counted }, failed };
}
