// The time of every way to solve, medians over rounds, and from which n one way overtakes another.
import { cellsWith, paramOf } from "../../../telling/read-cells.ts";
import { medianValue } from "../../../telling/seeds.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";

/** One algorithm (cholesky, cg or a kind of sketch) on one set of data at one n, ascending in n. */
export function timeRows(result: StudyResult) {
  const groups = Map.groupBy(cellsWith(result, { part: "time" }), (cell) =>
    JSON.stringify([cell.algorithm, paramOf(cell, "data"), cell.n]),
  );
  return [...groups.values()]
    .map((cells) => {
      const names = Object.keys(cells[0].measures ?? {});
      return {
        algorithm: cells[0].algorithm,
        data: paramOf(cells[0], "data"),
        n: cells[0].n,
        medians: Object.fromEntries(names.map((name) => [name, medianValue({ cells }, name)])),
      };
    })
    .sort((a, b) => a.n - b.n);
}

export type TimeRow = ReturnType<typeof timeRows>[number];

/** With a sketch, all that it takes. */
export const isSketched = ({ medians }: TimeRow) => medians.sketchNs !== undefined;

/** The exact solve of the same G. */
export const exactFor = (rows: readonly TimeRow[], { data, n }: TimeRow) =>
  rows.find((row) => row.algorithm === "cholesky" && row.data === data && row.n === n);

/** Ways to solve, and their time without forming G, which all but J-only methods share. */
export function waysOf({ algorithm, medians }: TimeRow): { readonly way: string; readonly ns: number }[] {
  if (algorithm === "cholesky") return [{ way: "cholesky", ns: medians.solveNs }];
  const before = algorithm === "cg" ? 0 : medians.sketchNs + medians.qrNs;
  return [
    { way: `${algorithm} to 1e-3`, ns: before + medians.nsTo1e3 },
    { way: `${algorithm} to 1e-8`, ns: before + medians.nsTo1e8 },
  ];
}

/** Smallest n from which `other` is below `base` for good, by log-linear interpolation; undefined: not in the range. NaN: not told by times that are not there. */
export function overtakes(
  ns: readonly number[],
  base: readonly number[],
  other: readonly number[],
): { n: number; always: boolean } | undefined {
  const d = ns.map((_, k) => Math.log(other[k] / base[k]));
  if (d.some(Number.isNaN)) return { n: Number.NaN, always: false };
  if (!(d[d.length - 1] < 0)) return undefined;
  const before = d.findLastIndex((value) => value >= 0);
  if (before < 0) return { n: ns[0], always: true };
  const share = d[before] / (d[before] - d[before + 1]);
  return { n: ns[before] * (ns[before + 1] / ns[before]) ** share, always: false };
}
