// One trial: base and head, equal or with a planted fault, through the whole path of `compare`, and what was said of them.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Comparison, changesOf, commitOfNow, commitWith } from "@widthwise/measure";
import type { Context, Outcome } from "../../measuring/jobs/study.ts";
import { Progress } from "../../measuring/progress.ts";
import {
  type Answer,
  compareRevisions,
  compareSides,
  type Question,
} from "../../measuring/revisions/compare-revisions.ts";
import { PairJournal } from "../../measuring/revisions/pair-journal.ts";
import { scratchFolder } from "../../measuring/revisions/scratch.ts";
import { Sides } from "../../measuring/revisions/sides.ts";
import type { RunPlan } from "../../measuring/rounds/run-plan.ts";
import { workspaceRoot } from "../../workspace.ts";
import type { Trial } from "./jobs.ts";
import { startNeighbour } from "./neighbour.ts";
import type { Fault } from "./params.ts";
import { plants } from "./plants.ts";

/** What trials of a block share: the process that runs them is the block's own. */
interface Block {
  readonly folder: string;
  readonly commit: string;
  readonly sides: Sides;
}
let block: Promise<Block> | undefined;

async function openBlock(): Promise<Block> {
  const folder = scratchFolder("the self-test was interrupted");
  const commit = commitOfNow(workspaceRoot);
  return { folder, commit, sides: await Sides.build(join(folder, "equal"), { base: commit, head: commit }) };
}

export async function runTrial(trial: Trial, context: Context): Promise<Outcome[]> {
  const start = performance.now();
  block ??= openBlock();
  const { commit, sides, folder } = await block;
  const { fault, busy } = trial;
  const end = busy
    ? startNeighbour(context.seedOf("neighbour", trial.cell.params.trial), trial.neighbour)
    : undefined;
  try {
    const answer =
      fault === "none"
        ? await compareSides(questionOf(trial, { base: commit, head: commit }, context), sides)
        : await comparePlanted(trial, fault, commit, join(folder, "planted"), context);
    const seconds = (performance.now() - start) / 1e3;
    return [{ measures: { ...told(answer.comparison, fault), seconds } }];
  } finally {
    end?.();
  }
}

async function comparePlanted(
  trial: Trial,
  fault: Fault,
  base: string,
  folder: string,
  context: Context,
): Promise<Answer> {
  const head = commitWith(workspaceRoot, base, plants[fault].texts(), `planted: ${fault}`);
  try {
    return await compareRevisions(questionOf(trial, { base, head }, context), folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function questionOf(trial: Trial, commits: Question["commits"], context: Context): Question {
  const { algorithms, backend, dataset, n, widths, rounds, processes, mostProcesses, fault } = trial;
  const { inputs, labels, d } = context.examples(dataset, n);
  const untimed = fault !== "none" && (plants[fault].untimed ?? false);
  const plan: RunPlan = {
    kind: "training",
    cells: algorithms.flatMap((algorithm) =>
      widths.map((width) => ({ kind: "training" as const, algorithm, backend, n, d, width })),
    ),
    twins: [],
    data: { inputs, labels, d, shift: "c=0.48", seed: context.seed, init: "gaussian" },
    rounds: untimed ? 1 : rounds,
    processes: untimed ? 1 : processes,
    budgetSeconds: 60,
    checkSteps: 2,
    // of the orders: every trial has its own
    seed: context.seedOf("trial", fault, trial.cell.params.trial),
    threads: context.threads,
  };
  return {
    commits,
    common: {
      suite: "gate",
      profile: "quick",
      plan,
      dataset: { name: dataset, sha256: context.dataset(dataset).sha256 },
      labels: "parity",
      startedAt: new Date().toISOString(),
    },
    mostProcesses: untimed ? 1 : mostProcesses,
    ...(trial.untilResolved === undefined ? {} : { untilResolved: trial.untilResolved }),
    timeEqual: fault === "none",
    journals: { first: new PairJournal(), again: new PairJournal() },
    progress: new Progress(true),
  };
}

/** As numbers: 1 is yes. */
function told(comparison: Comparison, fault: Trial["fault"]): Record<string, number | number[]> {
  const { verdict, series, cells, measured } = comparison;
  const is = (word: string) => Number(verdict === word);
  const changes = changesOf(comparison);
  return {
    ...(fault === "none" ? {} : { found: Number(plants[fault].found(comparison)) }),
    worse: is("worse"),
    better: is("better"),
    same: is("same"),
    inconclusive: is("inconclusive"),
    invalid: is("invalid"),
    series: series.length,
    decided: series.filter(
      ({ level, exponent }) => level.verdict !== "inconclusive" && exponent.verdict !== "inconclusive",
    ).length,
    changedSeries: changes.series.length,
    cells: cells.length,
    changedCells: changes.cells.length,
    processes: measured?.processes ?? 0,
    again: measured?.again ?? 0,
    levels: series.map(({ level }) => Math.log(level.estimate.value)),
    levelHalves: series.map(({ level }) => Math.log(level.estimate.hi / level.estimate.lo) / 2),
    exponents: series.map(({ exponent }) => exponent.estimate.value),
    exponentHalves: series.map(({ exponent }) => (exponent.estimate.hi - exponent.estimate.lo) / 2),
  };
}
