// Where numbers come from, in one line.
import type { Result } from "@widthwise/measure";
import type { Text } from "./document.ts";

/** Where the numbers of a table come from: below every table. */
export function sourceOf({ command, commit, dirty, seed }: Result): Text {
  return `\`${command}\`, commit \`${commit.slice(0, 12)}\`${dirty ? " with uncommitted changes" : ""}, seed ${seed}`;
}
