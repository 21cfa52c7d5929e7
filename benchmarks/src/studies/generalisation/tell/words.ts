// How algorithms, places and numbers of this study are written.
import type { Interval } from "@widthwise/measure";
import { fixed, interval, percent, significant, widthLabel } from "../../../page/units.ts";
import { accuracyGain, over, type Place, type Point } from "./rows.ts";

const names = new Map(
  Object.entries({
    "live-gn": "Gauss–Newton",
    "live-gd": "gradient descent",
    "dense-adam": "Adam",
    kernel: "the tangent kernel of the same network",
    "kernel-limit": "the tangent kernel of infinite width",
    "last-layer": "the last layer alone",
  }),
);

export const nameOf = (algorithm: string) => names.get(algorithm) ?? `\`${algorithm}\``;

/** "94.1 % [93.8, 94.6]" */
export function accuracyText(point: Point): string {
  const found = over(point, "testAccuracy");
  const digits = (part: number) => fixed(100 * part, 1);
  return `${digits(found.value)} % [${digits(found.lo)}, ${digits(found.hi)}]`;
}

/** "+1.2 points [+0.8, +1.6]": a − b in accuracy; undefined where they share no repeat. */
export function gainText(a: Point, b: Point): string | undefined {
  const found = accuracyGain(a, b);
  const signed = (part: number) => `${part > 0 ? "+" : part < 0 ? "−" : ""}${fixed(Math.abs(100 * part), 1)}`;
  return found && `${signed(found.value)} points [${signed(found.lo)}, ${signed(found.hi)}]`;
}

/** "1.19 [1.17, 1.20]" */
export const timesText = (found: Interval) => interval(found, (value) => significant(value, 3));

/** "12.3 %" */
export const shareText = ({ value }: Interval) => percent(value).replace(/(\.\d)\d+ %/, "$1 %");

export const placeText = ({ n, width, shift }: Place) => `n = ${n}, width ${widthLabel(width)}, ${shift}`;
