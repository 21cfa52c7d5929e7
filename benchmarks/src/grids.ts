// Numbers and grids of numbers as the command line has them: 64, 2^10, 2^10:2^14:√2, c=0.48.
import { UsageError } from "./exit-codes.ts";

/** A whole number between two bounds, written as such or as 2^k. */
export function wholeNumber(what: string, text: string, least: number, most: number): number {
  const power = /^2\^(\d{1,3})$/.exec(text.trim());
  const value = power ? 2 ** Number(power[1]) : /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value) || value < least || value > most)
    throw new UsageError(
      `${what} is ${JSON.stringify(text)}: accepted are whole numbers or 2^k from ${least} to ${most}`,
    );
  return value;
}

/** A positive finite number. */
export function positiveNumber(what: string, text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value <= 0)
    throw new UsageError(`${what} is ${JSON.stringify(text)}: accepted are positive numbers`);
  return value;
}

/**
 * Widths or numbers of inputs: `64`, `2^10`, `a:b` (doubling), `a:b:√2` (rounded), and lists of these with commas.
 * Ascending, without repeats.
 */
export function gridOf(what: string, text: string, most: number): number[] {
  const values = new Set<number>();
  for (const part of text.split(",")) {
    const [from, to, factor, ...rest] = part.split(":");
    const first = wholeNumber(what, from, 1, most);
    if (to === undefined) {
      values.add(first);
      continue;
    }
    const last = wholeNumber(what, to, 1, most);
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
