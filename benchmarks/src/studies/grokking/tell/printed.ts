// Kunin et al., arXiv 2406.06158, Fig. 12(b): steps until 99 % of the unseen pairs are answered rightly, mean of five seeds,
// recovered from the figure's contour crossings; where the crossings leave a range, its ends.
type Ends = readonly [least: number, most: number];

const taus = [0.5, 0.75, 1, 1.25, 1.5];
/** By α, in the order of τ. */
const steps: ReadonlyMap<number, readonly (number | Ends)[]> = new Map([
  [10, [2600, 7680, [6000, 9000], 8650, 14650]],
  [3.16, [4590, 7220, 8850, 12380, 19760]],
  [1, [5980, 11490, 10490, 15370, 22630]],
  [0.316, [8370, 16680, 11530, 18840, 22730]],
  [0.1, [13290, 23660, 12630, 22180, [21000, 24000]]],
]);

/** What the figure shows; undefined where it has no such cell. */
export function printedEnds(tau: number, alpha: number): Ends | undefined {
  const found = steps.get(alpha)?.[taus.indexOf(tau)];
  return typeof found === "number" ? [found, found] : found;
}

/** The middle of what the figure shows. */
export function printedSteps(tau: number, alpha: number): number | undefined {
  const ends = printedEnds(tau, alpha);
  return ends && (ends[0] + ends[1]) / 2;
}

/** The paper's steps over its steps at α = 1 and the same τ. */
export function printedRelative(tau: number, alpha: number): number | undefined {
  const [own, base] = [printedSteps(tau, alpha), printedSteps(tau, 1)];
  return own === undefined || base === undefined ? undefined : own / base;
}
