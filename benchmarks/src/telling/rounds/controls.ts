// The instrument's own checks: what it adds, and what it calls a difference when there is none.
import type { Result } from "@widthwise/measure";
import { type Block, heading, list } from "../../page/document.ts";
import { section } from "../../page/section.ts";
import { significant, time, widthLabel } from "../../page/units.ts";

/** An empty step and the same cell twice. */
export function controlBlocks({ controls: { noop, aa } }: Result): Block[] {
  const tables = [
    section({
      rows: noop,
      columns: [
        ["empty step on", ({ backend }) => backend],
        ["median>", ({ medianNs }) => time(medianNs)],
      ],
    }),
    section({
      rows: aa,
      columns: [
        ["same cell twice", ({ algorithm }) => `\`${algorithm}\``],
        ["backend", ({ backend }) => backend],
        ["width>", ({ width }) => widthLabel(width)],
        [
          "ratio [95 %]>",
          ({ ratio: { value, lo, hi }, kind }) =>
            `${significant(value)} [${significant(lo)}, ${significant(hi)}]${kind === undefined ? "" : ` (${kind})`}`,
        ],
        ["1 inside?", ({ ratio: { lo, hi } }) => (lo <= 1 && hi >= 1 ? "yes" : "**no**")],
      ],
    }),
  ].flat();
  return [
    heading(2, "The instrument measured by itself"),
    ...(tables.length > 0 ? tables : [list(["No control was measured in this run."])]),
  ];
}
