// Which examples span the gradient subspace of `GradientSubspace`, whose source leaves the choice open. Each way returns the
// indices of r distinct examples, and throws RangeError where there are not so many.
import { choleskyFactor, choleskySolve, fillUniforms } from "@widthwise/core";

const referencesStream = 62;

/** r of the indices that have positive weight, drawn without replacement in proportion (Efraimidis & Spirakis 2006). */
function draw(weights: Float64Array, r: number, seed: number): Int32Array {
  const possible = weights.reduce((count, w) => count + (w > 0 ? 1 : 0), 0);
  if (!(Number.isSafeInteger(r) && r > 0 && r <= possible))
    throw new RangeError(`a reference set of ${r}, accepted are whole numbers from 1 to ${possible}`);
  const keys = new Float64Array(weights.length);
  fillUniforms({ seed, stream: referencesStream }, 0, keys);
  for (let i = 0; i < keys.length; i++) keys[i] = weights[i] > 0 ? -Math.log(keys[i]) / weights[i] : Infinity;
  return Int32Array.from(keys.keys())
    .sort((i, j) => keys[i] - keys[j])
    .slice(0, r);
}

/** r of n examples, uniform without replacement. O(n log n). */
export const randomReferences = (n: number, r: number, seed: number) =>
  draw(new Float64Array(n).fill(1), r, seed);

/**
 * As many of each class as goes (sizes differ by at most one while classes last), uniform within it; labels [n].
 * O(n log n).
 */
export function balancedReferences(labels: ArrayLike<number>, r: number, seed: number): Int32Array {
  const order = randomReferences(labels.length, labels.length, seed);
  const taken = new Map<number, number>();
  // the k-th of its class stands in round k
  const rounds = Array.from(order, (i) => {
    const round = taken.get(labels[i]) ?? 0;
    taken.set(labels[i], round + 1);
    return { i, round };
  });
  if (!(Number.isSafeInteger(r) && r > 0 && r <= labels.length))
    throw new RangeError(`a reference set of ${r}, accepted are whole numbers from 1 to ${labels.length}`);
  rounds.sort((a, b) => a.round - b.round);
  return Int32Array.from(rounds.slice(0, r), ({ i }) => i);
}

/**
 * The examples nearest to the centres of k-means (Lloyd 1982, seeded as k-means++, Arthur & Vassilvitskii 2007) on inputs
 * [n, d]. n·r·d multiply-adds per round.
 */
export function kMeansReferences(
  inputs: ArrayLike<number>,
  n: number,
  r: number,
  seed: number,
  rounds = 20,
): Int32Array {
  const d = inputs.length / n;
  const toCentre = (i: number, centre: ArrayLike<number>, c: number) => {
    let sum = 0;
    for (let k = 0; k < d; k++) sum += (inputs[i * d + k] - centre[c * d + k]) ** 2;
    return sum;
  };
  const chosen = draw(new Float64Array(n).fill(1), 1, seed);
  if (!(Number.isSafeInteger(r) && r > 0 && r <= n))
    throw new RangeError(`a reference set of ${r}, accepted are whole numbers from 1 to ${n}`);
  const nearest = new Float64Array(n).fill(Infinity);
  const seeds = [chosen[0]];
  for (;;) {
    const last = seeds[seeds.length - 1];
    for (let i = 0; i < n; i++) nearest[i] = Math.min(nearest[i], toCentre(i, inputs, last));
    if (seeds.length === r) break;
    const distinct = nearest.some((distance) => distance > 0);
    // duplicates alone are left: any that is not yet taken
    const weights = distinct ? nearest : nearest.map((_, i) => (seeds.includes(i) ? 0 : 1));
    seeds.push(draw(weights, 1, seed + seeds.length)[0]);
  }
  let centres = new Float64Array(r * d);
  seeds.forEach((i, c) => {
    for (let k = 0; k < d; k++) centres[c * d + k] = inputs[i * d + k];
  });
  for (let round = 0; round < rounds; round++) {
    const sums = new Float64Array(r * d);
    const counts = new Float64Array(r);
    for (let i = 0; i < n; i++) {
      let best = 0;
      let least = Infinity;
      for (let c = 0; c < r; c++) {
        const distance = toCentre(i, centres, c);
        if (distance < least) [best, least] = [c, distance];
      }
      counts[best]++;
      for (let k = 0; k < d; k++) sums[best * d + k] += inputs[i * d + k];
    }
    // a centre that lost all its examples stays where it was
    centres = sums.map((sum, ck) => {
      const c = Math.floor(ck / d);
      return counts[c] > 0 ? sum / counts[c] : centres[ck];
    });
  }
  const taken = new Set<number>();
  for (let c = 0; c < r; c++) {
    let [best, least] = [-1, Infinity];
    for (let i = 0; i < n; i++) {
      const distance = taken.has(i) ? Infinity : toCentre(i, centres, c);
      if (distance < least) [best, least] = [i, distance];
    }
    taken.add(best);
  }
  return Int32Array.from(taken);
}

/**
 * ℓ_i = Σ over i's outputs of (K(K + λI)⁻¹)_ii [n], of a kernel [n·C, n·C]; their sum is the degrees of freedom. O((nC)³).
 * RangeError where K + λI is singular to rounding.
 */
export function leverageScores(kernel: Float64Array, n: number, damping: number): Float64Array {
  const size = Math.sqrt(kernel.length);
  const factor = kernel.slice();
  for (let i = 0; i < size; i++) factor[i * size + i] += damping;
  if (choleskyFactor(factor, size).status !== "solved")
    throw new RangeError(`damping ${damping} leaves the kernel singular to rounding, a larger one is needed`);
  const scores = new Float64Array(n);
  const column = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    column.fill(0);
    column[i] = 1;
    choleskySolve(factor, size, column);
    scores[Math.floor((i * n) / size)] += Math.max(0, 1 - damping * column[i]);
  }
  return scores;
}

/** Drawn in proportion to ridge leverage scores (Alaoui & Mahoney 2015), from a kernel [n·C, n·C] of candidates. O((nC)³). */
export function leverageReferences(
  kernel: Float64Array,
  n: number,
  r: number,
  damping: number,
  seed: number,
): Int32Array {
  return draw(leverageScores(kernel, n, damping), r, seed);
}
