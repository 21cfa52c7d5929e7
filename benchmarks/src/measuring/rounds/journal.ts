// What a run in paired rounds has found so far: each event is added once, and looked up by cell.
import type { Event, Found, Prepared, Sampled } from "./events.ts";

/** What is planned of a cell: the rounds in which it is visited, and with whom in turn. */
interface Visits {
  readonly rounds: number[];
  readonly turn: string;
}

/** The rounds of a phase may be measured again. */
const setOf = (phase: string, attempt: number) => `${attempt} ${phase}`;

export class Journal {
  readonly #keep: (event: Event) => void;
  readonly #backends = new Map<string, Found>();
  readonly #prepared = new Map<string, Prepared>();
  readonly #schedules = new Map<string, string[][]>();
  readonly #planned = new Map<string, Map<string, Visits>>();
  readonly #late = new Map<string, string>();
  readonly #samples = new Map<string, Map<string, Sampled>>();
  readonly #sampled: Sampled[] = [];
  readonly #failures = new Map<string, string>();

  /** `before`: what an earlier process found. `keep` gets every event that is new; by default none is kept. */
  constructor(before: readonly Event[] = [], keep: (event: Event) => void = () => {}) {
    this.#keep = keep;
    for (const event of before) this.assume(event);
  }

  add(event: Event): void {
    this.assume(event);
    this.#keep(event);
  }

  /** Takes an event without keeping it: whoever goes on from this run finds out again. */
  assume(event: Event): void {
    if (event.kind === "backend") this.#backends.set(event.name, event.info);
    else if (event.kind === "prepared") this.#prepared.set(`${event.process} ${event.id}`, event.prepared);
    else if (event.kind === "rounds") this.#plan(event);
    else this.#sample(event);
  }

  /** A cell is planned once per phase and attempt: what plans it again is not heard. */
  #plan({ phase, attempt, turn, rounds, skipped }: Extract<Event, { kind: "rounds" }>): void {
    const key = setOf(phase, attempt);
    const schedule = this.#schedules.get(key) ?? [];
    const planned = this.#planned.get(key) ?? new Map<string, Visits>();
    this.#schedules.set(key, schedule);
    this.#planned.set(key, planned);
    const before = new Set(planned.keys());
    for (const [round, all] of rounds.entries()) {
      const ids = all.filter((id) => !before.has(id));
      schedule[round] = [...(schedule[round] ?? []), ...ids];
      for (const id of ids) planned.set(id, { turn, rounds: [...(planned.get(id)?.rounds ?? []), round] });
    }
    for (const { id, reason } of skipped) {
      if (before.has(id)) continue;
      planned.set(id, { turn, rounds: [] });
      this.#late.set(id, reason);
    }
  }

  #sample(event: Sampled): void {
    const own = this.#samples.get(event.id) ?? new Map<string, Sampled>();
    this.#samples.set(event.id, own);
    const key = `${event.attempt} ${event.round}`;
    if (own.has(key)) return;
    own.set(key, event);
    this.#sampled.push(event);
  }

  /** Work at a cell that gave nothing, and why; tried again when the run goes on. */
  fail(id: string, reason: string): void {
    this.#failures.set(id, reason);
  }

  failure(id: string): string | undefined {
    return this.#failures.get(id);
  }

  backend(name: string): Found | undefined {
    return this.#backends.get(name);
  }

  get backends(): readonly Found[] {
    return [...this.#backends.values()];
  }

  /** What preparing a cell in its process of that number found. */
  prepared(process: number, id: string): Prepared | undefined {
    return this.#prepared.get(`${process} ${id}`);
  }

  /** Every preparation of a cell, in the order of its processes. */
  preparations(id: string): readonly Prepared[] {
    const found: Prepared[] = [];
    for (let k = 0, one = this.prepared(0, id); one !== undefined; one = this.prepared(++k, id))
      found.push(one);
    return found;
  }

  /** The cells of each round of a phase, in the order of their visits. */
  schedule(phase: string, attempt: number): readonly (readonly string[])[] {
    return this.#schedules.get(setOf(phase, attempt)) ?? [];
  }

  /** Rounds of a phase in which a cell is to be visited, counted from 0; undefined before that is planned. */
  planned(phase: string, attempt: number, id: string): readonly number[] | undefined {
    return this.#planned.get(setOf(phase, attempt))?.get(id)?.rounds;
  }

  /** With whom in turn a cell is visited in a phase; undefined before that is planned. */
  turn(phase: string, attempt: number, id: string): string | undefined {
    return this.#planned.get(setOf(phase, attempt))?.get(id)?.turn;
  }

  /** Every turn that is planned in a phase. */
  turns(phase: string, attempt: number): ReadonlySet<string> {
    return new Set([...(this.#planned.get(setOf(phase, attempt))?.values() ?? [])].map(({ turn }) => turn));
  }

  /** Why a cell that was prepared is not visited. */
  late(id: string): string | undefined {
    return this.#late.get(id);
  }

  isSampled(id: string, attempt: number, round: number): boolean {
    return this.#samples.get(id)?.has(`${attempt} ${round}`) ?? false;
  }

  /** A cell's samples of one of its processes and one attempt, by ascending round. */
  samples(id: string, process: number, attempt: number): readonly Sampled[] {
    return [...(this.#samples.get(id)?.values() ?? [])]
      .filter((event) => event.process === process && event.attempt === attempt)
      .sort((a, b) => a.round - b.round);
  }

  /** Samples of all cells, in the order in which they were taken. */
  get sampled(): readonly Sampled[] {
    return this.#sampled;
  }
}
