// The main loop: paired randomised rounds over all cells, each backend in a process of its own.
import type { BackendInfo } from "@widthwise/backends";
import { shortOfMemory } from "@widthwise/core";
import { leastForInterval, planRounds, remainingSeconds, scheduleStream } from "@widthwise/measure";
import { algorithms } from "@widthwise/train";
import { shiftOf } from "../../grids.ts";
import type { PairedSuite } from "../../suites.ts";
import type { Progress } from "../progress.ts";
import type { Journal } from "./journal.ts";
import type { Prepared } from "./requests.ts";
import { type RoundsProcess, startRoundsProcess } from "./rounds-process.ts";
import { type CellSpec, idOf, type TrainingData } from "./spec.ts";
import { structureBytes } from "./structure-specimen.ts";

export interface RunPlan {
  readonly kind: PairedSuite["kind"];
  readonly cells: readonly CellSpec[];
  /** cells measured a second time under another name */
  readonly twins: readonly CellSpec[];
  /** absent for suites of products */
  readonly data?: TrainingData;
  /** 0: answers are checked and nothing is timed */
  readonly rounds: number;
  readonly processes: number;
  readonly budgetSeconds: number;
  readonly checkSteps: number;
  readonly seed: number;
  readonly threads?: number | undefined;
}

/** The float64 oracle runs up to this width; above, answers are checked from the final state. */
const ORACLE_WIDTH = 2 ** 16;
/** A state above this many bytes is measured alone, in a process of its own. */
const BIG_BYTES = 2 ** 29;

/** Bytes that a cell's state takes; products are small. */
function bytesOf(cell: CellSpec, data: TrainingData | undefined): number {
  if (cell.kind === "structures") return structureBytes(cell);
  if (cell.kind !== "training" || data === undefined) return 0;
  return algorithms[cell.algorithm].bytes(
    { ...cell, shift: shiftOf(data.shift)(cell.width) },
    cell.backend === "js" ? 8 : 4,
  );
}

const seriesOf = ({ kind, algorithm, backend, n, d, width }: CellSpec) =>
  kind === "products" ? `${algorithm} ${backend} ${n} ${d} ${width}` : `${algorithm} ${backend} ${n}`;

type Info = BackendInfo | { missing: string; remedy: string };

/** A process with its backend open and the run's data in it. */
async function openHost(backend: string, plan: RunPlan): Promise<{ host: RoundsProcess; info: Info }> {
  const host = startRoundsProcess();
  const info = await host.ask("open", { backend, threads: plan.threads }).catch((error: Error) => ({
    missing: error.message,
    remedy: "see the message; npx widthwise doctor shows every backend",
  }));
  if (!("missing" in info) && plan.data) await host.ask("data", plan.data);
  return { host, info };
}

/** Residual norms of the float64 oracle, computed once for each algorithm, width and n. */
class Oracle {
  readonly #plan: RunPlan;
  readonly #known = new Map<string, number[]>();
  #host: RoundsProcess | undefined;

  constructor(plan: RunPlan) {
    this.#plan = plan;
  }

  async residuals(cell: CellSpec): Promise<number[] | null> {
    if (cell.kind !== "training" || cell.width > ORACLE_WIDTH) return null;
    const algorithm = algorithms[cell.algorithm];
    if (algorithm.approximate) return null;
    const key = `${algorithm.oracle} ${cell.n} ${cell.width}`;
    const known = this.#known.get(key);
    if (known) return known;
    this.#host ??= (await openHost("js", this.#plan)).host;
    const norms = await this.#host.ask("reference", { cell, steps: this.#plan.checkSteps });
    this.#known.set(key, norms);
    return norms;
  }

  end(): void {
    this.#host?.end();
    this.#host = undefined;
  }
}

/** Measures or, with no rounds, only checks every cell; everything found goes to the journal. */
export async function measureSuite(plan: RunPlan, journal: Journal, progress: Progress): Promise<void> {
  const oracle = new Oracle(plan);
  try {
    for (let pass = 0; pass < Math.max(1, plan.processes); pass++) {
      if (journal.events.some((e) => e.kind === "ended" && e.process === pass)) continue;
      await new Pass(plan, journal, progress, oracle, pass).run();
      journal.add({ kind: "ended", process: pass });
    }
  } finally {
    oracle.end();
    progress.end();
  }
}

/** One process of every backend, from opening to the last round. */
class Pass {
  readonly #plan: RunPlan;
  readonly #journal: Journal;
  readonly #progress: Progress;
  readonly #oracle: Oracle;
  readonly #pass: number;
  readonly #hosts = new Map<string, RoundsProcess>();
  readonly #slowest = new Map<string, { width: number; stepSeconds: number; initSeconds: number }>();

  constructor(plan: RunPlan, journal: Journal, progress: Progress, oracle: Oracle, pass: number) {
    this.#plan = plan;
    this.#journal = journal;
    this.#progress = progress;
    this.#oracle = oracle;
    this.#pass = pass;
  }

  async run(): Promise<void> {
    try {
      await this.#openAll();
      const { cells, twins, data } = this.#plan;
      const isBig = (cell: CellSpec) => bytesOf(cell, data) > BIG_BYTES;
      const together = cells.filter((cell) => !isBig(cell));
      const ready = await this.#prepareAll([...together, ...twins]);
      this.#oracle.end();
      if (this.#plan.rounds > 0) await this.#measureTogether(ready);
      this.#closeAll();
      // one process is what a big cell can have: its repetition in further passes would only repeat its set-up
      if (this.#pass === 0) for (const cell of cells.filter(isBig)) await this.#measureAlone(cell);
    } finally {
      this.#closeAll();
    }
  }

  async #openAll(): Promise<void> {
    for (const backend of new Set(this.#plan.cells.map((cell) => cell.backend))) {
      const { host, info } = await openHost(backend, this.#plan);
      if (this.#pass === 0 && !this.#journal.events.some((e) => e.kind === "backend" && e.name === backend))
        this.#journal.add({ kind: "backend", name: backend, info });
      if ("missing" in info) {
        if (this.#pass === 0)
          this.#progress.say(`${backend} is not available: ${info.missing} — ${info.remedy}`);
        host.end();
      } else this.#hosts.set(backend, host);
    }
  }

  #closeAll(): void {
    for (const host of this.#hosts.values()) host.end();
    this.#hosts.clear();
  }

  /** Checks (first pass) and calibrates every cell; ids of those that can be measured, with predicted seconds a visit. */
  async #prepareAll(
    cells: readonly CellSpec[],
  ): Promise<{ id: string; visitSeconds: number; cell: CellSpec }[]> {
    const ready: { id: string; visitSeconds: number; cell: CellSpec }[] = [];
    const ascending = [...cells].sort((a, b) => a.width - b.width);
    for (const [at, cell] of ascending.entries()) {
      const host = this.#hosts.get(cell.backend);
      if (host === undefined) continue;
      this.#progress.show(
        `pass ${this.#pass + 1}/${this.#plan.processes || 1}: check ${at + 1}/${ascending.length}  ${idOf(cell)}`,
      );
      const prepared = await this.#prepare(cell, host);
      if (prepared?.status === "ok" && this.#plan.rounds > 0)
        ready.push({ id: idOf(cell), visitSeconds: prepared.visitSeconds ?? 0, cell });
    }
    return ready;
  }

  async #prepare(cell: CellSpec, host: RoundsProcess): Promise<Prepared | undefined> {
    const id = idOf(cell);
    const first = this.#known(id, 0);
    // found wanting in the first pass: not measured in any
    if (first !== undefined && first.status !== "ok") return undefined;
    const skip = this.#skipReason(cell);
    if (skip !== undefined) {
      this.#journal.add({
        kind: "prepared",
        process: this.#pass,
        id,
        prepared: { status: "error", reason: skip, skipped: true },
      });
      return undefined;
    }
    const needsCheck = first === undefined;
    let prepared: Prepared;
    try {
      const reference = needsCheck ? await this.#oracle.residuals(cell) : undefined;
      prepared = await host.ask("prepare", {
        cell,
        reference,
        timed: this.#plan.rounds > 0,
        // warm-up and calibration take at most a small part of what the rounds may take
        limitNs: (this.#plan.budgetSeconds / 16) * 1e9,
      });
    } catch (error) {
      const { name, message } = error as Error;
      prepared = {
        status: "error",
        reason: message,
        ...(name === "NotEnoughMemory" ? { skipped: true } : {}),
      };
      await this.#replaceIfDead(cell.backend, host);
    }
    this.#slowest.set(seriesOf(cell), {
      width: cell.width,
      stepSeconds: (prepared.stepNs ?? 0) / 1e9,
      initSeconds: (prepared.initNs ?? 0) / 1e9,
    });
    this.#journal.add({ kind: "prepared", process: this.#pass, id, prepared });
    return prepared;
  }

  /** A process that died takes its other cells along; the next cell gets a new one. */
  async #replaceIfDead(backend: string, host: RoundsProcess): Promise<void> {
    try {
      await host.ask("release", { id: "" });
    } catch {
      host.end();
      const { host: next, info } = await openHost(backend, this.#plan);
      if ("missing" in info) this.#hosts.delete(backend);
      else this.#hosts.set(backend, next);
    }
  }

  #known(id: string, pass: number): Prepared | undefined {
    const event = this.#journal.events.findLast(
      (e) => e.kind === "prepared" && e.process === pass && e.id === id,
    );
    return event?.kind === "prepared" ? event.prepared : undefined;
  }

  /** Why a cell is not tried: it would take more memory than there is, or longer than the budget. */
  #skipReason(cell: CellSpec): string | undefined {
    const { budgetSeconds, rounds, checkSteps, data } = this.#plan;
    const short = shortOfMemory(bytesOf(cell, data), "its state");
    if (short !== undefined) return short;
    const before = this.#slowest.get(seriesOf(cell));
    if (before === undefined || rounds === 0) return undefined;
    // every algorithm here grows at most linearly with the width
    const growth = cell.width / before.width;
    const needed = growth * (before.initSeconds + before.stepSeconds * (leastForInterval + checkSteps + 2));
    if (needed > budgetSeconds)
      return `predicted ${needed.toPrecision(3)} s from width ${before.width}, above the budget of ${budgetSeconds} s: raise it with --budget`;
    return undefined;
  }

  async #measureTogether(
    ready: readonly { id: string; visitSeconds: number; cell: CellSpec }[],
  ): Promise<void> {
    const { rounds, processes, budgetSeconds, seed } = this.#plan;
    const perPass = Math.max(1, Math.round(rounds / processes));
    const schedule =
      this.#journal.events.find((e) => e.kind === "rounds" && e.process === this.#pass) ??
      this.#planned(
        planRounds(ready, {
          rounds: perPass,
          budgetSeconds: budgetSeconds / processes,
          key: { seed: seed + this.#pass, stream: scheduleStream },
        }),
      );
    if (schedule.kind !== "rounds") throw new Error("the journal holds no schedule");
    const byId = new Map(ready.map((each) => [each.id, each]));
    const cost = (id: string) => byId.get(id)?.visitSeconds ?? 0;
    const total = schedule.rounds.flat().reduce((sum, id) => sum + cost(id), 0);
    const start = performance.now();
    let done = 0;
    for (const [round, ids] of schedule.rounds.entries())
      for (const id of ids) {
        const cell = byId.get(id)?.cell;
        const host = cell && this.#hosts.get(cell.backend);
        const number = this.#pass * perPass + round;
        if (host && !this.#sampled(number, id)) await this.#visit(host, id, number);
        done += cost(id);
        this.#progress.show(
          `pass ${this.#pass + 1}/${processes}: round ${round + 1}/${schedule.rounds.length}  ${id}`,
          remainingSeconds(done, total, (performance.now() - start) / 1e3),
        );
      }
  }

  #planned({ rounds, skipped }: ReturnType<typeof planRounds>) {
    const event = { kind: "rounds", process: this.#pass, rounds, skipped } as const;
    this.#journal.add(event);
    return event;
  }

  #sampled(round: number, id: string): boolean {
    return this.#journal.events.some((e) => e.kind === "sampled" && e.round === round && e.id === id);
  }

  async #visit(host: RoundsProcess, id: string, round: number): Promise<void> {
    try {
      const answer = await host.ask("sample", { id });
      this.#journal.add({ kind: "sampled", process: this.#pass, round, id, ...answer });
    } catch (error) {
      this.#progress.say(`${id}: ${(error as Error).message}`);
    }
  }

  async #measureAlone(cell: CellSpec): Promise<void> {
    const id = idOf(cell);
    if (this.#known(id, 0) !== undefined) return;
    const missing = this.#journal.events.find((e) => e.kind === "backend" && e.name === cell.backend);
    if (missing?.kind === "backend" && "missing" in missing.info) return;
    this.#progress.show(`${id}, alone`);
    const { host, info } = await openHost(cell.backend, this.#plan);
    try {
      if ("missing" in info) throw new Error(info.missing);
      const prepared = await this.#prepare(cell, host);
      this.#oracle.end();
      const visits =
        this.#plan.rounds === 0 || prepared?.status !== "ok"
          ? 0
          : this.#visitsAlone(prepared.visitSeconds ?? 0);
      for (let round = 0; round < visits; round++) {
        await this.#visit(host, id, round);
        this.#progress.show(`${id}, alone: ${round + 1}/${visits}`);
      }
    } finally {
      host.end();
    }
  }

  /** As many rounds as the budget pays for, at least the six that an interval needs. */
  #visitsAlone(visitSeconds: number): number {
    const { rounds, budgetSeconds } = this.#plan;
    return Math.min(
      rounds,
      Math.max(leastForInterval, Math.floor(budgetSeconds / Math.max(visitSeconds, 1e-9))),
    );
  }
}
