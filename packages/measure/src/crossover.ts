// From which width (or n) one side is faster than another: the sign change of D = ln t_A − ln t_B on paired rounds.
import { fillUniforms, type Key } from "@widthwise/core";
import { isTimed, paramsKey, type Side, sameSide, type TimedCell } from "./cells.ts";
import type { Cell, Crossover, Params } from "./schema.ts";
import { leastForInterval, median, medianInterval } from "./statistics/location.ts";
import { medianInPlace } from "./statistics/paired-ratio.ts";

export interface CrossoverOptions {
  /** of the bootstrap */
  readonly key: Key;
  readonly resamples?: number;
  /**
   * Which pairs to look at; default: pairs that differ in algorithm or backend only, and for each two algorithms
   * the pair of their fastest backends at the largest width that both have.
   */
  readonly filter?: (a: Side, b: Side) => boolean;
  /** [expected faster, slower]: looked at in any case, and `never` when the expected one wins at no width */
  readonly expected?: readonly (readonly [Side, Side])[];
}

/** A crossover along n at one width. */
export interface CrossoverInN {
  readonly faster: Side;
  readonly slower: Side;
  readonly width: number;
  readonly params?: Params;
  readonly n: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
  readonly status: Crossover["status"];
}

const leastShared = 3;
/** More resamples than this without the crossing (or with one, where there should be none) leave the question open. */
const mostCensored = 0.2;

/** D at one point of the axis: the log-ratios of common rounds, or two independent samples where too few are common. */
interface Difference {
  readonly x: number;
  readonly value: number;
  /** signs of all rounds agree: no resample can change the sign */
  readonly certain: boolean;
  readonly straddles: boolean;
  readonly parts: readonly { readonly sign: 1 | -1; readonly logs: Float64Array }[];
}

function difference(x: number, a: TimedCell, b: TimedCell): Difference {
  const inB = new Map(b.timing.rounds.map((round, i) => [round, b.timing.samples[i]]));
  const paired = a.timing.rounds.flatMap((round, i) =>
    inB.has(round) ? [Math.log(a.timing.samples[i] / inB.get(round)!)] : [],
  );
  if (paired.length >= leastForInterval) {
    const { value, lo, hi } = medianInterval(paired);
    const certain = Math.min(...paired) > 0 || Math.max(...paired) < 0;
    const parts = [{ sign: 1 as const, logs: Float64Array.from(paired) }];
    return { x, value, certain, straddles: lo <= 0 && hi >= 0, parts };
  }
  const logsA = a.timing.samples.map(Math.log);
  const logsB = b.timing.samples.map(Math.log);
  const disjoint = Math.min(...logsA) > Math.max(...logsB) || Math.max(...logsA) < Math.min(...logsB);
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

/** Where D, linear between the points x, changes sign; ascending. O(points). */
export function signChanges(x: readonly number[], d: ArrayLike<number>): number[] {
  const found: number[] = [];
  for (let i = 0; i + 1 < x.length; i++)
    if (d[i] > 0 !== d[i + 1] > 0) found.push(x[i] + ((x[i + 1] - x[i]) * d[i]) / (d[i] - d[i + 1]));
  return found;
}

interface Located {
  readonly at: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
  readonly status: "crossed" | "always" | "unresolved";
}

const nothing = { at: null, lo: null, hi: null };
const unresolved = { ...nothing, status: "unresolved" } as const;

/**
 * Status and place of the crossing. The interval resamples rounds jointly over all points: uniform j of a resample
 * picks the same round wherever the same rounds were measured, so drift shared by a round stays shared. Percentiles of
 * ln x; a percentile among resamples that cross outside the range is null ("beyond the widths measured"). Only points next
 * to an uncertain sign are resampled. O(resamples·points·rounds).
 */
function locate(points: readonly Difference[], uniforms: Float64Array, resamples: number): Located {
  const last = points.length - 1;
  const sign = (i: number) => points[i].value > 0;
  const changes = signChanges(
    points.map((p) => p.x),
    points.map((p) => p.value),
  );
  if (changes.length > 1 || points.every((p) => p.straddles)) return unresolved;
  let from = 0;
  while (from < last && points[from].certain && sign(from) === sign(0)) from++;
  let to = last;
  while (to > 0 && points[to].certain && sign(to) === sign(last)) to--;
  if (changes.length === 0 && from === last && points[last].certain) return { ...nothing, status: "always" };
  const window = points.slice(
    Math.max(0, Math.min(from, to + 1) - 1),
    Math.min(last, Math.max(from, to + 1)) + 1,
  );
  const x = window.map((p) => p.x);
  const longest = uniforms.length / resamples / 2;
  const drawn = new Float64Array(longest);
  const d = new Float64Array(window.length);
  const crossings = new Float64Array(resamples);
  let censored = 0;
  for (let s = 0; s < resamples; s++) {
    for (let w = 0; w < window.length; w++) {
      d[w] = 0;
      window[w].parts.forEach(({ sign: side, logs }, part) => {
        const first = (2 * s + part) * longest;
        for (let r = 0; r < logs.length; r++) drawn[r] = logs[Math.floor(uniforms[first + r] * logs.length)];
        d[w] += side * medianInPlace(drawn.subarray(0, logs.length));
      });
    }
    const found = signChanges(x, d);
    if (found.length % 2 === 1) crossings[s] = found[found.length >> 1];
    else {
      censored++;
      // already won at the smallest width, or not yet at the largest
      crossings[s] = d[window.length - 1] > 0 === sign(last) ? -Infinity : Infinity;
    }
  }
  if (changes.length === 0) {
    const crossing = 1 - censored / resamples;
    return crossing > mostCensored ? unresolved : { ...nothing, status: "always" };
  }
  if (censored > mostCensored * resamples) return unresolved;
  crossings.sort();
  const tail = Math.floor(0.025 * resamples);
  const place = (v: number) => (Number.isFinite(v) ? Math.exp(v) : null);
  return {
    at: Math.exp(changes[0]),
    lo: place(crossings[tail]),
    hi: place(crossings[resamples - 1 - tail]),
    status: "crossed",
  };
}

type Axis = "width" | "n";

interface Series extends Side {
  readonly at: Map<number, TimedCell>;
}

/** The pairs of the default rule, plus those asked for. */
function pairsOf(series: readonly Series[], options: CrossoverOptions): [Series, Series][] {
  const champions = (a: Series, b: Series): boolean => {
    const of = (s: Side) => series.filter((t) => t.algorithm === s.algorithm);
    const points = (s: Side) => new Set(of(s).flatMap((t) => [...t.at.keys()]));
    const inB = points(b);
    const largest = Math.max(...[...points(a)].filter((v) => inB.has(v)));
    const best = (s: Side) =>
      of(s)
        .filter((t) => t.at.has(largest))
        .reduce((p, q) => (q.at.get(largest)!.timing.median < p.at.get(largest)!.timing.median ? q : p));
    return Number.isFinite(largest) && sameSide(best(a), a) && sameSide(best(b), b);
  };
  const wanted = (a: Series, b: Series): boolean => {
    if (
      options.expected?.some(
        (e) => (sameSide(e[0], a) && sameSide(e[1], b)) || (sameSide(e[0], b) && sameSide(e[1], a)),
      )
    )
      return true;
    if (options.filter !== undefined) return options.filter(a, b);
    return a.algorithm === b.algorithm || a.backend === b.backend || champions(a, b);
  };
  return series.flatMap((a, i) =>
    series.slice(i + 1).flatMap((b) => (wanted(a, b) ? [[a, b] as [Series, Series]] : [])),
  );
}

/** A dense cell far below its backend's product rate may not make another algorithm look good; against itself it may. */
const slow = (cell: TimedCell): boolean => cell.timing.notes.includes("slow-baseline");

function crossAlong(cells: readonly Cell[], axis: Axis, options: CrossoverOptions) {
  const fixed: Axis = axis === "width" ? "n" : "width";
  const resamples = options.resamples ?? 1000;
  const timed = cells.filter(isTimed);
  const longest = timed.reduce((most, c) => Math.max(most, c.timing.samples.length), 1);
  const uniforms = new Float64Array(resamples * 2 * longest);
  fillUniforms(options.key, 0, uniforms);
  const found = [];
  for (const group of Map.groupBy(timed, (c) => `${c[fixed]} ${paramsKey(c)}`).values()) {
    const { [fixed]: value, params } = group[0];
    const series: Series[] = [
      ...Map.groupBy(group, (c) => JSON.stringify([c.algorithm, c.backend])).values(),
    ].map((own) => ({
      algorithm: own[0].algorithm,
      backend: own[0].backend,
      at: new Map(own.map((c) => [c[axis], c])),
    }));
    for (const [a, b] of pairsOf(series, options)) {
      const points = [...a.at.keys()]
        .filter((v) => b.at.has(v))
        .filter((v) => a.algorithm === b.algorithm || !(slow(a.at.get(v)!) || slow(b.at.get(v)!)))
        .sort((v, w) => v - w)
        .map((v) => difference(Math.log(v), a.at.get(v)!, b.at.get(v)!));
      if (points.length < leastShared) continue;
      const located = locate(points, uniforms, resamples);
      const [faster, slower] = (points.at(-1)!.value > 0 ? [b, a] : [a, b]).map(({ algorithm, backend }) => ({
        algorithm,
        backend,
      }));
      const refuted =
        located.status === "always" &&
        options.expected?.some((e) => sameSide(e[0], slower) && sameSide(e[1], faster));
      found.push({
        ...(refuted ? { faster: slower, slower: faster } : { faster, slower }),
        fixed: value,
        ...(params === undefined ? {} : { params }),
        ...located,
        status: refuted ? ("never" as const) : located.status,
      });
    }
  }
  return found;
}

/**
 * Crossover widths of all wanted pairs that share n, params and at least three timed widths. `faster` is the one that is faster at
 * the largest width. `crossed`: once, at `width`, interpolated linearly in ln t over ln width, with a 95 %
 * interval; `always`: faster at every width; `never`: the pair was expected the other way round, and the
 * expected side wins nowhere; `unresolved`: more than one sign change, more than a fifth of the resamples of another
 * kind, or no width where the two differ.
 */
export function findCrossovers(cells: readonly Cell[], options: CrossoverOptions): Crossover[] {
  return crossAlong(cells, "width", options).map(({ fixed, at, ...rest }) => ({
    ...rest,
    n: fixed,
    width: at,
  }));
}

/** The same along n at each width. */
export function crossoverInN(cells: readonly Cell[], options: CrossoverOptions): CrossoverInN[] {
  return crossAlong(cells, "n", options).map(({ fixed, at, ...rest }) => ({ ...rest, width: fixed, n: at }));
}
