// The gates on times: two revisions measured in one run, which may block, and result files of one machine, which are told.
import { type Comparison, compareResults, filesAt, readResult, textAt } from "@widthwise/measure";
import { UsageError } from "../../exit-codes.ts";
import { list } from "../../page/document.ts";
import { loadSuite, parseSuite } from "../../suites.ts";
import { workspaceRoot } from "../../workspace.ts";
import type { GateOptions } from "../options/gate-options.ts";
import { comparisonBlocks } from "../output/comparison-blocks.ts";
import type { Finding } from "./finding.ts";
import { measureChange } from "./measure-change.ts";
import { cellsOf } from "./plan-suite.ts";
import { comparisonLines } from "./print-comparison.ts";
import { commitNamed, resultOf } from "./result-source.ts";

function findingOf(title: string, comparison: Comparison): Finding {
  const { verdict } = comparison;
  const json = comparison;
  return { title, verdict, lines: comparisonLines(comparison), blocks: comparisonBlocks(comparison), json };
}

function baseOf({ base, renew }: GateOptions): string {
  if (renew) throw new UsageError("--renew is of tier counters: times have no baseline file");
  if (base === undefined)
    throw new UsageError("times are held against --base: a git revision, such as main, or a result file");
  return base;
}

/** Without a file, what the working tree holds is measured against the base revision in one run; a file is held against another. */
export async function gateTiming(file: string | undefined, options: GateOptions): Promise<Finding> {
  const base = baseOf(options);
  if (file !== undefined) return findingOf("Times", compareFiles(file, base));
  const gone = goneSince(base, options);
  if (gone.length > 0)
    return {
      title: "Times",
      verdict: "invalid",
      lines: [...gone, "verdict: invalid"],
      blocks: [list(gone)],
      json: { verdict: "invalid", reasons: gone },
    };
  return findingOf("Times", await measureChange(base, ".", options));
}

/** Of one machine, on days apart: they show a trend, and are too noisy to block anything. */
export async function gateAbsolute(file: string | undefined, options: GateOptions): Promise<Finding> {
  if (file === undefined) throw new UsageError("tier absolute needs a result file, of this machine and now");
  return { ...findingOf("Times of this machine", compareFiles(file, baseOf(options))), toldOnly: true };
}

function compareFiles(file: string, base: string): Comparison {
  const head = readResult(file);
  return compareResults(resultOf(base, head.suite), head);
}

/** Series that the base's suite declares and this one's does not: renamed or removed, and so measured by nobody, unless that is meant. */
function goneSince(base: string, options: GateOptions): string[] {
  const suite = loadSuite(options.suite ?? "gate");
  const path = `benchmarks/suites/${suite.name}.json`;
  const commit = commitNamed(base);
  // the base is older than the suite
  if (suite.kind === "study" || filesAt(workspaceRoot, commit, path).length === 0) return [];
  const before = parseSuite(textAt(workspaceRoot, commit, path));
  if (before.kind === "study") return [];
  const [olds, news] = [before, suite].map(
    (one) =>
      new Set(
        cellsOf(one, { profile: Object.keys(one.profiles)[0] }).map(
          ({ algorithm, backend }) => `${algorithm} on ${backend}`,
        ),
      ),
  );
  return [...olds]
    .filter((name) => !news.has(name) && !name.split(" on ").some((part) => options.without.includes(part)))
    .map(
      (name) => `${name} is declared in the base and not any more: if that is meant, name it in --without`,
    );
}
