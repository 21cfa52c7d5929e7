// The ratio of two times measured in the same rounds: what slows both in a round cancels.
import { fillUniforms, type Key } from "@widthwise/core";
import { type Interval, largest, median, medianInPlace, medianInterval } from "./location.ts";
import { betweenProcesses, ratioOfLogs } from "./processes.ts";
import { studentInterval } from "./serial-line.ts";

/** Options of `pairedRatio`. */
export interface PairedOptions {
  /** of the bootstrap's random numbers */
  readonly key: Key;
  /** of the bootstrap; default 5000 */
  readonly resamples?: number;
  /** processOf[r] is the process that measured round r; default one process */
  readonly processOf?: readonly number[];
  /** of the interval; default 0.95 */
  readonly level?: number;
}

/** From this many rounds on the bootstrap of a median is smooth enough; below, order statistics are exact. */
const leastForBootstrap = 20;

/**
 * The ratio of a to b over rounds r, a and b [rounds] positive. From three processes on exp of the mean over them of each one's median
 * ln(a_r/b_r), with Student's interval from the scatter between them. With fewer exp(median ln(a_r/b_r)), and below twenty rounds the
 * order statistics of the log-ratios; from twenty on a two-level bootstrap, processes first and rounds within
 * them (Davison and Hinkley 1997, section 3.8), pairs kept, percentiles of the medians. O(resamples·rounds log rounds).
 * RangeError: different lengths, no rounds, a time that is not positive and finite.
 */
export function pairedRatio(a: readonly number[], b: readonly number[], options: PairedOptions): Interval {
  if (a.length !== b.length) throw new RangeError(`pairedRatio: ${a.length} rounds against ${b.length}`);
  if (a.length === 0) throw new RangeError("pairedRatio: no rounds");
  const d = a.map((value, r) => Math.log(value / b[r]));
  if (d.some((v) => !Number.isFinite(v)))
    throw new RangeError("pairedRatio: times must be positive and finite");
  const level = options.level ?? 0.95;
  const between = options.processOf && betweenProcesses(d, options.processOf);
  if (between !== undefined) return ratioOfLogs(studentInterval(between, level));
  if (d.length < leastForBootstrap) return ratioOfLogs(medianInterval(d, level));
  const groups = [...Map.groupBy(d.keys(), (r) => options.processOf?.[r] ?? 0).values()].map((rounds) =>
    Float64Array.from(rounds, (r) => d[r]),
  );
  const longest = largest(groups.map((group) => group.length));
  const resamples = options.resamples ?? 5000;
  const uniforms = new Float64Array(groups.length * (1 + longest));
  const drawn = new Float64Array(groups.length * longest);
  const medians = new Float64Array(resamples);
  for (let s = 0; s < resamples; s++) {
    fillUniforms(options.key, s * uniforms.length, uniforms);
    let used = 0;
    let count = 0;
    for (let g = 0; g < groups.length; g++) {
      const group = groups[Math.floor(uniforms[used++] * groups.length)];
      for (let r = 0; r < group.length; r++)
        drawn[count++] = group[Math.floor(uniforms[used++] * group.length)];
    }
    medians[s] = medianInPlace(drawn.subarray(0, count));
  }
  medians.sort();
  const below = Math.floor(((1 - level) / 2) * resamples);
  return {
    value: Math.exp(median(d)),
    lo: Math.exp(medians[below]),
    hi: Math.exp(medians[resamples - 1 - below]),
  };
}
