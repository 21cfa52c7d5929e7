// What was measured of one side, in the form of a result: so that it is compared, kept and printed like any other.
import {
  type Cell,
  describeMachine,
  describeRuntime,
  type Result,
  roundValue,
  schemaName,
  summarise,
} from "@widthwise/measure";
import { algorithms } from "@widthwise/train";
import { ownCommand } from "../../command-line.ts";
import { benchmarkVersion } from "../code-version.ts";
import { derivedOf } from "../derive.ts";
import { cellOfSpec } from "../rounds/cell-of-spec.ts";
import type { RunPlan } from "../rounds/run-plan.ts";
import { type CellSpec, idOf } from "../rounds/spec.ts";
import type { Side } from "./pair-events.ts";
import type { PairJournal } from "./pair-journal.ts";

/** Of the floor of a time that stands by itself: what the timer costs is in both sides alike, and may be a hundredth of each. */
const PAIRED_FLOOR = 0.1;

/** What both sides have in common, beside what their processes found. */
export interface Common {
  readonly suite: string;
  readonly profile: string;
  readonly plan: RunPlan;
  readonly dataset: Result["dataset"];
  readonly labels: string;
  readonly startedAt: string;
  readonly seconds: number;
}

export function resultOfSide(side: Side, commit: string, common: Common, journal: PairJournal): Result {
  const { plan, suite, profile, dataset, labels, startedAt, seconds } = common;
  const cells = plan.cells.map((spec) => cellOf(side, spec, plan, journal));
  return {
    schema: schemaName,
    suite,
    kind: plan.kind,
    profile,
    benchmarkVersion: benchmarkVersion(suite),
    seed: plan.seed,
    commit,
    dirty: false,
    command: ownCommand(),
    startedAt,
    seconds: Math.max(seconds, 1e-3),
    machine: describeMachine(),
    runtime: describeRuntime(),
    backends: journal.backendsOf(side).flatMap((info) => ("missing" in info ? [] : [info])),
    dataset,
    settings: {
      labels,
      shift: plan.data?.shift ?? "none",
      init: plan.data?.init ?? "none",
      rounds: plan.rounds,
      processes: journal.processes.length,
      budgetSeconds: plan.budgetSeconds,
      checkSteps: plan.checkSteps,
    },
    cells,
    controls: { noop: [], aa: [] },
    ...derivedOf(cells, plan),
  };
}

function cellOf(side: Side, spec: CellSpec, plan: RunPlan, journal: PairJournal): Cell {
  const cell = cellOfSpec(spec, journal.backend(side, spec.backend));
  if (cell.status !== "ok") return cell;
  const id = idOf(spec);
  const prepared = journal.prepared(side, id);
  if (prepared === undefined) return { ...cell, status: "error", reason: "was not reached" };
  const { status, reason, check, counters, initNs, innerIterations = 1, repeats = 1, floorNs } = prepared;
  const checked: Cell = {
    ...cell,
    status,
    ...(reason && { reason }),
    ...(check && { check }),
    ...(counters && { counters }),
    ...(initNs && { initNs }),
  };
  if (status !== "ok") return checked;
  const visits = journal.processes.flatMap(({ process, visits }) =>
    visits
      .filter((visit) => visit.side === side && visit.id === id)
      .sort((a, b) => a.round - b.round)
      .map((visit) => ({ ...visit, process, number: process * plan.rounds + visit.round })),
  );
  if (visits.length === 0) {
    const failed = journal.processes
      .flatMap((one) => one.failed)
      .find((one) => one.side === side && one.id === id);
    // the other side's answer was wrong, and so neither was timed
    return failed === undefined ? checked : { ...checked, status: "error", reason: failed.reason };
  }
  const timing = summarise({
    samples: visits.map(({ rawNs }) => roundValue(rawNs)),
    rounds: visits.map(({ number }) => number),
    processes: visits.map(({ process }) => process),
    innerIterations,
    repeats,
    ...(floorNs === undefined ? {} : { floorNs: floorNs * PAIRED_FLOOR }),
    notes: algorithms[spec.algorithm]?.approximate ? ["approximate"] : [],
  });
  return { ...checked, timing };
}
