// Where one side overtakes another: the sign change of D = ln t_A − ln t_B, and its interval by resampling rounds.
import type { TimedCell } from "./cells.ts";
import { largest, median, medianInPlace, medianInterval, smallest } from "./statistics/location.ts";
import { betweenProcesses } from "./statistics/processes.ts";
import { type Estimate, studentInterval } from "./statistics/serial-line.ts";
import { studentQuantile } from "./statistics/student.ts";
import { commonRounds, isPaired, unpairedEstimate } from "./turns.ts";

/** More resamples than this without the crossing (or with one, where there should be none) leave the question open. */
const mostCensored = 0.2;

/** D at one width: of common rounds, or of two independent samples where too few rounds are common. */
export interface Difference {
  /** ln width */
  readonly x: number;
  readonly value: number;
  /** no resample can change the sign */
  readonly certain: boolean;
  /** the intervals do not tell the two apart */
  readonly straddles: boolean;
  /** what is resampled: a value with its error, or D = sum of sign · median(logs) */
  readonly parts: Estimate | readonly { readonly sign: 1 | -1; readonly logs: Float64Array }[];
}

/** D of two cells of one width: by the scatter between processes from three on, else by rounds. O(rounds log rounds). */
export function differenceOf(a: TimedCell, b: TimedCell): Difference {
  const x = Math.log(a.width);
  const pairs = commonRounds(a.timing, b.timing);
  if (!isPaired(pairs)) {
    const between = unpairedEstimate(a.timing, b.timing);
    return between ? differenceBetween(x, between) : unpairedDifference(x, a, b);
  }
  const logs = pairs.a.map((time, k) => Math.log(time / pairs.b[k]));
  const between = pairs.processes && betweenProcesses(logs, pairs.processes);
  if (between) return differenceBetween(x, between);
  const { value, lo, hi } = medianInterval(logs);
  const certain = smallest(logs) > 0 || largest(logs) < 0;
  const parts = [{ sign: 1 as const, logs: Float64Array.from(logs) }];
  return { x, value, certain, straddles: lo <= 0 && hi >= 0, parts };
}

function differenceBetween(x: number, between: Estimate): Difference {
  const { lo, hi } = studentInterval(between);
  const { value, error, freedom } = between;
  const certain = Math.abs(value) > error * (studentDraws(freedom).at(-1) as number);
  return { x, value, certain, straddles: lo <= 0 && hi >= 0, parts: between };
}

function unpairedDifference(x: number, a: TimedCell, b: TimedCell): Difference {
  const logsA = a.timing.samples.map(Math.log);
  const logsB = b.timing.samples.map(Math.log);
  const disjoint = smallest(logsA) > largest(logsB) || largest(logsA) < smallest(logsB);
  return {
    x,
    value: median(logsA) - median(logsB),
    certain: disjoint,
    straddles: a.timing.lo <= b.timing.hi && b.timing.lo <= a.timing.hi,
    parts: [
      { sign: 1, logs: Float64Array.from(logsA) },
      { sign: -1, logs: Float64Array.from(logsB) },
    ],
  };
}

/** So many values of Student's law, at the middles of equal shares: drawing one of them is drawing from it. */
const DRAWS = 1000;
const draws = new Map<number, Float64Array>();

/** [DRAWS] ascending. */
function studentDraws(freedom: number): Float64Array {
  // Welch's degrees of freedom are no whole numbers: rounded down, which widens
  const whole = Math.max(1, Math.floor(freedom + 1e-9));
  const known = draws.get(whole);
  if (known !== undefined) return known;
  const made = Float64Array.from({ length: DRAWS }, (_, k) => studentQuantile((k + 0.5) / DRAWS, whole));
  draws.set(whole, made);
  return made;
}

/** Where D, linear between the points x, changes sign; ascending. O(points). */
export function signChanges(x: readonly number[], d: ArrayLike<number>): number[] {
  const found: number[] = [];
  for (let i = 0; i + 1 < x.length; i++)
    if (d[i] > 0 !== d[i + 1] > 0) found.push(x[i] + ((x[i + 1] - x[i]) * d[i]) / (d[i] - d[i + 1]));
  return found;
}

/** The crossing width with its interval; null where there is none, or where an end lies beyond the widths measured. */
export interface Located {
  readonly width: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
  readonly status: "crossed" | "always" | "unresolved";
}

const nothing = { width: null, lo: null, hi: null };
const unresolved = { ...nothing, status: "unresolved" } as const;

/** The points whose sign some resample may change, with a neighbour on each side; null when every sign is certain and the same. */
function uncertain(points: readonly Difference[]): readonly Difference[] | null {
  const last = points.length - 1;
  const sign = (i: number) => points[i].value > 0;
  let from = 0;
  while (from < last && points[from].certain && sign(from) === sign(0)) from++;
  let to = last;
  while (to > 0 && points[to].certain && sign(to) === sign(last)) to--;
  if (from === last && points[last].certain && sign(0) === sign(last)) return null;
  return points.slice(Math.max(0, Math.min(from, to + 1) - 1), Math.min(last, Math.max(from, to + 1)) + 1);
}

/**
 * [resamples] ln of the crossing width in each resample of the rounds, ascending: −Infinity where the winner of the
 * largest width already wins at the smallest, Infinity where it does not win at the largest yet.
 */
function resampledCrossings(
  points: readonly Difference[],
  winnerAbove: boolean,
  uniforms: Float64Array,
  resamples: number,
): Float64Array {
  const x = points.map((p) => p.x);
  const longest = uniforms.length / resamples / 2;
  const drawn = new Float64Array(longest);
  const d = new Float64Array(points.length);
  const crossings = new Float64Array(resamples);
  for (let s = 0; s < resamples; s++) {
    for (let w = 0; w < points.length; w++) {
      const { parts } = points[w];
      if ("error" in parts) {
        // one draw for all widths: what a process is slowed by, it is slowed by at its other widths too
        const drawn = studentDraws(parts.freedom)[Math.floor(uniforms[2 * s * longest] * DRAWS)];
        d[w] = parts.value + parts.error * drawn;
        continue;
      }
      d[w] = 0;
      parts.forEach(({ sign, logs }, part) => {
        const first = (2 * s + part) * longest;
        for (let r = 0; r < logs.length; r++) drawn[r] = logs[Math.floor(uniforms[first + r] * logs.length)];
        d[w] += sign * medianInPlace(drawn.subarray(0, logs.length));
      });
    }
    const found = signChanges(x, d);
    if (found.length % 2 === 1) crossings[s] = found[found.length >> 1];
    else crossings[s] = d[points.length - 1] > 0 === winnerAbove ? -Infinity : Infinity;
  }
  return crossings.sort();
}

/**
 * Status and place of the crossing along points by ascending width. The interval resamples rounds jointly over all
 * points: uniform j of a resample picks the same round wherever the same rounds were measured, so that drift shared by a
 * round stays shared; what is known by the scatter between processes moves by its error times one draw of Student's law. Ends are the 2.5 and 97.5 percentiles of ln width. uniforms [resamples · 2 · longest sample].
 * Only points next to an uncertain sign are resampled. O(resamples·points·rounds log rounds).
 */
export function locateCrossing(
  points: readonly Difference[],
  uniforms: Float64Array,
  resamples: number,
): Located {
  const changes = signChanges(
    points.map((p) => p.x),
    points.map((p) => p.value),
  );
  if (changes.length > 1 || points.every((p) => p.straddles)) return unresolved;
  const near = uncertain(points);
  if (near === null) return { ...nothing, status: "always" };
  const crossings = resampledCrossings(near, points.at(-1)!.value > 0, uniforms, resamples);
  const censored = crossings.reduce((count, v) => count + (Number.isFinite(v) ? 0 : 1), 0);
  if (changes.length === 0) {
    const crossing = 1 - censored / resamples;
    return crossing > mostCensored ? unresolved : { ...nothing, status: "always" };
  }
  if (censored > mostCensored * resamples) return unresolved;
  const tail = Math.floor(0.025 * resamples);
  const place = (v: number) => (Number.isFinite(v) ? Math.exp(v) : null);
  return {
    width: Math.exp(changes[0]),
    lo: place(crossings[tail]),
    hi: place(crossings[resamples - 1 - tail]),
    status: "crossed",
  };
}
