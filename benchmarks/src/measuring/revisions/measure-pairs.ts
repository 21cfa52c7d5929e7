// One process of each side, and in it every cell of both sides in randomised rounds: base and head of a cell one right after the other.
import { shortOfMemory } from "@widthwise/core";
import { planRounds, remainingSeconds, scheduleStream } from "@widthwise/measure";
import { LastingProcess } from "../process/lasting-process.ts";
import { ProcessGone } from "../process/measuring-process.ts";
import type { Progress } from "../progress.ts";
import { cellBytes } from "../rounds/cell-limits.ts";
import type { Oracle } from "../rounds/oracle.ts";
import { absentAs, type BackendProcess, Missing, startBackend } from "../rounds/rounds-process.ts";
import { type RunPlan, warmUpNs } from "../rounds/run-plan.ts";
import { type CellSpec, idOf } from "../rounds/spec.ts";
import type { Side, Visits } from "./pair-events.ts";
import { type PairJournal, sides } from "./pair-journal.ts";
import { ordersOf } from "./pair-orders.ts";
import { Unmeasurable, workerOf } from "./side.ts";
import type { Place } from "./sides.ts";

export interface PairRun {
  /** rounds of each process, and the budget of one cell over all of them, both sides together */
  readonly plan: RunPlan;
  /** of the random orders of its first process */
  readonly seed: number;
  readonly journal: PairJournal;
  readonly oracle: Oracle;
  readonly progress: Progress;
}

type Hosts = ReadonlyMap<string, BackendProcess>;
const hostName = (side: Side, backend: string) => `${side} ${backend}`;

/** Measures one process of each side; what it finds goes to the journal. Unmeasurable where a side's code does not run. */
export async function measurePairs(process: number, place: Place, run: PairRun): Promise<void> {
  const { plan, journal, oracle } = run;
  const hosts = new Map<string, BackendProcess>();
  // neither side is always the first to warm what both use
  const order = process % 2 === 0 ? sides : sides.toReversed();
  try {
    // nothing is timed yet that is kept: both sides at once
    const both = async (work: (side: Side) => Promise<void>) => {
      // where one is refused the other is waited for, so that its process is known and ended
      for (const done of await Promise.allSettled(order.map(work)))
        if (done.status === "rejected") throw done.reason;
    };
    for (const backend of new Set(plan.cells.map((cell) => cell.backend)))
      await both(async (side) => {
        const host = await open(side, backend, place[side], run);
        if (host !== undefined) hosts.set(hostName(side, backend), host);
      });
    for (const cell of plan.cells.toSorted((a, b) => a.width - b.width))
      if (journal.samplesOf(idOf(cell)) !== undefined) await both((side) => prepare(side, cell, hosts, run));
      // the side that comes first finds how both are sampled
      else for (const side of order) await prepare(side, cell, hosts, run);
    oracle.end();
    journal.add(await visit(process, hosts, run));
  } finally {
    for (const host of hosts.values()) host.end();
  }
}

/** undefined where the backend is not there */
async function open(
  side: Side,
  backend: string,
  folder: string,
  { plan, journal, progress }: PairRun,
): Promise<BackendProcess | undefined> {
  const known = journal.backend(side, backend);
  if (known !== undefined && "missing" in known) return undefined;
  const host: BackendProcess = new LastingProcess(
    startBackend(backend, plan, {
      worker: workerOf(folder),
      opened(info) {
        if (known === undefined) journal.add({ kind: "backend", side, name: backend, info });
      },
      died: (message) => progress.say(`${backend} of the ${side}: ${message}`),
    }),
  );
  try {
    await host.start();
    return host;
  } catch (error) {
    host.end();
    if (!(error instanceof Missing)) {
      const { missing } = absentAs(error as Error);
      throw new Unmeasurable(`the code of the ${side} does not run in this program's worker: ${missing}`);
    }
    journal.add({ kind: "backend", side, name: backend, info: error.found });
    return undefined;
  }
}

/** Checks a cell in its side's first process, and has it ready in each. */
async function prepare(side: Side, cell: CellSpec, hosts: Hosts, run: PairRun): Promise<void> {
  const { plan, journal, oracle, progress } = run;
  const id = idOf(cell);
  const host = hosts.get(hostName(side, cell.backend));
  const before = journal.prepared(side, id);
  if (host === undefined || (before !== undefined && before.status !== "ok")) return;
  progress.show(`check ${id} of the ${side}`);
  const short = shortOfMemory(sides.length * cellBytes(cell, plan.data), "its state on both sides");
  if (short !== undefined) {
    journal.add({ kind: "prepared", side, id, prepared: { status: "skipped", reason: short } });
    return;
  }
  try {
    const reference = before === undefined ? await oracle.reference(cell) : undefined;
    const samples = journal.samplesOf(id);
    const ask = { cell, reference, timed: true, limitNs: warmUpNs(plan), ...(samples && { samples }) };
    const prepared = await host.ask(id, "prepare", ask);
    if (before === undefined) journal.add({ kind: "prepared", side, id, prepared });
  } catch (error) {
    const { name, message: reason } = error as Error;
    const status = name === "NotEnoughMemory" ? "skipped" : "error";
    if (before === undefined) journal.add({ kind: "prepared", side, id, prepared: { status, reason } });
  }
}

/** All visits of the process. A cell that cannot be visited in it is named with the reason. */
async function visit(
  process: number,
  hosts: Hosts,
  { plan, seed, journal, progress }: PairRun,
): Promise<Visits> {
  const ready = plan.cells.filter((cell) => journal.isReady(idOf(cell)));
  const secondsOf = (cell: CellSpec) =>
    sides.reduce((sum, side) => sum + (journal.prepared(side, idOf(cell))?.visitSeconds ?? 0), 0);
  const key = { seed: seed + process, stream: scheduleStream };
  const { rounds, skipped, seconds } = planRounds(
    ready.map((cell) => ({ id: idOf(cell), visitSeconds: secondsOf(cell) })),
    { rounds: plan.rounds, budgetSeconds: plan.budgetSeconds / plan.processes, key },
  );
  const cells = new Map(ready.map((cell) => [idOf(cell), cell]));
  const orders = new Map(ready.map((cell, k) => [idOf(cell), ordersOf(rounds.length, key, k)]));
  const found: Visits = {
    kind: "process",
    process,
    visits: [],
    failed: skipped.flatMap(({ id, reason }) => sides.map((side) => ({ side, id, reason }))),
  };
  const start = performance.now();
  let done = 0;
  for (const [round, ids] of rounds.entries())
    for (const id of ids) {
      const cell = cells.get(id) as CellSpec;
      if (found.failed.some((one) => one.id === id)) continue;
      for (const side of orders.get(id)?.[round] ?? sides) {
        const host = hosts.get(hostName(side, cell.backend)) as BackendProcess;
        const samples = journal.samplesOf(id) as { innerIterations: number; repeats: number };
        try {
          const sample = await host.ask(id, "sample", { cell, samples, limitNs: warmUpNs(plan) });
          found.visits.push({ side, id, round, ...sample });
        } catch (error) {
          const reason = (error as Error).message;
          progress.say(`${id} of the ${side}: ${reason}`);
          if (error instanceof ProcessGone) found.failed.push({ side, id, reason });
        }
      }
      done += secondsOf(cell);
      const left = remainingSeconds(done, seconds, (performance.now() - start) / 1e3);
      progress.show(`process ${process + 1}: round ${round + 1}/${rounds.length}  ${id}`, left);
    }
  return found;
}
