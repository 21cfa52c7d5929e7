// What is measured of a cell, whatever it times: a check, exact work, and copies of a state to step from.
import type { MaybePromise } from "@widthwise/backends";
import { type Counters, counterNames } from "@widthwise/core";
import type { Subject } from "@widthwise/measure";
import type { Check, Reference } from "./requests.ts";

/** An iteration that does nothing is neither right nor wrong. */
export interface Stuck {
  readonly stuck: string;
}

/** What a cell needs to be checked and timed. */
export interface Specimen {
  /** the answer, against the reference where there is one; or why an iteration does nothing, and so has no time */
  check(reference: Reference | null): Promise<Check | Stuck>;
  /** exact work of one iteration from the initial state */
  work(): Promise<Counters>;
  /** fired (input, neuron) pairs at the initial state */
  fired?(): Promise<number>;
  /** what else a check finds, units in the names */
  measures?(): Promise<Record<string, number>>;
  /** independent copies of the state to time */
  subject(slots: number): Promise<Subject>;
  readonly initNs?: number;
  /** iterations that one sample may have, where the instrument's own limit, made for copies of a state, is too low */
  readonly mostInner?: number;
  dispose(): void;
}

/** A value with the time that making it took. */
export async function timed<T>(work: () => MaybePromise<T>): Promise<{ value: T; ns: number }> {
  const start = performance.now();
  const value = await work();
  return { value, ns: Math.max(1, (performance.now() - start) * 1e6) };
}

/** An empty step: what the instrument itself costs. */
export function noopSpecimen(): Specimen {
  let sink = 0;
  return {
    initNs: 1,
    check: async () => ({ what: "nothing", value: 0, reference: 0, tolerance: 0 }),
    work: async () => Object.fromEntries(counterNames.map((name) => [name, 0])) as unknown as Counters,
    subject: async (slots) => ({
      slots,
      restore() {},
      step: () => {
        sink++;
      },
    }),
    dispose() {
      if (sink < 0) throw new Error("unreachable: keeps the empty step observable");
    },
  };
}
