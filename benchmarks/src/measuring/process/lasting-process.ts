// A measuring process that is replaced when it dies: what was asked is asked again, and only what kills process after process is given up.
import { type MeasuringProcess, ProcessGone } from "./measuring-process.ts";
import type { Exchange } from "./protocol.ts";

/** Processes that one cause may cost. A kill from outside seldom meets the same work so often. */
export const MOST_DEATHS = 4;
/** What a process dies of before it is at work on anything. */
const IDLE = "nothing";

export interface Replaceable<P> {
  readonly start: () => P;
  /** what a fresh process is told before anything else */
  readonly setUp?: (fresh: P) => Promise<void>;
  /** called for each death, with the process's own words */
  readonly onDeath?: (message: string) => void;
}

export class LastingProcess<R extends Exchange<R>, P extends MeasuringProcess<R>> {
  readonly #how: Replaceable<P>;
  readonly #deaths = new Map<string, number>();
  #process: P | undefined;

  constructor(how: Replaceable<P>) {
    this.#how = how;
  }

  /**
   * Asks until a process lives to answer. Deaths are counted by `cause`, the work that was under way: neither a death
   * between two questions nor one during the start is the next question's. ProcessGone where the cause has cost
   * MOST_DEATHS processes, or as many in a row did not live to begin; other errors are the process's own answer.
   */
  async ask<K extends keyof R & string>(cause: string, kind: K, ask: R[K]["ask"]): Promise<R[K]["answer"]> {
    for (;;) {
      const living = await this.#living();
      try {
        const answer = await living.ask(kind, ask);
        this.#deaths.delete(IDLE);
        return answer;
      } catch (error) {
        this.#count(cause, error);
      }
    }
  }

  /** Starts a process now, rather than when the first question comes; the errors of `setUp`, and ProcessGone. */
  async start(): Promise<void> {
    await this.#living();
  }

  /** The number of the one that lives; undefined where none does. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  async #living(): Promise<P> {
    for (;;) {
      if (this.#process !== undefined && !this.#process.gone) return this.#process;
      const fresh = this.#how.start();
      try {
        await fresh.serving;
        await this.#how.setUp?.(fresh);
        this.#process = fresh;
      } catch (error) {
        fresh.end();
        this.#count(IDLE, error);
      }
    }
  }

  /** Throws what is no death, and the death that is one too many. */
  #count(work: string, error: unknown): void {
    if (!(error instanceof ProcessGone)) throw error;
    const cause = error.atWork ? work : IDLE;
    const deaths = (this.#deaths.get(cause) ?? 0) + 1;
    this.#deaths.set(cause, deaths);
    this.#how.onDeath?.(error.message);
    if (deaths >= MOST_DEATHS) throw new ProcessGone(`${error.message} (${deaths} times)`, error.atWork);
  }

  end(): void {
    this.#process?.end();
    this.#process = undefined;
  }
}
