// Several processes measured the same. Where code and data lie, and how code was compiled, lasts as long as a process does, so that the
// scatter between processes is the error of what they agree on (Kalibera and Jones 2013, "Rigorous benchmarking in reasonable time").
import { type Interval, mean, median } from "./location.ts";
import type { Estimate } from "./serial-line.ts";

/** From this many processes on their own scatter is an error of its own; of two it would be a guess. */
export const leastProcesses = 3;

/** The mean of one value per process, with the standard error of the scatter between them; undefined of fewer than three. O(count). */
export function scatter(values: readonly number[]): Estimate | undefined {
  if (values.length < leastProcesses) return undefined;
  const value = mean(values);
  const freedom = values.length - 1;
  const square = values.reduce((sum, one) => sum + (one - value) ** 2, 0);
  return { value, error: Math.sqrt(square / freedom / values.length), freedom };
}

/** The same of each process's median; processes[k] took values[k]. O(count). */
export function betweenProcesses(
  values: readonly number[],
  processes: readonly number[],
): Estimate | undefined {
  const groups = Map.groupBy(values.keys(), (k) => processes[k]);
  return scatter([...groups.values()].map((own) => median(own.map((k) => values[k]))));
}

/** a − b of two that share no error, with the degrees of freedom of Welch (1947) and Satterthwaite (1946). */
export function difference(a: Estimate, b: Estimate): Estimate {
  const [one, other] = [a.error ** 2, b.error ** 2];
  const square = one + other;
  return {
    value: a.value - b.value,
    error: Math.sqrt(square),
    freedom:
      square > 0
        ? square ** 2 / (one ** 2 / a.freedom + other ** 2 / b.freedom)
        : Math.min(a.freedom, b.freedom),
  };
}

/** exp, within what a file can hold as a positive number. */
const expFinite = (log: number): number =>
  Math.min(Number.MAX_VALUE, Math.max(Number.MIN_VALUE, Math.exp(log)));

/** An interval of logarithms as one of ratios. */
export const ratioOfLogs = ({ value, lo, hi }: Interval): Interval => ({
  value: expFinite(value),
  lo: expFinite(lo),
  hi: expFinite(hi),
});
