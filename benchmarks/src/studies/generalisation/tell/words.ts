// How algorithms and numbers of this study are called.
import type { Interval } from "@widthwise/measure";
import { percent, significant, widthLabel } from "../../../page/units.ts";
import type { Place } from "./rows.ts";

const names: Readonly<Record<string, string>> = {
  "live-gn": "Gauss–Newton",
  "live-gd": "gradient descent",
  "dense-adam": "Adam",
  kernel: "the tangent kernel of the same network",
  "kernel-limit": "the tangent kernel of infinite width",
  "last-layer": "the last layer alone",
};

export const nameOf = (algorithm: string) => names[algorithm] ?? `\`${algorithm}\``;

/** "94.1 % [93.8, 94.6]" */
export function share({ value, lo, hi }: Interval): string {
  const digits = (part: number) => (100 * part).toFixed(1);
  return `${digits(value)} % [${digits(lo)}, ${digits(hi)}]`;
}

/** "+1.2 points [0.8, 1.6]" */
export function points({ value, lo, hi }: Interval): string {
  const signed = (part: number) =>
    `${part > 0 ? "+" : part < 0 ? "−" : ""}${Math.abs(100 * part).toFixed(1)}`;
  return `${signed(value)} points [${signed(lo)}, ${signed(hi)}]`;
}

/** "1.19 [1.17, 1.20]" */
export function times({ value, lo, hi }: Interval): string {
  return `${significant(value, 3)} [${significant(lo, 3)}, ${significant(hi, 3)}]`;
}

export const roughShare = ({ value }: Interval) => percent(value).replace(/(\.\d)\d+ %/, "$1 %");

export const where = ({ n, width, shift }: Place) => `n = ${n}, width ${widthLabel(width)}, ${shift}`;
