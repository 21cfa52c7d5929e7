// How the number of neurons that fire grows with the width, exactly.
import { normalTail } from "@widthwise/core";

/** The c of c=0.48; undefined for a fixed b. */
export const cOf = (shift: string): number | undefined =>
  shift.startsWith("c=") ? Number(shift.slice(2)) : undefined;

/**
 * Local exponent of m·Φ̄(b) in m: 1 − c·h(b)/(2b) for b = √(c ln m), with h = φ/Φ̄ the hazard rate, since
 * db/d ln m = c/(2b); 1 for a fixed b, and for c = 0.
 */
export function localExponent(shift: string, b: number): number {
  const c = cOf(shift);
  if (c === undefined || c === 0) return 1;
  const hazard = Math.exp(-0.5 * b * b) / Math.sqrt(2 * Math.PI) / normalTail(b);
  return 1 - (c * hazard) / (2 * b);
}
