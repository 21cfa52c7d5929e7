// What one listing of `list` consists of.
import type { Block } from "../../page/document.ts";

/** What there is of one kind, as data and as blocks to print. */
export interface Listed {
  readonly data: readonly object[];
  readonly blocks: readonly Block[];
}
