// One phase: processes are opened, cells checked and calibrated, then visited in randomised rounds.
import { shortOfMemory } from "@widthwise/core";
import { LastingProcess } from "../process/lasting-process.ts";
import { ProcessGone } from "../process/measuring-process.ts";
import { SystemLoad } from "../process/system-load.ts";
import { alikeGroups } from "./attempts.ts";
import { cellBytes, skipReason } from "./cell-limits.ts";
import type { Journal } from "./journal.ts";
import { hostOf, type Phase, type Turn } from "./phase.ts";
import { openVisits } from "./phases.ts";
import { absentAs, type BackendProcess, Missing, startBackend } from "./rounds-process.ts";
import type { Run } from "./run.ts";
import { warmUpNs } from "./run-plan.ts";
import { type CellSpec, idOf, sizeOf } from "./spec.ts";
import { visitRounds } from "./visit-rounds.ts";

/** Does what is still to be done of a phase; what it finds goes to the journal. */
export async function measurePhase(run: Run, phase: Phase): Promise<void> {
  const left = cellsLeft(phase, run.journal);
  if (left.length === 0) return;
  for (const turn of turnsOf(left, run, phase)) await measureInTurn(turn, run, phase);
}

/** Cells with open visits, and those that are measured again with them where others disturb these. */
function cellsLeft(phase: Phase, journal: Journal): CellSpec[] {
  const isOpen = (cell: CellSpec) => openVisits(phase, cell, journal) > 0;
  const open = alikeGroups(phase, journal).filter((alike) => alike.some(isOpen));
  const again = new Set(open.flat());
  return phase.cells.filter(
    (cell) =>
      again.has(cell) && (isOpen(cell) || journal.prepared(phase.process, idOf(cell))?.status === "ok"),
  );
}

/** Big cells of one size are visited in turn where all their states fit into memory together. */
export function turnsOf(left: readonly CellSpec[], { plan, journal, progress }: Run, { big }: Phase): Turn[] {
  if (!big) return [{ name: "together", cells: left }];
  const size = sizeOf(left[0]);
  const tried = left.filter(
    (cell) =>
      (journal.prepared(0, idOf(cell))?.status ?? "ok") === "ok" &&
      skipReason(cell, plan, journal) === undefined,
  );
  const bytes = tried.reduce((sum, cell) => sum + cellBytes(cell, plan.data), 0);
  const short = shortOfMemory(bytes, `${size}: the states of ${tried.length} cells at once`);
  if (short === undefined || tried.length < 2) return [{ name: size, cells: left }];
  progress.say(`${short}: they are measured one after another, and not paired`);
  return left.map((cell) => ({ name: `${idOf(cell)}, alone`, cells: [cell] }));
}

async function measureInTurn(turn: Turn, run: Run, phase: Phase): Promise<void> {
  const { cells } = turn;
  const hosts = new Map<string, BackendProcess>();
  const children = () => [...hosts.values(), run.oracle].flatMap(({ pid }) => pid ?? []);
  const load = new SystemLoad(children);
  try {
    for (const cell of cells) {
      const name = hostOf(phase, cell);
      if (hosts.has(name)) continue;
      const host = await open(cell.backend, run);
      if (host !== undefined) hosts.set(name, host);
    }
    const ascending = cells.toSorted((a, b) => a.width - b.width);
    for (const [at, cell] of ascending.entries()) {
      run.progress.show(`${phase.name}: check ${at + 1}/${ascending.length}  ${idOf(cell)}`);
      load.look();
      const host = hosts.get(hostOf(phase, cell));
      if (host !== undefined) await prepare(cell, host, run, phase);
    }
    load.look();
    run.oracle.end();
    if (phase.rounds > 0) await visitRounds(turn, { hosts, load }, run, phase);
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

/** Checks a cell, in its first process alone, and calibrates it there; further processes sample as the first does. */
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
    const { innerIterations, repeats } = first ?? {};
    const samples = innerIterations && repeats ? { samples: { innerIterations, repeats } } : {};
    const ask = { cell, reference, timed: rounds > 0, limitNs: warmUpNs(plan), ...samples };
    journal.add({ kind: "prepared", process, id, prepared: await host.ask(id, "prepare", ask) });
  } catch (error) {
    const { name, message: reason } = error as Error;
    const status = name === "NotEnoughMemory" ? "skipped" : "error";
    if (error instanceof ProcessGone) journal.fail(id, reason);
    else journal.add({ kind: "prepared", process, id, prepared: { status, reason } });
  }
}
