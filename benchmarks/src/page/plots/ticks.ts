// Labels of axes: numbers without the zeros at their end, which a round place on an axis has no use for.
import { bytes, count, percent, significant, time } from "../units.ts";

/** "1.500 ms" → "1.5 ms", "20.0 %" → "20 %" */
export const trimmed = (text: string) => text.replace(/\.0+(?= |$)|(\.\d*[1-9])0+(?= |$)/, "$1");

export const tick = (value: number) => trimmed(significant(value, 3));
export const exponentTick = (value: number) => value.toExponential(0).replace("e-", "e−").replace("e+", "e");
/** With an exponent only where the number is far from 1. */
export const powerTick = (value: number) =>
  value >= 0.01 && value < 1e4 ? tick(value) : exponentTick(value);
export const percentTick = (value: number) => trimmed(percent(value));
export const timeTick = (ns: number) => trimmed(time(ns));
export const countTick = (value: number) => trimmed(count(value));
export const bytesTick = (value: number) => trimmed(bytes(value));
