// The instrument's own checks: what it adds, and what it calls a difference when there is none.
import type { Result } from "@widthwise/measure";
import { type Block, heading, list, table } from "../page/document.ts";
import { sourceOf } from "../page/source.ts";
import { significant, time, widthLabel } from "../page/units.ts";

/** An empty step and the same cell twice: what the instrument adds, and what it calls a difference when there is none. */
export function controlBlocks(result: Result): Block[] {
  const { noop, aa } = result.controls;
  const source = sourceOf(result);
  const blocks: Block[] = [heading(2, "The instrument measured by itself")];
  if (noop.length > 0)
    blocks.push(
      table(
        ["empty step on", "median>"],
        noop.map(({ backend, medianNs }) => [backend, time(medianNs)]),
        source,
      ),
    );
  if (aa.length > 0)
    blocks.push(
      table(
        ["same cell twice", "backend", "width>", "ratio [95 %]>", "1 inside?"],
        aa.map(({ algorithm, backend, width, ratio: { value, lo, hi } }) => [
          `\`${algorithm}\``,
          backend,
          widthLabel(width),
          `${significant(value)} [${significant(lo)}, ${significant(hi)}]`,
          lo <= 1 && hi >= 1 ? "yes" : "**no**",
        ]),
        source,
      ),
    );
  if (blocks.length === 1) blocks.push(list(["No control was measured in this run."]));
  return blocks;
}
