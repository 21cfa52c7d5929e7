// Student's law through the regularised incomplete beta function; simple-statistics has neither.
// Continued fraction and Lentz's method: Press et al., Numerical Recipes, section 6.4.
import { gammaln } from "simple-statistics";

/** The continued fraction of I_x(a, b), for x < (a+1)/(a+b+2). */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < tiny ? tiny : d);
  let value = d;
  for (let m = 1; m <= 1000; m++) {
    for (const numerator of [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ]) {
      d = 1 + numerator * d;
      d = 1 / (Math.abs(d) < tiny ? tiny : d);
      c = 1 + numerator / c;
      if (Math.abs(c) < tiny) c = tiny;
      value *= c * d;
    }
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return value;
}

/** I_x(a, b), the regularised incomplete beta function, 0 ≤ x ≤ 1, relative error about 1e-14. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(gammaln(a + b) - gammaln(a) - gammaln(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** P(T > t) for Student's T with the given degrees of freedom, any number > 0; NaN of NaN. */
export function studentTail(t: number, freedom: number): number {
  if (Number.isNaN(t)) return Number.NaN;
  const half = 0.5 * incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
  return t >= 0 ? half : 1 - half;
}

const quantiles = new Map<string, number>();

/**
 * t with P(T ≤ t) = p for Student's T, 0 < p < 1: bisection of the tail to the last bit, cached.
 * RangeError: p outside (0, 1), or degrees of freedom that are not positive.
 */
export function studentQuantile(p: number, freedom: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`studentQuantile: p must be in (0, 1), got ${p}`);
  if (!(freedom > 0))
    throw new RangeError(`studentQuantile: degrees of freedom must be positive, got ${freedom}`);
  if (p === 0.5) return 0;
  if (p < 0.5) return -studentQuantile(1 - p, freedom);
  const name = `${p}/${freedom}`;
  let t = quantiles.get(name);
  if (t === undefined) {
    let low = 0;
    let high = 1;
    while (studentTail(high, freedom) > 1 - p) high *= 2;
    for (let i = 0; i < 200 && low < high; i++) {
      const middle = (low + high) / 2;
      if (middle === low || middle === high) break;
      if (studentTail(middle, freedom) > 1 - p) low = middle;
      else high = middle;
    }
    t = (low + high) / 2;
    quantiles.set(name, t);
  }
  return t;
}
