// What a comparison has found so far: each event is added once, and looked up by side and cell.
import type { Found, Prepared } from "../rounds/events.ts";
import type { PairEvent, Side, Visits } from "./pair-events.ts";

export const sides: readonly Side[] = ["base", "head"];

export class PairJournal {
  readonly #keep: (event: PairEvent) => void;
  readonly #backends = new Map<string, Found>();
  readonly #prepared = new Map<string, Prepared>();
  readonly #processes = new Map<number, Visits>();

  /** `before`: what an interrupted command found; `keep` gets every event that is new. */
  constructor(before: readonly PairEvent[] = [], keep: (event: PairEvent) => void = () => {}) {
    this.#keep = keep;
    for (const event of before) this.#assume(event);
  }

  add(event: PairEvent): void {
    this.#assume(event);
    this.#keep(event);
  }

  #assume(event: PairEvent): void {
    if (event.kind === "backend") this.#backends.set(`${event.side} ${event.name}`, event.info);
    else if (event.kind === "prepared") this.#prepared.set(`${event.side} ${event.id}`, event.prepared);
    else this.#processes.set(event.process, event);
  }

  backend(side: Side, name: string): Found | undefined {
    return this.#backends.get(`${side} ${name}`);
  }

  backendsOf(side: Side): Found[] {
    return [...this.#backends].flatMap(([key, info]) => (key.startsWith(`${side} `) ? [info] : []));
  }

  /** What the side's first process found of a cell. */
  prepared(side: Side, id: string): Prepared | undefined {
    return this.#prepared.get(`${side} ${id}`);
  }

  /** Right on both sides, and so worth a visit. */
  isReady(id: string): boolean {
    return sides.every((side) => this.prepared(side, id)?.status === "ok");
  }

  /** How both sides sample a cell: as the side that was prepared first found fit. */
  samplesOf(id: string): { innerIterations: number; repeats: number } | undefined {
    for (const side of sides) {
      const { innerIterations, repeats } = this.prepared(side, id) ?? {};
      if (innerIterations !== undefined && repeats !== undefined) return { innerIterations, repeats };
    }
    return undefined;
  }

  has(process: number): boolean {
    return this.#processes.has(process);
  }

  /** By ascending number. */
  get processes(): readonly Visits[] {
    return [...this.#processes.values()].sort((a, b) => a.process - b.process);
  }
}
