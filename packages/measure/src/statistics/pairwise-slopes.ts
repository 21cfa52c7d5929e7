// Slopes of all pairs of points by rank. Few are sorted; many are counted, as a slope is at most t exactly where y − t·x
// does not ascend: inversions, in O(m log m) (Cole, Salowe, Steiger and Szemerédi 1989, "An optimal-time algorithm for
// slope selection", with bisection over t in place of their parametric search).
import { valueAtRank } from "./rank-search.ts";

/** Up to so many slopes are kept and sorted: 16 MiB. */
const mostKept = 2 ** 21;

/** No slope between finite points of a logarithm is beyond. */
const farthest = 1e290;

/** Slopes of pairs with different x. */
export interface PairwiseSlopes {
  readonly count: number;
  /** the rank-th in ascending order, counted from 1; of more than two million slopes, to rounding */
  at(rank: number): number;
}

/** Pairs i < j in [from, to) with v[i] ≥ v[j]; v is sorted there, by merging. `other` is of the same length. */
function inversions(v: Float64Array, other: Float64Array, from: number, to: number): number {
  if (to - from < 2) return 0;
  const middle = (from + to) >> 1;
  let found = inversions(v, other, from, middle) + inversions(v, other, middle, to);
  let [i, j] = [from, middle];
  for (let k = from; k < to; k++) {
    if (j === to || (i < middle && v[i] < v[j])) other[k] = v[i++];
    else {
      found += middle - i;
      other[k] = v[j++];
    }
  }
  v.set(other.subarray(from, to), from);
  return found;
}

/** [from, to) of equal x, where there are several. */
function ties(x: Float64Array): [number, number][] {
  const found: [number, number][] = [];
  for (let from = 0, to = 1; to <= x.length; to++) {
    if (x[to] === x[from]) continue;
    if (to - from > 1) found.push([from, to]);
    from = to;
  }
  return found;
}

function sorted(x: readonly number[], y: readonly number[], count: number): PairwiseSlopes {
  const slopes = new Float64Array(count);
  let k = 0;
  for (let i = 0; i < x.length; i++)
    for (let j = i + 1; j < x.length; j++) if (x[i] !== x[j]) slopes[k++] = (y[j] - y[i]) / (x[j] - x[i]);
  slopes.sort();
  return { count, at: (rank) => slopes[rank - 1] };
}

/** Slopes of the points x, y [m] of finite numbers. O(m²) up to 2048 points, beyond O(m log m) per rank. */
export function pairwiseSlopes(x: readonly number[], y: readonly number[], kept = mostKept): PairwiseSlopes {
  const order = Float64Array.from(x.keys()).sort((i, j) => x[i] - x[j]);
  // about their centre, so that y − t·x keeps its digits
  const [least, most] = [x[order[0]], x[order[x.length - 1]]];
  const xs = order.map((i) => x[i]);
  const level = ties(xs);
  const pairs = (m: number) => (m * (m - 1)) / 2;
  const count = pairs(x.length) - level.reduce((sum, [from, to]) => sum + pairs(to - from), 0);
  if (count <= kept) return sorted(x, y, count);
  const centred = xs.map((v) => v - (least + most) / 2);
  const [v, other] = [new Float64Array(x.length), new Float64Array(x.length)];
  const upTo = (t: number) => {
    order.forEach((i, k) => {
      v[k] = y[i] - t * centred[k];
    });
    // pairs of equal x have no slope: they come first, as the whole count sorts
    const within = level.reduce((sum, [from, to]) => sum + inversions(v.slice(), other, from, to), 0);
    return inversions(v, other, 0, x.length) - within;
  };
  return { count, at: (rank) => valueAtRank(upTo, [-farthest, farthest], rank) };
}
