// How long a run will still take.

/**
 * Seconds still to go: the predicted rest, scaled by how the prediction did so far; all arguments in seconds. The first
 * tenth trusts the prediction in proportion, so that one slow first cell does not multiply the estimate.
 */
export function remainingSeconds(predictedDone: number, predictedTotal: number, elapsed: number): number {
  const rest = Math.max(0, predictedTotal - predictedDone);
  if (predictedDone <= 0 || predictedTotal <= 0) return rest;
  const trust = Math.min(1, predictedDone / predictedTotal / 0.1);
  return rest * (1 - trust + trust * (elapsed / predictedDone));
}
