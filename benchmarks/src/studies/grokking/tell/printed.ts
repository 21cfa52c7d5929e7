// Kunin et al., arXiv 2406.06158, Fig. 12(b): steps until 99 % of the unseen pairs are answered rightly, mean of five seeds,
// recovered from the figure's contour crossings; where the crossings leave a range, its ends.
export interface Printed {
  readonly tau: number;
  readonly alpha: number;
  readonly lo: number;
  readonly hi: number;
}

const taus = [0.5, 0.75, 1, 1.25, 1.5];
const rows: [alpha: number, ...steps: (number | [number, number])[]][] = [
  [10, 2600, 7680, [6000, 9000], 8650, 14650],
  [3.16, 4590, 7220, 8850, 12380, 19760],
  [1, 5980, 11490, 10490, 15370, 22630],
  [0.316, 8370, 16680, 11530, 18840, 22730],
  [0.1, 13290, 23660, 12630, 22180, [21000, 24000]],
];

export const printed: readonly Printed[] = rows.flatMap(([alpha, ...steps]) =>
  steps.map((value, k) => {
    const [lo, hi] = typeof value === "number" ? [value, value] : value;
    return { tau: taus[k], alpha, lo, hi };
  }),
);

/** The middle of what the figure shows; undefined where it has no such cell. */
export function printedSteps(tau: number, alpha: number): number | undefined {
  const found = printed.find((cell) => cell.tau === tau && cell.alpha === alpha);
  return found && (found.lo + found.hi) / 2;
}
