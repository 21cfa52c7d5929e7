// The rounds of a phase: every cell once per round, in an order of its own; slow cells in some rounds only.
import {
  largest,
  leastForInterval,
  planRounds,
  remainingSeconds,
  type ScheduleOptions,
  scheduleStream,
} from "@widthwise/measure";
import { ProcessGone } from "../process/measuring-process.ts";
import type { Phase } from "./phases.ts";
import type { BackendProcess } from "./rounds-process.ts";
import type { Run } from "./run.ts";
import { type RunPlan, warmUpNs } from "./run-plan.ts";
import { type CellSpec, idOf } from "./spec.ts";

/** A cell that is prepared. */
interface Ready {
  readonly id: string;
  readonly cell: CellSpec;
  readonly host: BackendProcess;
  /** of one visit, predicted */
  readonly visitSeconds: number;
  /** how one visit samples */
  readonly samples: { readonly innerIterations: number; readonly repeats: number };
}

/** Visits that are not yet made, in the order that the journal holds, or that is planned now. */
export async function visitRounds(
  cells: readonly CellSpec[],
  hosts: ReadonlyMap<string, BackendProcess>,
  run: Run,
  phase: Phase,
): Promise<void> {
  const { plan, journal, progress } = run;
  const ready = readyCells(cells, hosts, run, phase);
  const unplanned = [...ready.values()].filter(({ id }) => journal.planned(phase.name, id) === undefined);
  if (unplanned.length > 0) {
    const { rounds, skipped } = planRounds(unplanned, limitsOf(phase, plan, unplanned));
    journal.add({ kind: "rounds", phase: phase.name, rounds, skipped });
  }
  const visits = journal.schedule(phase.name).flatMap((ids, round) =>
    ids.flatMap((id) => {
      const cell = ready.get(id);
      const number = phase.firstRound + round;
      return cell === undefined || journal.isSampled(id, number) ? [] : [{ ...cell, round, number }];
    }),
  );
  const total = visits.reduce((sum, { visitSeconds }) => sum + visitSeconds, 0);
  const givenUp = new Set<string>();
  const start = performance.now();
  let done = 0;
  for (const { id, cell, host, visitSeconds, samples, round, number } of visits) {
    if (givenUp.has(id)) continue;
    try {
      const sample = await host.ask(id, "sample", { cell, samples, limitNs: warmUpNs(plan) });
      journal.add({ kind: "sampled", process: phase.process, round: number, id, ...sample });
    } catch (error) {
      const reason = (error as Error).message;
      progress.say(`${id}: ${reason}`);
      journal.fail(id, reason);
      if (error instanceof ProcessGone) givenUp.add(id);
    }
    done += visitSeconds;
    progress.show(
      `${phase.name}: round ${round + 1}/${phase.rounds}  ${id}`,
      remainingSeconds(done, total, (performance.now() - start) / 1e3),
    );
  }
}

function readyCells(
  cells: readonly CellSpec[],
  hosts: ReadonlyMap<string, BackendProcess>,
  { journal }: Run,
  { process }: Phase,
): ReadonlyMap<string, Ready> {
  const ready = new Map<string, Ready>();
  for (const cell of cells) {
    const id = idOf(cell);
    const prepared = journal.prepared(process, id);
    const host = hosts.get(cell.backend);
    if (prepared?.status !== "ok" || host === undefined) continue;
    const { visitSeconds = 0, innerIterations = 1, repeats = 1 } = prepared;
    ready.set(id, { id, cell, host, visitSeconds, samples: { innerIterations, repeats } });
  }
  return ready;
}

/** A cell that is measured alone has as many rounds as its budget pays for, and at least the six that an interval needs. */
function limitsOf(
  { rounds, budgetSeconds, process, alone }: Phase,
  { seed }: RunPlan,
  cells: readonly Ready[],
): ScheduleOptions {
  const key = { seed: seed + process, stream: scheduleStream };
  if (!alone) return { rounds, budgetSeconds, key };
  const slowest = Math.max(1e-9, largest(cells.map(({ visitSeconds }) => visitSeconds)));
  const affordable = Math.max(leastForInterval, Math.floor(budgetSeconds / slowest));
  return { rounds: Math.min(rounds, affordable), budgetSeconds: Number.POSITIVE_INFINITY, key };
}
