// The rounds of a phase: every cell once per round, in an order of its own; slow cells in some rounds only. What others disturbed is
// visited again.
import { setTimeout as after } from "node:timers/promises";
import {
  largest,
  planRounds,
  remainingSeconds,
  type ScheduleOptions,
  scheduleStream,
} from "@widthwise/measure";
import { ProcessGone } from "../process/measuring-process.ts";
import type { SystemLoad } from "../process/system-load.ts";
import { alikeGroups, attemptsWanted } from "./attempts.ts";
import { hostOf, type Phase, type Turn } from "./phase.ts";
import type { BackendProcess } from "./rounds-process.ts";
import type { Run } from "./run.ts";
import { leastRounds, type RunPlan, warmUpNs } from "./run-plan.ts";
import { type CellSpec, idOf } from "./spec.ts";

/** Who is asked, and who sees what else the machine does meanwhile. */
interface Instruments {
  readonly hosts: ReadonlyMap<string, BackendProcess>;
  readonly load: SystemLoad;
}

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

/** Every visit that is wanted and not yet made. */
export async function visitRounds(
  turn: Turn,
  instruments: Instruments,
  run: Run,
  phase: Phase,
): Promise<void> {
  const own = new Set(turn.cells.map(idOf));
  await after(1e3 * instruments.load.secondsToWait);
  for (let attempt = 0; attempt < phase.attempts; attempt++) {
    const wanted = alikeGroups(phase, run.journal).filter(
      (alike) => attemptsWanted(phase, alike, run.journal) > attempt,
    );
    const cells = wanted.flat().filter((cell) => own.has(idOf(cell)));
    if (cells.length === 0) return;
    await visitAll({ ...turn, cells }, attempt, instruments, run, phase);
  }
}

/** In the order that the journal holds, or that is planned now. */
async function visitAll(
  { name, cells }: Turn,
  attempt: number,
  { hosts, load }: Instruments,
  run: Run,
  phase: Phase,
): Promise<void> {
  const { plan, journal, progress } = run;
  const ready = readyCells(cells, hosts, run, phase);
  const unplanned = [...ready.values()].filter(
    ({ id }) => journal.planned(phase.name, attempt, id) === undefined,
  );
  if (unplanned.length > 0) {
    const { rounds, skipped } = planRounds(unplanned, limitsOf(phase, attempt, plan, unplanned));
    // what goes on later is not in turn with what was planned before
    const turn = journal.turns(phase.name, attempt).has(name) ? `${name}, later` : name;
    journal.add({ kind: "rounds", phase: phase.name, attempt, turn, rounds, skipped });
  }
  const visits = journal.schedule(phase.name, attempt).flatMap((ids, round) =>
    ids.flatMap((id) => {
      const cell = ready.get(id);
      const number = phase.firstRound + round;
      return cell === undefined || journal.isSampled(id, attempt, number) ? [] : [{ ...cell, round, number }];
    }),
  );
  const total = visits.reduce((sum, { visitSeconds }) => sum + visitSeconds, 0);
  const again = attempt === 0 ? "" : ", again as others used the machine";
  const givenUp = new Set<string>();
  const start = performance.now();
  let done = 0;
  for (const { id, cell, host, visitSeconds, samples, round, number } of visits) {
    if (givenUp.has(id)) continue;
    try {
      const sample = await host.ask(id, "sample", { cell, samples, limitNs: warmUpNs(plan) });
      const where = { process: phase.process, attempt, round: number, id };
      journal.add({ kind: "sampled", ...where, load: load.share(), ...sample });
    } catch (error) {
      const reason = (error as Error).message;
      progress.say(`${id}: ${reason}`);
      journal.fail(id, reason);
      if (error instanceof ProcessGone) givenUp.add(id);
    }
    done += visitSeconds;
    progress.show(
      `${phase.name}${again}: round ${round + 1}/${phase.rounds}  ${id}`,
      leftOfRun(remainingSeconds(done, total, (performance.now() - start) / 1e3), phase, run),
    );
  }
}

/** Seconds left of all processes, of which this one has so many left: the others will take as long as those until its end. */
function leftOfRun(seconds: number, { process }: Phase, { plan, progress }: Run): number {
  const each = (progress.seconds + seconds) / (process + 1);
  return seconds + (plan.processes - process - 1) * each;
}

function readyCells(
  cells: readonly CellSpec[],
  hosts: ReadonlyMap<string, BackendProcess>,
  { journal }: Run,
  phase: Phase,
): ReadonlyMap<string, Ready> {
  const ready = new Map<string, Ready>();
  for (const cell of cells) {
    const id = idOf(cell);
    const prepared = journal.prepared(phase.process, id);
    const host = hosts.get(hostOf(phase, cell));
    if (prepared?.status !== "ok" || host === undefined) continue;
    const { visitSeconds = 0, innerIterations = 1, repeats = 1 } = prepared;
    ready.set(id, { id, cell, host, visitSeconds, samples: { innerIterations, repeats } });
  }
  return ready;
}

/** Big cells are skipped before they are made; once made, they have the fewest rounds in any case. */
function limitsOf(
  { rounds, budgetSeconds, process, big }: Phase,
  attempt: number,
  plan: RunPlan,
  cells: readonly Ready[],
): ScheduleOptions {
  const key = { seed: plan.seed + process + 1000 * attempt, stream: scheduleStream };
  const least = leastRounds(plan);
  const slowest = largest(cells.map(({ visitSeconds }) => visitSeconds));
  // rounded up: what is divided by a visit again must give the fewest rounds
  const needed = big ? (least + 1e-6) * slowest : 0;
  return { rounds, least, budgetSeconds: Math.max(budgetSeconds, needed), key };
}
