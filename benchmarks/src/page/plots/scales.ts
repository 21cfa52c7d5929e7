// Logarithmic axes whose ticks read as people write them, and the same scales as plain functions of pixels.
import { largest, smallest } from "@widthwise/measure";
import { distinct } from "../lists.ts";
import { isThere, significant, widthLabel } from "../units.ts";
import { percentTick } from "./ticks.ts";

export interface Scale {
  readonly domain: readonly [number, number];
  readonly log: boolean;
  readonly ticks: readonly number[];
  readonly labels: readonly string[];
}

/** What a logarithmic axis can show, with room for a margin. */
const onLog = (value: number) => isThere(value) && value > 1e-300 && value < 1e300;

function logSpan([lo, hi]: readonly [number, number], share: number): [number, number] {
  const margin = (hi / lo) ** share;
  return [lo / margin, hi * margin];
}

/** Powers of two (widths, n), at most about `most` ticks. */
export function widthScale(
  values: Iterable<number>,
  most = 7,
  label: (value: number) => string = widthLabel,
): Scale {
  const sorted = distinct([...values].filter(onLog));
  if (sorted.length === 0) return { domain: [1, 2], log: true, ticks: [1, 2], labels: ["1", "2"] };
  const ends: [number, number] = [sorted[0], sorted[sorted.length - 1]];
  const domain = ends[0] === ends[1] ? ([ends[0] / 2, ends[1] * 2] as const) : logSpan(ends, 0.03);
  const first = Math.ceil(Math.log2(ends[0]) - 1e-9);
  const end = Math.floor(Math.log2(ends[1]) + 1e-9);
  const step = Math.max(1, Math.ceil((end - first) / (most - 1)));
  const ticks: number[] = [];
  for (let power = end; power >= first; power -= step) ticks.unshift(2 ** power);
  if (ticks.length < 2) ticks.splice(0, ticks.length, ...sorted);
  return { domain, log: true, ticks, labels: ticks.map(label) };
}

const subdivisions = [[1], [1, 3], [1, 2, 5], [1, 1.5, 2, 3, 4, 5, 6, 8]];

/** The numbers part·10^k within a domain. */
function ticksWithin([lo, hi]: readonly [number, number], parts: readonly number[]): number[] {
  const ticks: number[] = [];
  for (let k = Math.floor(Math.log10(lo)); 10 ** k <= hi; k++)
    for (const part of parts) {
      const tick = Number(`${part}e${k}`);
      if (tick >= lo && tick <= hi) ticks.push(tick);
    }
  return ticks;
}

/** Decades, finer where fewer than three lie within the values. */
export function decadeScale(values: Iterable<number>, label: (value: number) => string): Scale {
  const sorted = distinct([...values].filter(onLog));
  const ends: [number, number] = sorted.length === 0 ? [1, 10] : [sorted[0], sorted[sorted.length - 1]];
  const domain = logSpan(ends[1] / ends[0] < 2 ? [ends[0] / 1.6, ends[1] * 1.6] : ends, 0.07);
  const sets = subdivisions.map((parts) => ticksWithin(domain, parts));
  const ticks = sets.find((set) => set.length > 2) ?? sets[sets.length - 1];
  return { domain, log: true, ticks, labels: ticks.map(label) };
}

/** A linear axis from lo to hi with round steps; around them where they are the same, from 0 to 1 where there are none. */
export function linearScale(
  lo: number,
  hi: number,
  label: (value: number) => string = (value) => significant(value, 3),
): Scale {
  if (!isThere(hi - lo)) return linearScale(0, 1, label);
  if (hi <= lo) return linearScale(lo - (Math.abs(lo) / 10 || 1), lo + (Math.abs(lo) / 10 || 1), label);
  const rough = (hi - lo) / 5;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((part) => part * size).find((value) => value >= rough)!;
  const first = Math.floor(lo / step + 1e-9);
  const end = Math.ceil(hi / step - 1e-9);
  const ticks = Array.from({ length: end - first + 1 }, (_, k) =>
    Number(((first + k) * step).toPrecision(12)),
  );
  return { domain: [ticks[0], ticks[ticks.length - 1]], log: false, ticks, labels: ticks.map(label) };
}

/** Can a scale show it? A logarithmic one shows nothing at 0 and below. */
export const shows = ({ log }: Scale, value: number): boolean => (log ? onLog(value) : isThere(value));

/** Shares, on an axis no longer than they need. */
export const shareScale = (values: readonly number[]): Scale =>
  linearScale(smallest(values) - 0.01, largest(values), percentTick);

/** Position of a value on a scale, 0 at the start of its domain and 1 at the end. */
export function position({ domain: [lo, hi], log }: Scale, value: number): number {
  return log ? Math.log(value / lo) / Math.log(hi / lo) : (value - lo) / (hi - lo);
}

/** The value at a position: the inverse of `position`. */
export function valueAt({ domain: [lo, hi], log }: Scale, share: number): number {
  return log ? lo * (hi / lo) ** share : lo + share * (hi - lo);
}

/** Encoding of a Vega-Lite channel on such a scale. */
export function channel(field: string, scale: Scale, title: string | null, extra: object = {}): object {
  const names = Object.fromEntries(scale.ticks.map((tick, i) => [String(tick), scale.labels[i]]));
  return {
    field,
    type: "quantitative",
    title,
    scale: {
      type: scale.log ? "log" : "linear",
      domain: scale.domain,
      nice: false,
      ...(scale.log ? {} : { zero: false }),
    },
    axis: {
      values: scale.ticks,
      labelExpr: `(${JSON.stringify(names)})['' + datum.value]`,
      format: "",
      ...extra,
    },
  };
}
