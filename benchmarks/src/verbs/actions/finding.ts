// What one tier of the gate found: in a word, in lines, in blocks and as JSON.
import type { Comparison } from "@widthwise/measure";
import type { Block } from "../../page/document.ts";

/** What a tier found. */
export interface Finding {
  readonly title: string;
  /** in a word */
  readonly verdict: Comparison["verdict"] | "changed";
  /** what standard output says, the verdict last */
  readonly lines: readonly string[];
  /** what a summary shows below its title */
  readonly blocks: readonly Block[];
  /** what --json holds */
  readonly json: object;
  /** is said, and does not count */
  readonly toldOnly?: boolean;
}
