// The gate on exact work counters: they must equal the baseline, whatever the machine, and a difference is told as a formula.
import { cellName, paramsKey } from "./cells.ts";
import type { CountersCell } from "./counters-file.ts";
import { printPolynomial, recoverPolynomial } from "./polynomial.ts";

/** One way in which counted work differs from the baseline. */
export interface CountersDifference {
  readonly kind: "changed" | "missing" | "new";
  /** concerned, by ascending n, then width */
  readonly cells: readonly CountersCell[];
  /** which counter; absent for missing and new cells */
  readonly counter?: string;
  /** one sentence for a person */
  readonly message: string;
}

/** A cell on both sides. */
interface Pair {
  readonly before: CountersCell;
  readonly after: CountersCell;
}

const seriesName = (c: CountersCell) => JSON.stringify([c.algorithm, c.backend, c.d, paramsKey(c)]);
const bySize = (a: CountersCell, b: CountersCell) => a.n - b.n || a.width - b.width;
const sizes = (cells: readonly CountersCell[], name: "n" | "width") => [
  ...new Set(cells.map((c) => c[name])),
];

/** "dense-gd on js, n = 16, d = 784": n and width only where they are the same everywhere. */
function where(cells: readonly CountersCell[]): string {
  const { algorithm, backend, n, d, width } = cells[0];
  const fixed = [
    ...(sizes(cells, "n").length > 1 ? [] : [`n = ${n}`]),
    `d = ${d}`,
    ...(sizes(cells, "width").length > 1 ? [] : [`width = ${width}`]),
    paramsKey(cells[0]),
  ];
  return `${algorithm} on ${backend}, ${fixed.filter((text) => text !== "").join(", ")}`;
}

/**
 * A counter's change over a whole grid n × width as polynomials in n and the width m: both sides, else what was added.
 * Null where the sizes form no such grid, or the values no polynomial.
 */
function asPolynomials(pairs: readonly Pair[], counter: string): string | null {
  const cells = pairs.map(({ before }) => before);
  const axes = [sizes(cells, "n"), sizes(cells, "width")];
  const at = new Map(pairs.map((pair) => [`${pair.before.n} ${pair.before.width}`, pair]));
  if (axes[0].length * axes[1].length !== pairs.length) return null;
  const printed = (value: (before: number, after: number) => number): string | null => {
    const found = recoverPolynomial(axes, (n, width) => {
      const { before, after } = at.get(`${n} ${width}`)!;
      return value(before.counters[counter] ?? 0, after.counters[counter] ?? 0);
    });
    return found && printPolynomial(found, ["n", "m"]);
  };
  const [old, now, added] = [
    printed((before) => before),
    printed((_, after) => after),
    printed((before, after) => after - before),
  ];
  if (old !== null && now !== null) return `${counter}: ${old} → ${now}`;
  return added && `${counter}: changed by ${added}`;
}

/** The plain values at the smallest cell that changed. */
function asNumbers([{ before, after }, ...more]: readonly Pair[], counter: string): string {
  const value = (cell: CountersCell) => cell.counters[counter] ?? "absent";
  const others = more.length > 0 ? ` (and at ${more.length} more widths)` : "";
  return `${counter} at width ${before.width}: ${value(before)} → ${value(after)}${others}`;
}

/** How one counter of a series changed: in one sentence if polynomials tell it, else in one per n. */
function changes(pairs: readonly Pair[], counter: string): CountersDifference[] {
  const changed = pairs.filter(({ before, after }) => before.counters[counter] !== after.counters[counter]);
  if (changed.length === 0) return [];
  const told = asPolynomials(pairs, counter);
  const byN = [...Map.groupBy(pairs, ({ before }) => before.n).values()];
  if (told === null && byN.length > 1) return byN.flatMap((own) => changes(own, counter));
  const message = told ?? asNumbers(changed, counter);
  return [
    {
      kind: "changed",
      cells: changed.map(({ after }) => after),
      counter,
      message: `${where(pairs.map(({ before }) => before))}: ${message}`,
    },
  ];
}

/** Cells that one side lacks, in one sentence per n. */
function unmatched(
  kind: "missing" | "new",
  cells: readonly CountersCell[],
  say: (widths: string) => string,
): CountersDifference[] {
  return [...Map.groupBy(cells, (c) => c.n).values()].map((own) => ({
    kind,
    cells: own,
    message: `${where(own)}: ${say(own.map((c) => c.width).join(", "))}`,
  }));
}

/**
 * All differences between a baseline and what was measured, by series and counter; empty means pass. Equal means equal:
 * there is no tolerance. A changed counter is told as polynomials in n and m, recovered by finite differences, where the
 * grid of sizes allows it ("macs: 1568·n·m + n → 2352·n·m + n"), else as plain numbers. O(cells) and, per changed
 * counter of a series, O(cells²) big-integer operations.
 */
export function compareCounters(
  baseline: { readonly cells: readonly CountersCell[] },
  measured: { readonly cells: readonly CountersCell[] },
): CountersDifference[] {
  const [olds, news] = [baseline, measured].map(
    (file) => new Map(file.cells.toSorted(bySize).map((c) => [cellName(c), c])),
  );
  const series = Map.groupBy(new Map([...olds, ...news]).values(), seriesName);
  return [...series.keys()].flatMap((name) => {
    const own = (side: Map<string, CountersCell>) => [...side.values()].filter((c) => seriesName(c) === name);
    const pairs = own(olds).flatMap((before): Pair[] => {
      const after = news.get(cellName(before));
      return after === undefined ? [] : [{ before, after }];
    });
    const missing = own(olds).filter((c) => !news.has(cellName(c)));
    const added = own(news).filter((c) => !olds.has(cellName(c)));
    const counters = new Set(
      pairs.flatMap(({ before, after }) => [before, after]).flatMap((c) => Object.keys(c.counters)),
    );
    return [
      ...unmatched("missing", missing, (widths) => `not measured at width ${widths}`),
      ...unmatched("new", added, (widths) => `not in the baseline at width ${widths}; renew it to accept`),
      ...[...counters].flatMap((counter) => changes(pairs, counter)),
    ];
  });
}
