// The gate on exact work counters: they must equal the baseline, whatever the machine.
import { z } from "zod";
import { paramsKey } from "./cells.ts";
import { printPolynomial, recoverPolynomial } from "./polynomial.ts";
import { readJson, writeWhole } from "./result-file.ts";
import { paramsSchema } from "./schema.ts";

export const countersSchemaName = "widthwise-counters/1";

const count = z.number().int().nonnegative();

export const countersSchema = z.object({
  schema: z.literal(countersSchemaName),
  suite: z.string(),
  cells: z.array(
    z.object({
      algorithm: z.string(),
      backend: z.string(),
      n: count,
      d: count,
      width: count,
      params: paramsSchema.optional(),
      counters: z.record(z.string(), z.number()),
    }),
  ),
});

export type CountersFile = z.infer<typeof countersSchema>;
export type CountersCell = CountersFile["cells"][number];

export interface CountersDifference {
  readonly kind: "changed" | "missing" | "new";
  readonly algorithm: string;
  readonly backend: string;
  readonly n: number;
  readonly d: number;
  /** of every cell concerned, ascending */
  readonly widths: readonly number[];
  /** which counter; absent for missing and new cells */
  readonly counter?: string;
  /** one sentence for a person; polynomials in m where the grid of widths allows it */
  readonly message: string;
}

const seriesName = (c: CountersCell) => JSON.stringify([c.algorithm, c.backend, c.n, c.d, paramsKey(c)]);
const cellName = (c: CountersCell) => `${seriesName(c)}${c.width}`;

/** Both sides of a changed counter: as polynomials in the width m where both are, else the first changed cell's values. */
function describeChange(
  counter: string,
  before: readonly CountersCell[],
  after: readonly CountersCell[],
  changed: readonly number[],
): string {
  const widths = before.map((c) => c.width);
  const [old, now] = [before, after].map((cells) => {
    const polynomial = recoverPolynomial(
      widths,
      cells.map((c) => c.counters[counter] ?? 0),
    );
    return polynomial && printPolynomial(polynomial);
  });
  if (old !== null && now !== null) return `${counter}: ${old} → ${now}`;
  const i = widths.indexOf(changed[0]);
  const value = (cell: CountersCell) => cell.counters[counter] ?? "absent";
  const more = changed.length > 1 ? ` (and at ${changed.length - 1} more widths)` : "";
  return `${counter} at width ${changed[0]}: ${value(before[i])} → ${value(after[i])}${more}`;
}

/** All differences between a baseline and what was measured, by series; empty means pass. Equal means equal: no tolerance. */
export function compareCounters(
  baseline: { readonly cells: readonly CountersCell[] },
  measured: { readonly cells: readonly CountersCell[] },
): CountersDifference[] {
  const all = [...baseline.cells, ...measured.cells];
  const series = new Set(all.map(seriesName));
  const [olds, news] = [baseline, measured].map((file) => new Map(file.cells.map((c) => [cellName(c), c])));
  const differences: CountersDifference[] = [];
  for (const name of series) {
    const sorted = (cells: readonly CountersCell[]) =>
      cells.filter((c) => seriesName(c) === name).sort((a, b) => a.width - b.width);
    const [old, now] = [sorted(baseline.cells), sorted(measured.cells)];
    const { algorithm, backend, n, d } = (old[0] ?? now[0]) as CountersCell;
    const params = paramsKey(old[0] ?? now[0]);
    const where = `${algorithm} on ${backend}, n = ${n}, d = ${d}${params === "" ? "" : `, ${params}`}`;
    const report = (kind: CountersDifference["kind"], widths: number[], message: string, counter?: string) =>
      differences.push({
        kind,
        algorithm,
        backend,
        n,
        d,
        widths,
        message: `${where}: ${message}`,
        ...(counter === undefined ? {} : { counter }),
      });
    const missing = old.filter((c) => !news.has(cellName(c))).map((c) => c.width);
    const added = now.filter((c) => !olds.has(cellName(c))).map((c) => c.width);
    if (missing.length > 0) report("missing", missing, `not measured at width ${missing.join(", ")}`);
    if (added.length > 0)
      report("new", added, `not in the baseline at width ${added.join(", ")}; renew it to accept`);
    const before = old.filter((c) => news.has(cellName(c)));
    const after = before.map((c) => news.get(cellName(c))!);
    const counters = new Set([...before, ...after].flatMap((c) => Object.keys(c.counters)));
    for (const counter of counters) {
      const changed = before
        .filter((c, i) => c.counters[counter] !== after[i].counters[counter])
        .map((c) => c.width);
      if (changed.length > 0)
        report("changed", changed, describeChange(counter, before, after, changed), counter);
    }
  }
  return differences;
}

/** The polynomials of every counter of every series whose widths form an arithmetic grid, printed. */
export function countersAsPolynomials(file: { readonly cells: readonly CountersCell[] }) {
  return [...Map.groupBy(file.cells, seriesName).values()].map((cells) => {
    const own = cells.toSorted((a, b) => a.width - b.width);
    const widths = own.map((c) => c.width);
    const names = Object.keys(own[0].counters);
    const polynomials = names.flatMap((name) => {
      const found = recoverPolynomial(
        widths,
        own.map((c) => c.counters[name] ?? 0),
      );
      return found === null ? [] : [[name, printPolynomial(found)] as const];
    });
    const { algorithm, backend, n, d } = own[0];
    return { algorithm, backend, n, d, widths, polynomials: Object.fromEntries(polynomials) };
  });
}

export const readCounters = (path: string): CountersFile =>
  readJson<CountersFile>(path, countersSchema, countersSchemaName);

export function writeCounters(path: string, file: CountersFile): void {
  // one cell a line: a change of one cell is then one changed line in review
  const { cells, ...head } = countersSchema.parse(file);
  const lines = cells.map((c) => `  ${JSON.stringify(c)}`).join(",\n");
  writeWhole(path, `${JSON.stringify(head).slice(0, -1)},"cells":[\n${lines}\n]}\n`);
}
