// Polynomials recovered from integer values on an arithmetic grid, exactly: Newton's forward differences.

/** numerator/denominator in lowest terms, denominator > 0. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** coefficients[k] belongs to the k-th power; the last is not 0, and the zero polynomial has none. */
export type Polynomial = readonly Fraction[];

function fraction(numerator: bigint, denominator: bigint): Fraction {
  let a = numerator < 0n ? -numerator : numerator;
  let b = denominator < 0n ? -denominator : denominator;
  while (b !== 0n) [a, b] = [b, a % b];
  const divisor = (denominator < 0n ? -1n : 1n) * (a === 0n ? 1n : a);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

const add = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);

/** Values beyond those that fix the polynomial, which all must confirm it. */
const confirming = 2;

/**
 * The polynomial through integer values at widths x [count] in arithmetic progression, or null: when the grid is not arithmetic,
 * a value is not an exact integer, or fewer than two values are left to confirm the degree. The degree is
 * the first order whose next differences all vanish. O(count²) big-integer operations.
 */
export function recoverPolynomial(x: readonly number[], values: readonly number[]): Polynomial | null {
  if (x.length !== values.length || x.length < confirming || x[1] === x[0]) return null;
  const step = x[1] - x[0];
  if (x.some((v, i) => !Number.isSafeInteger(v) || (i > 0 && v - x[i - 1] !== step))) return null;
  if (!values.every(Number.isSafeInteger)) return null;
  const leading: bigint[] = [];
  let row = values.map(BigInt);
  while (row.some((v) => v !== 0n)) {
    leading.push(row[0]);
    row = row.slice(1).map((v, i) => v - row[i]);
    if (row.length < confirming) return null;
  }
  // Σ_k Δ^k·C(s, k), s = (x − x₀)/step, in Horner form: p ← p·(s − k)/(k + 1) + Δ^k from the highest k down
  let p: Fraction[] = [];
  for (let k = leading.length - 1; k >= 0; k--) {
    // (s − k)/(k + 1) = (x − x₀ − k·step)/(step·(k + 1))
    const scale = BigInt(step) * BigInt(k + 1);
    const root = BigInt(x[0]) + BigInt(k) * BigInt(step);
    const next = Array.from({ length: p.length === 0 ? 1 : p.length + 1 }, () => fraction(0n, 1n));
    p.forEach((c, i) => {
      next[i + 1] = add(next[i + 1], fraction(c.numerator, c.denominator * scale));
      next[i] = add(next[i], fraction(-c.numerator * root, c.denominator * scale));
    });
    next[0] = add(next[0], fraction(leading[k], 1n));
    p = next;
  }
  while (p.length > 0 && p.at(-1)!.numerator === 0n) p.pop();
  return p;
}

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** "100352·m + 43690", "1/2·m² − 1/2·m", "0". */
export function printPolynomial(polynomial: Polynomial, variable = "m"): string {
  const terms = polynomial.flatMap(({ numerator, denominator }, power) => {
    if (numerator === 0n) return [];
    const size = numerator < 0n ? -numerator : numerator;
    const digits = [...String(power)].map((d) => superscripts[Number(d)]).join("");
    const letter = power === 0 ? "" : power === 1 ? variable : variable + digits;
    const coefficient = denominator === 1n ? `${size}` : `${size}/${denominator}`;
    const text = letter === "" ? coefficient : coefficient === "1" ? letter : `${coefficient}·${letter}`;
    return [{ negative: numerator < 0n, text }];
  });
  if (terms.length === 0) return "0";
  return terms
    .reverse()
    .map(({ negative, text }, i) => (i === 0 ? (negative ? "−" : "") : negative ? " − " : " + ") + text)
    .join("");
}
