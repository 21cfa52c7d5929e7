// What to use where, as a table that another program can read.
import { z } from "zod";
import { isApproximate, isTimed, type TimedCell } from "./cells.ts";
import type { Cell } from "./schema.ts";

const dispatchSchemaName = "widthwise-dispatch/1";

const count = z.number().int().nonnegative();

/** The fastest choices per shape and per algorithm. */
export const dispatchSchema = z.object({
  schema: z.literal(dispatchSchemaName),
  /** the fastest (algorithm, backend) of each measured shape; approximate algorithms are left out */
  fastest: z.array(
    z.object({
      n: count,
      width: count,
      algorithm: z.string(),
      backend: z.string(),
      medianNs: z.number().positive(),
    }),
  ),
  /** the fastest backend of each algorithm: gapless ranges, both ends included, from the smallest to the largest width measured */
  algorithms: z.array(
    z.object({
      algorithm: z.string(),
      n: count,
      ranges: z.array(z.object({ fromWidth: count, toWidth: count, backend: z.string() })),
    }),
  ),
});

/** What `dispatchTable` returns. */
export type DispatchTable = z.infer<typeof dispatchSchema>;

const fastest = (cells: readonly TimedCell[]): TimedCell =>
  cells.reduce((best, c) => (c.timing.median < best.timing.median ? c : best));

/** First width of the newcomer: where the two medians, linear in ln t over ln width, meet; else the width where it was first seen ahead. */
function boundary(
  before: number,
  after: number,
  cells: readonly TimedCell[],
  old: string,
  now: string,
): number {
  const at = (width: number, backend: string) =>
    cells.find((c) => c.width === width && c.backend === backend)?.timing.median;
  const times = [at(before, old), at(before, now), at(after, old), at(after, now)];
  if (times.some((t) => t === undefined)) return after;
  const [oldBefore, nowBefore, oldAfter, nowAfter] = times as number[];
  const d0 = Math.log(nowBefore / oldBefore);
  const d1 = Math.log(nowAfter / oldAfter);
  const meet = d0 === d1 ? after : Math.exp(Math.log(before) + (Math.log(after / before) * d0) / (d0 - d1));
  return Math.min(after, Math.max(before + 1, Math.ceil(meet)));
}

/**
 * The fastest of each measured shape, and each algorithm's fastest backend over ranges of width. Point estimates only:
 * near a boundary either choice costs little, and `findCrossovers` has the intervals. O(cells log cells).
 */
export function dispatchTable(cells: readonly Cell[]): DispatchTable {
  const timed = cells.filter(isTimed);
  const alike = timed.filter((cell) => !isApproximate(cell));
  const shapes = [...Map.groupBy(alike, (c) => `${c.n}/${c.width}`).values()];
  const algorithms = [...Map.groupBy(timed, (c) => JSON.stringify([c.algorithm, c.n])).values()].map(
    (own) => {
      const best = [...Map.groupBy(own, (c) => c.width).values()]
        .map(fastest)
        .sort((a, b) => a.width - b.width);
      const ranges = [{ fromWidth: best[0].width, toWidth: best.at(-1)!.width, backend: best[0].backend }];
      for (let i = 1; i < best.length; i++) {
        const open = ranges.at(-1)!;
        if (best[i].backend === open.backend) continue;
        const first = boundary(best[i - 1].width, best[i].width, own, open.backend, best[i].backend);
        ranges.push({ fromWidth: first, toWidth: open.toWidth, backend: best[i].backend });
        open.toWidth = first - 1;
      }
      return { algorithm: own[0].algorithm, n: own[0].n, ranges };
    },
  );
  return {
    schema: dispatchSchemaName,
    fastest: shapes
      .map(fastest)
      .map(({ n, width, algorithm, backend, timing }) => ({
        n,
        width,
        algorithm,
        backend,
        medianNs: timing.median,
      }))
      .sort((a, b) => a.n - b.n || a.width - b.width),
    algorithms: algorithms.sort((a, b) => a.algorithm.localeCompare(b.algorithm) || a.n - b.n),
  };
}
