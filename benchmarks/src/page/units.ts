// How numbers are written in reports: at most five significant digits, units that a person can compare, and a dash for a number that
// is not there: one that nobody measured, or that has no finite value.
import { largest, smallest } from "@widthwise/measure";

/** What is not there is null or undefined where it is read, and not finite once something was computed from it. */
export type Maybe = number | null | undefined;

/** Stands where a number would. */
export const dash = "–";

/** Does a text show a dash in place of a number? One between words, or within a range, is none. */
export const lacksNumber = (text: string): boolean => /(?<![^\s([+−±≤≥<>=‖])–(?![^\s)\],.;:%×])/.test(text);

export const isThere = (value: Maybe): value is number =>
  value !== null && value !== undefined && Number.isFinite(value);

/** Any way to write a number that is there, and the dash for one that is not. */
const shown =
  <More extends readonly unknown[]>(write: (value: number, ...more: More) => string) =>
  (value: Maybe, ...more: More): string =>
    isThere(value) ? write(value, ...more) : dash;

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** 1024 → "2¹⁰"; what is not a power of two stays in digits. */
export function widthLabel(width: number): string {
  const exponent = Math.round(Math.log2(width));
  if (width < 16 || 2 ** exponent !== width) return String(width);
  return `2${[...String(exponent)].map((digit) => superscripts[Number(digit)]).join("")}`;
}

/** Digits after the point so that `value` shows `digits` significant ones. */
function decimalsFor(value: number, digits: number): number {
  if (value === 0 || !Number.isFinite(value)) return 0;
  const rounded = Number(Math.abs(value).toPrecision(digits));
  return Math.max(0, digits - 1 - Math.floor(Math.log10(rounded)));
}

/** `value` to a number of significant digits, without an exponent where it is near 1. */
export const significant = shown((value: number, digits: number = 4): string => {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(digits - 1).replace("e+", "e");
  return size >= 10 ** digits ? String(Math.round(value)) : value.toFixed(decimalsFor(value, digits));
});

/** The same with a real minus sign, for running text and axes. */
export const signed = (value: Maybe, digits: number): string => significant(value, digits).replace("-", "−");

/** All digits that it has: counts and settings. */
export const exact = shown(String);

/** So many digits after the point. */
export const fixed = shown((value, decimals: number) => value.toFixed(decimals));

/** A width between those measured: no digits after the point, at most five before. */
export const roughWidth = shown((width) =>
  String(width < 1e5 ? Math.round(width) : Number(width.toPrecision(5))),
);

/** A tolerance as people write it: 0.1, 1e-5. */
export const tolerance = shown((value) => (value >= 0.01 ? String(value) : value.toExponential()));

interface Unit {
  readonly size: number;
  readonly name: string;
}

const times: readonly Unit[] = [
  { size: 60e9, name: "min" },
  { size: 1e9, name: "s" },
  { size: 1e6, name: "ms" },
  { size: 1e3, name: "µs" },
  { size: 1, name: "ns" },
];
const counts: readonly Unit[] = [
  { size: 1e12, name: " T" },
  { size: 1e9, name: " G" },
  { size: 1e6, name: " M" },
  { size: 1e3, name: " k" },
  { size: 1, name: "" },
];
const sizes: readonly Unit[] = [
  { size: 2 ** 40, name: "TiB" },
  { size: 2 ** 30, name: "GiB" },
  { size: 2 ** 20, name: "MiB" },
  { size: 2 ** 10, name: "KiB" },
  { size: 1, name: "B" },
];

function unitFor(units: readonly Unit[], value: number): Unit {
  return units.find(({ size }) => Math.abs(value) >= 0.99995 * size) ?? units[units.length - 1];
}

/** 1234567 → "1.235 ms". Minutes only from two on. */
export const time = shown((ns) => {
  const unit = ns < 120e9 ? unitFor(times.slice(1), ns) : times[0];
  return `${significant(ns / unit.size)} ${unit.name}`;
});

/** Median and interval in one unit with the same decimals: "1.235 ms [1.221, 1.260]". */
export const timeInterval = shown((ns, lo: number, hi: number) => {
  const unit = ns < 120e9 ? unitFor(times.slice(1), ns) : times[0];
  const decimals = decimalsFor(ns / unit.size, 4);
  const [low, high] = [lo, hi].map((bound) => (bound / unit.size).toFixed(decimals));
  return `${(ns / unit.size).toFixed(decimals)} ${unit.name} [${low}, ${high}]`;
});

/** Exponents and slopes: three decimals, real minus sign. */
export const slope = (value: Maybe): string => fixed(value, 3).replace("-", "−");

/** The dash where there is nothing to show. */
export const orDash = <T>(value: T | undefined, show: (value: T) => string): string =>
  value === undefined ? dash : show(value);

interface Interval {
  readonly value: number;
  readonly lo: number;
  readonly hi: number;
}

/** "0.72 [0.70, 0.75]" */
export function interval(found: Interval | undefined, show: (value: number) => string): string {
  if (found === undefined || !isThere(found.value)) return dash;
  return `${show(found.value)} [${show(found.lo)}, ${show(found.hi)}]`;
}

/** "0.723 [0.701, 0.745]" */
export const slopeInterval = (found: Interval | undefined): string => interval(found, slope);

/** 0.5432 → "54.3 %" */
export const percent = shown((fraction) => {
  const value = 100 * fraction;
  return `${value === 0 ? "0" : value.toPrecision(value >= 100 ? 4 : 3).replace(/e\+?(-?\d+)/, "e$1")} %`;
});

/** Counted work: exact to five digits, then scaled: 102760448 → "102.76 M". */
export const count = shown((value) => {
  if (Number.isInteger(value) && Math.abs(value) < 1e5) return String(value);
  const unit = unitFor(counts, value);
  return `${significant(value / unit.size, 5)}${unit.name}`;
});

/** Memory: "15.6 GiB". */
export const bytes = shown((value) => {
  const unit = unitFor(sizes, value);
  return `${significant(value / unit.size, 4)} ${unit.name}`;
});

/** Flops per second: "54.50 GFLOP/s". */
export const rate = shown((flopsPerSecond) => {
  const unit = unitFor(counts, flopsPerSecond);
  return `${significant(flopsPerSecond / unit.size)} ${unit.name.trim()}FLOP/s`;
});

/** A ratio of times: "12.3×", "0.871×". */
export const ratio = shown((value) => `${value >= 1000 ? significant(value, 4) : value.toPrecision(3)}×`);

/** "12.1× [11.9, 12.4]" */
export function ratioInterval(found: Interval | undefined): string {
  return interval(found, ratio).replaceAll(/×(?=[,\]])/g, "");
}

/** Widths as a reader says them: "2⁸ … 2¹³", or the list where it is short. */
export function widthRange(widths: readonly number[]): string {
  const sorted = [...widths].sort((a, b) => a - b);
  if (sorted.length === 0) return "no width";
  if (sorted.length <= 2) return sorted.map(widthLabel).join(", ");
  return `${widthLabel(sorted[0])} … ${widthLabel(sorted[sorted.length - 1])}`;
}

/** Least and most of those that are there, as long as they read differently: "3 to 7". */
export function span(
  values: readonly number[],
  show: (value: number) => string = exact,
  between = " to ",
): string {
  const there = values.filter(isThere);
  if (there.length === 0) return dash;
  const [low, high] = [smallest(there), largest(there)].map(show);
  return low === high ? low : `${low}${between}${high}`;
}
