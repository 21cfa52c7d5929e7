// Which backend to take for an algorithm, and which pair is the fastest of all, by width.
import { type DispatchTable, dispatchTable, type Result } from "@widthwise/measure";
import type { Block, Text } from "../../page/document.ts";
import { lastOf } from "../../page/lists.ts";
import { section } from "../../page/section.ts";
import { time, widthLabel, widthRange } from "../../page/units.ts";

/** Two tables: ranges of widths for each algorithm; the overall fastest, neighbours joined. */
export function fastestBlocks(result: Result): Block[] {
  const { algorithms, fastest } = dispatchTable(result.cells);
  if (fastest.length === 0) return [];
  return [
    section({
      heading: "Which backend to take",
      rows: algorithms,
      columns: [
        ["algorithm", ({ algorithm }) => `\`${algorithm}\``],
        ["n>", ({ n }) => String(n)],
        ["fastest backend, by width", ({ ranges }) => rangeWords(ranges)],
      ],
    }),
    section({
      rows: joined(fastest),
      columns: [
        ["fastest of all", ([{ algorithm }]) => `\`${algorithm}\``],
        ["on", ([{ backend }]) => backend],
        ["n>", ([{ n }]) => String(n)],
        ["widths", (run) => widthRange(run.map(({ width }) => width))],
        ["time per iteration", (run) => timesOf(run)],
      ],
    }),
  ].flat();
}

function rangeWords(ranges: DispatchTable["algorithms"][number]["ranges"]): Text {
  return ranges
    .map(
      ({ fromWidth, toWidth, backend }) => `**${backend}** ${widthLabel(fromWidth)} … ${widthLabel(toWidth)}`,
    )
    .join(", then ");
}

type Fastest = DispatchTable["fastest"][number];

/** Neighbouring widths with the same winner. */
function joined(fastest: readonly Fastest[]): Fastest[][] {
  const runs: Fastest[][] = [];
  for (const one of fastest) {
    const open = runs.at(-1);
    const same =
      open && open[0].n === one.n && open[0].algorithm === one.algorithm && open[0].backend === one.backend;
    if (same) open.push(one);
    else runs.push([one]);
  }
  return runs;
}

/** At the smallest and the largest width. */
function timesOf(run: readonly Fastest[]): Text {
  const ends = run.length === 1 ? run : [run[0], lastOf(run)];
  return ends.map(({ medianNs }) => time(medianNs)).join(" … ");
}
