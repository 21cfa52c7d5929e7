// An answer whose parts are tasks.
import type { Text } from "../../../page/document.ts";

/** What one task adds to an answer. */
export interface Part {
  readonly verdict: Text;
  readonly details: Text;
}

/** The answer; undefined where no task has a part. */
export function joined(parts: readonly Part[], before: Text, beforeDetails: Text = "") {
  if (parts.length === 0) return undefined;
  const join = (what: keyof Part) => `${parts.map((part) => part[what]).join("; ")}.`;
  return { sentence: `${before}${join("verdict")}`, details: `${beforeDetails}${join("details")}` };
}
