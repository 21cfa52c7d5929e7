// Which backend to take for an algorithm, and which pair is the fastest of all, by width.
import { type DispatchTable, dispatchTable, type Result } from "@widthwise/measure";
import { type Block, heading, type Text, table } from "../../page/document.ts";
import { sourceOf } from "../../page/source.ts";
import { time, widthLabel, widthRange } from "../../page/units.ts";

/** Two tables: ranges of widths for each algorithm; the overall fastest, neighbours joined. */
export function fastestBlocks(result: Result): Block[] {
  const { algorithms, fastest } = dispatchTable(result.cells);
  if (fastest.length === 0) return [];
  const source = sourceOf(result);
  return [
    heading(2, "Which backend to take"),
    table(
      ["algorithm", "n>", "fastest backend, by width"],
      algorithms.map(({ algorithm, n, ranges }) => [`\`${algorithm}\``, String(n), rangeWords(ranges)]),
      source,
    ),
    table(
      ["fastest of all", "on", "n>", "widths", "time per iteration"],
      runs(fastest).map((run) => {
        const [first, end] = [run[0], run[run.length - 1]];
        const times = [first, end].map(({ medianNs }) => time(medianNs));
        return [
          `\`${first.algorithm}\``,
          first.backend,
          String(first.n),
          widthRange(run.map(({ width }) => width)),
          run.length === 1 ? times[0] : times.join(" … "),
        ];
      }),
      source,
    ),
  ];
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
function runs(fastest: readonly Fastest[]): Fastest[][] {
  const joined: Fastest[][] = [];
  for (const one of fastest) {
    const open = joined.at(-1);
    const same =
      open && open[0].n === one.n && open[0].algorithm === one.algorithm && open[0].backend === one.backend;
    if (same) open.push(one);
    else joined.push([one]);
  }
  return joined;
}
