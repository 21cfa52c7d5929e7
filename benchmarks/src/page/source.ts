// Where the numbers of a table come from: command, commit and seed, below every table.
import type { Result } from "@widthwise/measure";
import type { Block, Text } from "./document.ts";

export function sourceOf({ command, commit, dirty, seed }: Result): Text {
  return `\`${command}\`, commit \`${commit.slice(0, 12)}\`${dirty ? " with uncommitted changes" : ""}, seed ${seed}`;
}

/** The blocks with the source of a result below every table. */
export function withSource(blocks: readonly Block[], result: Result): Block[] {
  const source = sourceOf(result);
  return blocks.map((block) => {
    if (block.kind === "table") return { source, ...block };
    return block.kind === "details" ? { ...block, blocks: withSource(block.blocks, result) } : block;
  });
}
