// What is said beside an answer, on standard error.
import { visibleLines } from "./visible.ts";

/** A line, or several. */
export function warn(text: string): void {
  process.stderr.write(`${visibleLines(text)}\n`);
}
