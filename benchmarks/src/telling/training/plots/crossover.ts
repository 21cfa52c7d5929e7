// Crossover width as n grows: at which n, not only at which width?
import type { Crossover, Result } from "@widthwise/measure";
import { distinct } from "../../../page/lists.ts";
import { type Line, type Panel, panelsSpec } from "../../../page/plots/panels.ts";
import { widthScale } from "../../../page/plots/scales.ts";
import { algorithmLook, backendColour } from "../../../page/plots/theme.ts";

/** The pairs worth a plot: the same algorithm on two backends, or two algorithms on one backend. */
export function isPlainPair({ faster, slower }: Crossover): boolean {
  return faster.algorithm === slower.algorithm || faster.backend === slower.backend;
}

/** Undefined where fewer than two n have a crossing of one pair. */
export function crossoverSpec(result: Result): object | undefined {
  const crossed = result.crossovers.filter(
    (c) => c.status === "crossed" && c.width !== null && isPlainPair(c),
  );
  const pairs = new Map<string, Crossover[]>();
  for (const c of crossed) {
    const key = JSON.stringify([c.faster, c.slower]);
    pairs.set(key, [...(pairs.get(key) ?? []), c]);
  }
  const kept = [...pairs.values()].filter((group) => new Set(group.map(({ n }) => n)).size > 1);
  if (kept.length === 0) return undefined;
  const all = kept.flat();
  const panels = distinct(kept.map((group) => groupName(group[0]))).map(
    (title): Panel => ({ title, lines: kept.filter((group) => groupName(group[0]) === title).map(lineOf) }),
  );
  const heights = all.flatMap(({ width, lo, hi }) => [width!, lo ?? width!, hi ?? width!]);
  return panelsSpec({
    title: "Width from which the first is faster than the second",
    subtitle: ["Bars: 95 % interval. Only pairs that cross within the widths measured, at two n or more."],
    x: widthScale(
      result.cells.map(({ n }) => n),
      7,
      String,
    ),
    y: { ...widthScale([...heights, Math.min(...heights) / 2, Math.max(...heights) * 2], 6), log: true },
    xTitle: "n (inputs)",
    yTitle: "crossover width",
    panels,
    columns: 2,
    width: 210,
    height: 200,
    room: 120,
  });
}

/** Two algorithms on one backend stand together; so do two backends under one algorithm. */
function groupName({ faster, slower }: Crossover): string {
  return faster.backend === slower.backend ? `on ${faster.backend}` : faster.algorithm;
}

function lineOf(group: readonly Crossover[]): Line {
  const { faster, slower } = group[0];
  const sameBackend = faster.backend === slower.backend;
  return {
    label: sameBackend
      ? `${faster.algorithm} < ${slower.algorithm}`
      : `${faster.backend} < ${slower.backend}`,
    colour: backendColour(faster.backend),
    look: algorithmLook(faster.algorithm),
    points: [...group]
      .sort((a, b) => a.n - b.n)
      .map(({ n, width, lo, hi }) => ({ x: n, y: width!, ...(lo && hi ? { lo, hi } : {}) })),
  };
}
