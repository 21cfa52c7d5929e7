// What else used the machine while a cell was visited: processor time that was neither idle nor our own, as the system counts it.
import { readFileSync } from "node:fs";
import { processorTicks } from "./processor-time.ts";

/** Linux counts in ticks of 10 ms on all processors that Node runs on. */
const TICKS_PER_SECOND = 100;
/** Ticks are coarse, and a visit may be shorter than one: so long a window holds a hundred of them on two cores. */
const LEAST_SECONDS = 0.5;

/** Ticks since the system started, of all cores together. */
interface Look {
  /** s */
  readonly at: number;
  readonly idle: number;
  readonly own: number;
}

/** What all cores have not done, in ticks; undefined where the system does not say. */
interface Idle {
  readonly ticks: number;
  readonly cores: number;
}

/** Of the text of /proc/stat: idle, and waiting for a disk. Time that a host took away ("steal") is not idle. */
export function idleOf(stat: string): Idle | undefined {
  const [, idle, waiting] = /^cpu +\d+ +\d+ +\d+ +(\d+) +(\d+)/.exec(stat) ?? [];
  const cores = stat.match(/^cpu\d+ /gm)?.length ?? 0;
  return idle === undefined || cores === 0 ? undefined : { ticks: Number(idle) + Number(waiting), cores };
}

function readIdle(): Idle | undefined {
  try {
    return idleOf(readFileSync("/proc/stat", "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * Seen from this process: its own time is that of itself and of its measuring processes. What is left of time × cores is others' and the
 * host's. It is taken from idle time, which the system counts as it passes, and not from busy time, which it samples at ticks.
 */
export class SystemLoad {
  readonly #children: () => readonly number[];
  readonly #known = new Set<number>();
  readonly #looks: Look[] = [];
  #cores = 0;

  /** `children`: the measuring processes that live now, by their numbers. */
  constructor(children: () => readonly number[]) {
    this.#children = children;
  }

  /** To be called when nothing is being visited: a window begins and ends at a look. */
  look(): void {
    const own = this.#ownTicks();
    const idle = readIdle();
    if (own === undefined || idle === undefined) return;
    this.#cores = idle.cores;
    this.#looks.push({ at: performance.now() / 1e3, idle: idle.ticks, own });
  }

  /** Seconds until a window is long enough that begins at the first look; 0 where nothing can be seen. */
  get secondsToWait(): number {
    const [first] = this.#looks;
    return first === undefined ? 0 : Math.max(0, first.at + LEAST_SECONDS - performance.now() / 1e3);
  }

  /**
   * Foreign load over the shortest window that ends now, holds all since the last look and lasts half a second, as a share of time × cores; it may be
   * a little below 0, as ticks are rounded. null where the system does not say. `look` must have been called before.
   */
  share(): number | null {
    const since = this.#looks.at(-1)?.at;
    this.look();
    const now = this.#looks.at(-1);
    if (now === undefined || since === undefined || now.at === since) return null;
    const latest = Math.min(since, now.at - LEAST_SECONDS);
    const from = Math.max(
      0,
      this.#looks.findLastIndex(({ at }) => at <= latest),
    );
    const start = this.#looks[from];
    this.#looks.splice(0, from);
    const ticks = (now.at - start.at) * TICKS_PER_SECOND * this.#cores;
    const foreign = ticks - (now.idle - start.idle) - (now.own - start.own);
    return Math.max(-1, Math.min(1, foreign / ticks));
  }

  /** A process that ended is counted by its own number until the system has added its time to this one's. */
  #ownTicks(): number | undefined {
    for (const pid of this.#children()) this.#known.add(pid);
    let sum = processorTicks(process.pid);
    for (const pid of this.#known) {
      const ticks = processorTicks(pid);
      if (ticks === undefined) this.#known.delete(pid);
      else if (sum !== undefined) sum += ticks;
    }
    return sum;
  }
}
