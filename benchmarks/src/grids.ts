// Numbers and grids of numbers as the command line has them: 64, 2^10, 2^10:2^14:√2, c=0.48.
import { UsageError } from "./exit-codes.ts";

/** Reads what a user wrote for `what`, such as --widths; UsageError with the text and what is accepted. */
export type Reader<T> = (what: string, text: string) => T;

/** Grids go no further: 2^40 neurons of one input each would already need terabytes. */
export const MOST_WIDTH = 2 ** 40;
/** As many as the largest data set has. */
export const MOST_INPUTS = 60_000;

/** A whole number between two bounds, written as such or as 2^k; `why` says where the bounds come from. */
export function wholeNumber(least: number, most: number, why = ""): Reader<number> {
  return (what, text) => {
    const power = /^2\^(\d{1,3})$/.exec(text.trim());
    const value = power ? 2 ** Number(power[1]) : /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
    checkWithin(what, value, least, most, why, text);
    return value;
  };
}

/** UsageError that names `text` unless `value` is whole and between the bounds: for bounds that are known later than the value. */
export function checkWithin(
  what: string,
  value: number,
  least: number,
  most: number,
  why = "",
  text = String(value),
): void {
  if (!Number.isSafeInteger(value) || value < least || value > most)
    throw new UsageError(
      `${what} is ${JSON.stringify(text)}: accepted are whole numbers or 2^k from ${least} to ${most}${why}`,
    );
}

/** A positive finite number. */
export const positiveNumber: Reader<number> = (what, text) => {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value <= 0)
    throw new UsageError(`${what} is ${JSON.stringify(text)}: accepted are positive numbers`);
  return value;
};

/**
 * Widths or numbers of inputs: `64`, `2^10`, `a:b` (doubling), `a:b:√2` (rounded), and lists of these with commas.
 * Ascending, without repeats.
 */
export function gridOf(most: number): Reader<number[]> {
  const one = wholeNumber(1, most);
  return (what, text) => {
    const values = new Set<number>();
    for (const part of text.split(",")) {
      const otherwise = rangeWrittenOtherwise(part);
      if (otherwise !== undefined)
        throw new UsageError(
          `${what} is ${JSON.stringify(part)}: did you mean ${otherwise}? Ranges are a:b, doubling, and a:b:√2`,
        );
      const [from, to, factor, ...rest] = part.split(":");
      const first = one(what, from);
      if (to === undefined) {
        values.add(first);
        continue;
      }
      const last = one(what, to);
      const ratio =
        factor === undefined || factor === "2" ? 2 : /^(√2|sqrt2)$/.test(factor) ? Math.SQRT2 : Number.NaN;
      if (rest.length > 0 || Number.isNaN(ratio))
        throw new UsageError(
          `${what} range is ${JSON.stringify(part)}: accepted are a:b, doubling, and a:b:√2`,
        );
      if (last < first)
        throw new UsageError(`${what} range is ${JSON.stringify(part)}: it ends below its start`);
      for (let k = 0; ; k++) {
        const value = Math.round(first * ratio ** k);
        if (value > last) break;
        values.add(value);
      }
    }
    return [...values].sort((a, b) => a - b);
  };
}

/** `1000-4000`, `2^8..2^12` and the like as a:b; undefined for anything else. */
function rangeWrittenOtherwise(text: string): string | undefined {
  const [, from, to] = /^\s*(2\^\d+|\d+)\s*(?:-+|–|\.{2,3}|…|to)\s*(2\^\d+|\d+)\s*$/.exec(text) ?? [];
  return from === undefined ? undefined : `${from}:${to}`;
}

/** What the shift b is for a width: `c=0.48` means b = √(c ln m), `b=1.5` is the value itself. */
export function shiftOf(text: string): (width: number) => number {
  const match = /^([cb])=(.+)$/.exec(text);
  const value = Number(match?.[2]);
  if (!match || match[2].trim() === "" || !Number.isFinite(value) || value < 0)
    throw new UsageError(
      `shift is ${JSON.stringify(text)}: accepted are c=0.48 (b = √(c ln m)) or b=1.5, not negative`,
    );
  return match[1] === "b" ? () => value : (width) => Math.sqrt(value * Math.log(width));
}
