// An answer held against its reference.
import type { Cell } from "@widthwise/measure";

type Check = NonNullable<Cell["check"]>;

/** The check as JSON may hold it, which has neither NaN nor infinities, and what is wrong with the answer. */
export interface Judged {
  readonly check?: Check;
  /** absent where the answer is right */
  readonly wrong?: string;
}

/** Right is what differs from the reference by no more than the tolerance; a value that is no number has none to show. */
export function judge(check: Check): Judged {
  const { what, value, reference, tolerance } = check;
  if (Math.abs(value - reference) <= tolerance) return { check };
  const wrong = `${what}: ${value} instead of ${reference}, tolerance ${tolerance}`;
  return Number.isFinite(value) && Number.isFinite(reference) ? { check, wrong } : { wrong };
}

/** Index of the value that is farthest from its reference; one that is no number is farther than any. */
export function farthest(values: ArrayLike<number>, references: ArrayLike<number>): number {
  let worst = 0;
  for (let k = 0; k < values.length; k++) {
    const apart = Math.abs(values[k] - references[k]);
    if (Number.isNaN(apart)) return k;
    if (apart > Math.abs(values[worst] - references[worst])) worst = k;
  }
  return worst;
}
