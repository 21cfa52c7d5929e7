// Natural logarithm by the method of FreeBSD's e_log.c (Sun Microsystems 1993), from additions, products and one
// division only, in a fixed order: the same bits in JavaScript and in WebAssembly, which Math.log does not promise.

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

/** ln x for normal x > 0, error below one unit in the last place. */
export function log(x: number): number {
  float[0] = x;
  let exponent = ((words[1] >>> 20) & 0x7ff) - 1022;
  words[1] = (words[1] & 0x800fffff) | 0x3fe00000;
  let mantissa = float[0];
  if (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    exponent -= 1;
  }
  const f = mantissa - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const odd =
    z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const half = 0.5 * f * f;
  return exponent * LN2_HIGH - (half - (s * (half + (even + odd)) + exponent * LN2_LOW) - f);
}
