// Two revisions measured against each other in one run: both are built before anything is timed, then visited in the same rounds by
// processes whose sides swap places; what seems to have changed is measured once more, in fresh processes at other places.
import {
  type Comparison,
  cellName,
  changesOf,
  compareCounters,
  compareResults,
  confirmComparison,
  isTimed,
  type Result,
  seriesKey,
} from "@widthwise/measure";
import type { Progress } from "../progress.ts";
import { Oracle } from "../rounds/oracle.ts";
import type { CellSpec } from "../rounds/spec.ts";
import { extraGrowth } from "./growth.ts";
import { measurePairs } from "./measure-pairs.ts";
import { isNarrow } from "./narrow.ts";
import type { Side } from "./pair-events.ts";
import { PairJournal } from "./pair-journal.ts";
import { type Common, resultOfSide } from "./pair-result.ts";
import { Unmeasurable } from "./side.ts";
import { Sides } from "./sides.ts";
import { thresholds } from "./thresholds.ts";

export interface Question {
  readonly commits: Readonly<Record<Side, string>>;
  /** its plan's processes are the fewest, its rounds those of each process */
  readonly common: Omit<Common, "seconds">;
  readonly mostProcesses: number;
  /** until every interval is narrow enough or so many seconds are spent, whatever the intervals say */
  readonly untilResolved?: number;
  /** time also what is the same code */
  readonly timeEqual: boolean;
  /** what was found before of the first measurement, and of the one that confirms */
  readonly journals: { readonly first: PairJournal; readonly again: PairJournal };
  readonly progress: Progress;
}

export interface Answer {
  readonly comparison: Comparison;
  /** of the first measurement; absent where nothing was timed */
  readonly results?: Readonly<Record<Side, Result>>;
}

/** Builds both revisions below a folder, measures and judges; invalid, with the reason, where a side cannot be built or does not run. */
export async function compareRevisions(question: Question, folder: string): Promise<Answer> {
  question.progress.show("building both revisions");
  try {
    return await compareSides(question, await Sides.build(folder, question.commits));
  } catch (error) {
    if (!(error instanceof Unmeasurable)) throw error;
    return { comparison: untimed(question, "invalid", error.message) };
  }
}

/** The same of sides that are built. Unmeasurable where one does not run. */
export async function compareSides(question: Question, built: Sides): Promise<Answer> {
  const { timeEqual, journals, common } = question;
  const { differing } = built;
  if (differing.length === 0 && !timeEqual) return { comparison: untimed(question, "same", sameCode) };
  const first = await measure(question, built, 0, journals.first, common.plan.cells);
  const changed = cellsOfChanges(first.comparison, common.plan.cells);
  const comparison =
    changed.length === 0
      ? first.comparison
      : confirmComparison(
          first.comparison,
          (await measure(question, built, 2, journals.again, changed)).comparison,
        );
  return {
    comparison: withGrowth(
      {
        ...comparison,
        measured: {
          processes: journals.first.processes.length,
          again: journals.again.processes.length,
          rounds: common.plan.rounds,
          differing: [...differing],
          work: changedWork(first.results),
        },
      },
      journals.first,
    ),
    results: first.results,
  };
}

const sameCode =
  "no code that is loaded differs, comments apart: nothing was timed (--time-equal times it all the same)";

/** Without a time of anything, a verdict all the same. */
function untimed(
  { commits, common, progress }: Question,
  verdict: Comparison["verdict"],
  reason: string,
): Comparison {
  const nothing = new PairJournal();
  const of = (side: Side) =>
    resultOfSide(side, commits[side], { ...common, seconds: progress.seconds }, nothing);
  return {
    ...compareResults(of("base"), of("head"), { paired: true, ...thresholds }),
    verdict,
    reasons: [reason],
    measured: { processes: 0, again: 0, rounds: 0, differing: [], work: [] },
  };
}

interface Measured {
  readonly comparison: Comparison;
  readonly results: Readonly<Record<Side, Result>>;
}

/**
 * Measures process after process, in turn at the place of that number and at the next, until there are enough; what the journal holds is
 * not measured again.
 */
async function measure(
  question: Question,
  built: Sides,
  place: number,
  journal: PairJournal,
  cells: readonly CellSpec[],
): Promise<Measured> {
  const { common, commits, progress } = question;
  const plan = { ...common.plan, cells };
  const seed = plan.seed + 1000 * place;
  const oracle = new Oracle(plan);
  try {
    for (let process = 0; ; process++) {
      if (!journal.has(process))
        await measurePairs(process, built.place(place + (process % 2)), {
          plan,
          seed,
          journal,
          oracle,
          progress,
        });
      const all = { ...common, plan, seconds: progress.seconds };
      const results = {
        base: resultOfSide("base", commits.base, all, journal),
        head: resultOfSide("head", commits.head, all, journal),
      };
      const comparison = withDeclared(
        compareResults(results.base, results.head, { paired: true, ...thresholds }),
        results,
      );
      const done = process + 1;
      if (done >= plan.processes && isEnough(comparison, done, question)) return { comparison, results };
    }
  } finally {
    oracle.end();
  }
}

/** What was to be measured and has a time on neither side is missing: nothing may be green because nothing was measured. */
function withDeclared(comparison: Comparison, { base, head }: Measured["results"]): Comparison {
  const timed = new Set([...base.cells, ...head.cells].filter(isTimed).map(cellName));
  const absent = head.cells.filter((cell) => !timed.has(cellName(cell)));
  const reasons = absent.map(
    (cell) => `no time of ${cellName(cell)} on either side: ${cell.reason ?? cell.status}`,
  );
  if (absent.length === 0) return comparison;
  return { ...comparison, verdict: "invalid", reasons: [...new Set([...comparison.reasons, ...reasons])] };
}

/** Looks at the widths of intervals alone, never at where they lie. */
function isEnough(comparison: Comparison, processes: number, question: Question): boolean {
  const { mostProcesses, untilResolved, progress } = question;
  if (untilResolved === undefined) return processes >= mostProcesses || isNarrow(comparison, ["level"]);
  return progress.seconds >= untilResolved || isNarrow(comparison, ["level", "exponent"]);
}

/** The cells of series that changed, and single cells that did. */
function cellsOfChanges(comparison: Comparison, cells: readonly CellSpec[]): CellSpec[] {
  const changes = changesOf(comparison);
  const series = new Set(changes.series.map(seriesKey));
  const single = new Set(changes.cells.map((cell) => cellName(cell)));
  return cells.filter((cell) => series.has(seriesKey(cell)) || single.has(cellName(cell)));
}

/** How the counted work of one step changed, in sentences. */
function changedWork({ base, head }: Readonly<Record<Side, Result>>): string[] {
  const counted = ({ cells }: Result) => ({
    cells: cells.flatMap(({ counters, ...cell }) => (counters ? [{ ...cell, counters }] : [])),
  });
  return compareCounters(counted(base), counted(head))
    .filter(({ kind }) => kind === "changed")
    .map(({ message }) => message);
}

/** A head whose processes keep growing, where the base's do not, is worse whatever its times are. */
function withGrowth(comparison: Comparison, journal: PairJournal): Comparison {
  const growth = extraGrowth(journal.processes);
  if (growth === undefined) return comparison;
  const { verdict, reasons } = comparison;
  return { ...comparison, verdict: verdict === "invalid" ? verdict : "worse", reasons: [...reasons, growth] };
}
