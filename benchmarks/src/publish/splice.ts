// Generated parts of hand-written files: what stands between two markers belongs to the tool.
import { UsageError } from "../exit-codes.ts";

function markers(name: string): readonly [string, string] {
  return [`<!-- widthwise:${name} begin -->`, `<!-- widthwise:${name} end -->`];
}

function indexOfOnly(text: string, marker: string): number {
  const index = text.indexOf(marker);
  if (index < 0) throw new UsageError(`marker ${marker} is missing: put it back on a line of its own`);
  if (text.indexOf(marker, index + 1) >= 0)
    throw new UsageError(`marker ${marker} stands there twice: keep one`);
  return index;
}

/**
 * `text` with what stands between `<!-- widthwise:NAME begin -->` and `<!-- widthwise:NAME end -->` replaced, for every
 * named block. UsageError where a marker is missing, double or in the wrong order, where the text has a block that
 * nobody fills, and where a block's content has a marker.
 */
export function spliceReadme(text: string, blocks: ReadonlyMap<string, string>): string {
  for (const [, name] of text.matchAll(/<!-- widthwise:([\w-]+) (?:begin|end) -->/g))
    if (!blocks.has(name))
      throw new UsageError(
        `nothing fills the block "${name}"; there are: ${[...blocks.keys()].join(", ") || "none"}`,
      );
  let spliced = text;
  for (const [name, content] of blocks) {
    if (content.includes("<!-- widthwise:"))
      throw new UsageError(`the block "${name}" would hold a marker of a block`);
    const [begin, end] = markers(name);
    const from = indexOfOnly(spliced, begin) + begin.length;
    const to = indexOfOnly(spliced, end);
    if (to < from) throw new UsageError(`marker ${end} stands before ${begin}: exchange them`);
    spliced = `${spliced.slice(0, from)}\n${content.trim()}\n${spliced.slice(to)}`;
  }
  return spliced;
}
