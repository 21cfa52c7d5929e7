// How time changed from base to head, of one cell and over the widths of a series, from the logarithms of their ratios.
import type { TimedCell } from "./cells.ts";
import { type Interval, largest, mean, median } from "./statistics/location.ts";
import { leastProcesses, scatter } from "./statistics/processes.ts";
import { type Estimate, mostCorrelation, serialLine } from "./statistics/serial-line.ts";
import { studentQuantile, studentTail } from "./statistics/student.ts";
import type { ThresholdTest } from "./verdict.ts";

/** One width on both sides. */
interface Sides {
  readonly old: TimedCell;
  readonly now: TimedCell;
}

type Spread = Pick<Estimate, "error" | "freedom">;

/** An estimate whose error is at least each of several, each with its own degrees of freedom. */
export interface Change {
  readonly value: number;
  readonly errors: readonly Spread[];
}

/** The widest of the intervals. */
export function changeInterval({ value, errors }: Change, level = 0.95): Interval {
  const half = largest([
    0,
    ...errors.map(({ error, freedom }) => studentQuantile(0.5 + level / 2, freedom) * error),
  ]);
  return { value, lo: value - half, hi: value + half };
}

/** Against ±limit, with the largest p over the errors. */
export function changeTest(change: Change, limit: number, blunt = false): ThresholdTest {
  const tail = (distance: number) =>
    largest(
      change.errors.map(({ error, freedom }) =>
        error > 0 ? studentTail(distance / error, freedom) : distance > 0 ? 0 : 1,
      ),
    );
  const { value } = change;
  return {
    estimate: changeInterval(change),
    limit,
    blunt,
    pAbove: tail(value - limit),
    pBelow: tail(-limit - value),
  };
}

/** The mean of values of several processes, with the scatter between them; no error of fewer than three. */
export function acrossProcesses(values: readonly number[]): Change {
  const estimate = scatter(values);
  return { value: mean(values), errors: estimate === undefined ? [] : [estimate] };
}

/** ln(head/base) in the rounds that both have, by process. */
export function logsByProcess({ old, now }: Sides): Map<number, number[]> {
  const inBase = new Map(old.timing.rounds.map((round, i) => [round, old.timing.samples[i]]));
  const common = now.timing.rounds.flatMap((round, i) => {
    const base = inBase.get(round);
    const process = now.timing.processes?.[i] ?? 0;
    return base === undefined ? [] : [{ process, log: Math.log(now.timing.samples[i] / base) }];
  });
  const grouped = Map.groupBy(common, ({ process }) => process);
  return new Map([...grouped].map(([process, own]) => [process, own.map(({ log }) => log)]));
}

/**
 * Level and exponent of the change over the widths of one series that was measured in the same rounds of several processes: y_{p,w}, the
 * median of ln(head/base) of process p at width w, is fitted by a line over ln w for each process, and the lines are averaged. Two errors
 * are allowed for: the scatter of the widths about their lines, as `serialLine` takes it, and from three processes on the scatter of the
 * lines themselves, which holds what lasts as long as a process does (where its code and data lie); with fewer, neighbouring widths may
 * err alike, which one process cannot tell from its truth. Processes that lack a width do not
 * count. O(widths² + rounds log rounds). RangeError: no process has every width.
 */
export function pairedChange(own: readonly Sides[]): { level: Change; exponent: Change } {
  const x = own.map(({ old }) => Math.log(old.width));
  const logs = own.map(logsByProcess);
  const whole = [...logs[0].keys()].filter((process) => logs.every((one) => one.has(process)));
  const lines = whole.map((process) => logs.map((one) => median(one.get(process) as number[])));
  const { level, slope } = serialLine(x, lines, lines.length < leastProcesses ? mostCorrelation : 0);
  const each = lines.map((y) => serialLine(x, [y]));
  const both = (estimate: Estimate, values: number[]): Change => ({
    value: estimate.value,
    errors: [estimate, ...acrossProcesses(values).errors],
  });
  return {
    level: both(
      level,
      each.map((one) => one.level.value),
    ),
    exponent: both(
      slope,
      each.map((one) => one.slope.value),
    ),
  };
}

/** The same of a series that was not: one value of ln(head/base) per width, from times that have nothing in common. */
export function unpairedChange(
  widths: readonly number[],
  logs: readonly number[],
): { level: Change; exponent: Change } {
  const { level, slope } = serialLine(widths.map(Math.log), [logs], 0);
  return {
    level: { value: level.value, errors: [level] },
    exponent: { value: slope.value, errors: [slope] },
  };
}
