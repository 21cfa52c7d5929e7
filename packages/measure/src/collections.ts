// Garbage collections that fall into what is timed, as the engine itself tells of them.
import { PerformanceObserver } from "node:perf_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";

/** From one reading of the clock to another, ms. */
export type Span = readonly [start: number, end: number];

/** Sees every collection of this process from when it is made on. */
export class Collections {
  readonly #seen: Span[] = [];

  constructor() {
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        this.#seen.push([startTime, startTime + duration]);
    }).observe({ entryTypes: ["gc"] });
  }

  /** Into how many of these spans a collection fell; none of them is told of twice. O(spans · collections). */
  async within(spans: readonly Span[]): Promise<number> {
    // the engine hands a collection over after one turn of the event loop, and the observer is called after another
    for (let turn = 0; turn < 3; turn++) await nextTurn();
    const seen = this.#seen.splice(0);
    return spans.filter(([start, end]) => seen.some(([from, to]) => from < end && to > start)).length;
  }
}
