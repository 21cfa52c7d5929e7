// The value at a rank of more values than can be kept, by bisection over all float64 numbers: at most 64 counts.

const float = new Float64Array(1);
const bits = new BigInt64Array(float.buffer);
const magnitude = 2n ** 63n - 1n;

/** Whole numbers in the order of the float64 numbers, one each; −0 is 0. */
function placeOf(value: number): bigint {
  float[0] = value;
  return bits[0] < 0n ? -(bits[0] & magnitude) : bits[0];
}

function numberAt(place: bigint): number {
  bits[0] = place < 0n ? -place : place;
  return place < 0n ? -float[0] : float[0];
}

/**
 * The smallest number t in [lo, hi] with countUpTo(t) ≥ rank, where countUpTo tells how many values are at most t and is at
 * least rank at hi: the rank-th value in ascending order, counted from 1. At most 64 calls.
 */
export function valueAtRank(
  countUpTo: (t: number) => number,
  [lo, hi]: readonly [number, number],
  rank: number,
): number {
  let [low, high] = [placeOf(lo), placeOf(hi)];
  while (low < high) {
    // rounds towards −∞, so that it stays below high
    const middle = (low + high) >> 1n;
    if (countUpTo(numberAt(middle)) >= rank) high = middle;
    else low = middle + 1n;
  }
  return numberAt(low);
}

/** The median of `count` values, the mean of the two middle ones where they are even, from the value at a rank. */
export function medianAtRank(at: (rank: number) => number, count: number): number {
  const half = count >> 1;
  return count % 2 === 1 ? at(half + 1) : (at(half) + at(half + 1)) / 2;
}
