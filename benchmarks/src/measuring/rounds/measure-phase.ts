// One phase: processes are opened, cells checked and calibrated, then visited in randomised rounds.
import { LastingProcess } from "../process/lasting-process.ts";
import { ProcessGone } from "../process/measuring-process.ts";
import { skipReason } from "./cell-limits.ts";
import { openVisits, type Phase } from "./phases.ts";
import { absentAs, type BackendProcess, Missing, startBackend } from "./rounds-process.ts";
import type { Run } from "./run.ts";
import { warmUpNs } from "./run-plan.ts";
import { type CellSpec, idOf } from "./spec.ts";
import { visitRounds } from "./visit-rounds.ts";

/** Does what is still to be done of a phase; what it finds goes to the journal. */
export async function measurePhase(run: Run, phase: Phase): Promise<void> {
  const left = phase.cells.filter((cell) => openVisits(phase, cell, run.journal) > 0);
  if (left.length === 0) return;
  const hosts = new Map<string, BackendProcess>();
  try {
    for (const backend of new Set(left.map((cell) => cell.backend))) {
      const host = await open(backend, run);
      if (host !== undefined) hosts.set(backend, host);
    }
    const ascending = left.toSorted((a, b) => a.width - b.width);
    for (const [at, cell] of ascending.entries()) {
      run.progress.show(`${phase.name}: check ${at + 1}/${ascending.length}  ${idOf(cell)}`);
      const host = hosts.get(cell.backend);
      if (host !== undefined) await prepare(cell, host, run, phase);
    }
    run.oracle.end();
    if (phase.rounds > 0) await visitRounds(left, hosts, run, phase);
  } finally {
    for (const host of hosts.values()) host.end();
  }
}

/** undefined where the backend is not there, or its process does not live to open it */
async function open(backend: string, { plan, journal, progress }: Run): Promise<BackendProcess | undefined> {
  const known = journal.backend(backend);
  if (known !== undefined && "missing" in known) return undefined;
  const host: BackendProcess = new LastingProcess(
    startBackend(backend, plan, {
      opened(info) {
        if (journal.backend(backend) === undefined) journal.add({ kind: "backend", name: backend, info });
      },
      died: (message) => progress.say(`${backend}: ${message}`),
    }),
  );
  try {
    await host.start();
    return host;
  } catch (error) {
    host.end();
    const info = error instanceof Missing ? error.found : absentAs(error as Error);
    progress.say(`${backend} is not available: ${info.missing}: ${info.remedy}`);
    // a process that died may live the next time
    if (error instanceof Missing) journal.add({ kind: "backend", name: backend, info });
    else journal.assume({ kind: "backend", name: backend, info });
    return undefined;
  }
}

/** Checks a cell, in its first process alone, and calibrates it. */
async function prepare(
  cell: CellSpec,
  host: BackendProcess,
  run: Run,
  { process, rounds }: Phase,
): Promise<void> {
  const { plan, journal, oracle } = run;
  const id = idOf(cell);
  if (journal.prepared(process, id) !== undefined) return;
  const first = journal.prepared(0, id);
  // found wanting in its first process: not measured in any
  if (process > 0 && first?.status !== "ok") return;
  const skip = skipReason(cell, plan, journal);
  if (skip !== undefined) {
    journal.add({ kind: "prepared", process, id, prepared: { status: "skipped", reason: skip } });
    return;
  }
  try {
    const reference = first === undefined ? await oracle.reference(cell) : undefined;
    const timed = rounds > 0;
    const prepared = await host.ask(id, "prepare", { cell, reference, timed, limitNs: warmUpNs(plan) });
    journal.add({ kind: "prepared", process, id, prepared });
  } catch (error) {
    const { name, message: reason } = error as Error;
    const status = name === "NotEnoughMemory" ? "skipped" : "error";
    if (error instanceof ProcessGone) journal.fail(id, reason);
    else journal.add({ kind: "prepared", process, id, prepared: { status, reason } });
  }
}
