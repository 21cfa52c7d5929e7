// The standard normal law: quantile by M. Wichura, "Algorithm AS 241", Applied Statistics 37 (1988), relative error
// about 1e-16; upper tail by the series of G. Marsaglia, Journal of Statistical Software 11 (2004), and Laplace's
// continued fraction.
import { log } from "./natural-log.ts";
import { fillUniforms, type Key } from "./philox.ts";

/** Quotient of two degree-7 polynomials at r, numerator c[0..7], denominator 1 + c[8..14]; Horner, no fused operations. */
function rational(c: Float64Array, r: number): number {
  const numerator =
    ((((((c[7] * r + c[6]) * r + c[5]) * r + c[4]) * r + c[3]) * r + c[2]) * r + c[1]) * r + c[0];
  const denominator =
    ((((((c[14] * r + c[13]) * r + c[12]) * r + c[11]) * r + c[10]) * r + c[9]) * r + c[8]) * r + 1;
  return numerator / denominator;
}

const centre = Float64Array.of(
  3.3871328727963665,
  133.14166789178438,
  1971.5909503065513,
  13731.69376550946,
  45921.95393154987,
  67265.7709270087,
  33430.57558358813,
  2509.0809287301227,
  42.31333070160091,
  687.1870074920579,
  5394.196021424751,
  21213.794301586597,
  39307.89580009271,
  28729.085735721943,
  5226.495278852854,
);
const shoulder = Float64Array.of(
  1.4234371107496835,
  4.630337846156546,
  5.769497221460691,
  3.6478483247632045,
  1.2704582524523684,
  0.2417807251774506,
  0.022723844989269184,
  0.0007745450142783414,
  2.053191626637759,
  1.6763848301838038,
  0.6897673349851,
  0.14810397642748008,
  0.015198666563616457,
  0.0005475938084995345,
  1.0507500716444169e-9,
);
const tail = Float64Array.of(
  6.657904643501103,
  5.463784911164114,
  1.7848265399172913,
  0.29656057182850487,
  0.026532189526576124,
  0.0012426609473880784,
  0.000027115555687434876,
  2.0103343992922881e-7,
  0.599832206555888,
  0.1369298809227358,
  0.014875361290850615,
  0.0007868691311456133,
  0.000018463183175100548,
  1.421511758316446e-7,
  2.0442631033899397e-15,
);

/** z ≥ 0 with P(N(0,1) > z) = p, for 0 < p ≤ 0.075: accurate however small p is. */
function upperQuantile(p: number): number {
  const r = Math.sqrt(-log(p));
  return r <= 5 ? rational(shoulder, r - 1.6) : rational(tail, r - 5);
}

/** The number z with P(N(0,1) > z) = p, 0 < p < 1: accurate relative to p, so that far tails keep their digits. O(1). */
export function normalUpperQuantile(p: number): number {
  const q = 0.5 - p;
  if (Math.abs(q) <= 0.425) return q * rational(centre, 0.180625 - q * q);
  return q > 0 ? upperQuantile(p) : -upperQuantile(1 - p);
}

/**
 * out ← standard normal draws number first … first+out.length−1 of the key's stream, one uniform each:
 * draw j is the upper quantile of uniform j. O(count).
 */
export function fillNormals(key: Key, first: number, out: Float64Array): void {
  fillUniforms(key, first, out);
  for (let j = 0; j < out.length; j++) out[j] = normalUpperQuantile(out[j]);
}

/** Φ̄(x) = P(N(0,1) > x): relative error below 1e-14 for x ≥ 0, absolute error likewise for x < 0. At most 120 divisions. */
export function normalTail(x: number): number {
  if (x < 0) return 1 - normalTail(-x);
  const density = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  if (x < 2.5) {
    let term = x;
    let sum = x;
    for (let k = 3; sum + term !== sum; k += 2) sum += term *= (x * x) / k;
    return 0.5 - density * sum;
  }
  // Mills ratio 1/(x + 1/(x + 2/(x + …))); 120 levels are enough from x = 2.5 on
  let ratio = x;
  for (let k = 120; k > 0; k--) ratio = x + k / ratio;
  return density / ratio;
}
