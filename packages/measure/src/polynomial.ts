// Polynomials in one or several variables, recovered exactly from integer values on a grid: Newton's forward differences.

/** numerator/denominator in lowest terms, denominator > 0. */
interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** coefficient · Π variable_k ^ powers[k], the variables in the order of the grid's axes. */
interface Term {
  readonly coefficient: Fraction;
  readonly powers: readonly number[];
}

/** A sum of terms of different powers whose coefficients are not 0; the zero polynomial has no terms. */
export type Polynomial = readonly Term[];

function fraction(numerator: bigint, denominator: bigint): Fraction {
  let a = numerator < 0n ? -numerator : numerator;
  let b = denominator < 0n ? -denominator : denominator;
  while (b !== 0n) [a, b] = [b, a % b];
  const divisor = (denominator < 0n ? -1n : 1n) * (a === 0n ? 1n : a);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

const zero = fraction(0n, 1n);
const add = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
const times = (a: Fraction, numerator: bigint, denominator = 1n): Fraction =>
  fraction(a.numerator * numerator, a.denominator * denominator);

/** Values beyond those that fix the polynomial, which all must confirm it. */
const confirming = 2;

/**
 * Coefficients by power of the polynomial in x through values, x an arithmetic progression, both [count]; null where
 * fewer than two values are left to confirm the degree, which is the first order whose next differences all vanish.
 */
function interpolate(x: readonly number[], values: readonly Fraction[]): readonly Fraction[] | null {
  if (x.length === 1) return values;
  const leading: Fraction[] = [];
  let row = values;
  while (row.some((v) => v.numerator !== 0n)) {
    leading.push(row[0]);
    row = row.slice(1).map((v, i) => add(v, times(row[i], -1n)));
    if (row.length < confirming) return null;
  }
  // Σ_k Δ^k·C(s, k), s = (x − x₀)/step, in Horner form: p ← p·(s − k)/(k + 1) + Δ^k from the highest k down,
  // where (s − k)/(k + 1) = (x − x₀ − k·step)/(step·(k + 1))
  const step = BigInt(x[1] - x[0]);
  let p: Fraction[] = [];
  for (let k = leading.length - 1; k >= 0; k--) {
    const scale = step * BigInt(k + 1);
    const root = BigInt(x[0]) + BigInt(k) * step;
    const next = Array.from({ length: p.length + 1 }, () => zero);
    p.forEach((c, i) => {
      next[i + 1] = add(next[i + 1], times(c, 1n, scale));
      next[i] = add(next[i], times(c, -root, scale));
    });
    next[0] = add(next[0], leading[k]);
    p = next;
  }
  return p;
}

/** Whole numbers, each the same step above the last. */
function isProgression(x: readonly number[]): boolean {
  const step = x[1] - x[0];
  return x.every((v, i) => Number.isSafeInteger(v) && (i === 0 || (step !== 0 && v === x[0] + i * step)));
}

function throughGrid(
  axes: readonly (readonly number[])[],
  valueAt: (...point: number[]) => number,
): Polynomial | null {
  const [x, ...rest] = axes;
  if (x === undefined) {
    const value = valueAt();
    if (!Number.isSafeInteger(value)) return null;
    return value === 0 ? [] : [{ coefficient: fraction(BigInt(value), 1n), powers: [] }];
  }
  const slices: Polynomial[] = [];
  for (const v of x) {
    const slice = throughGrid(rest, (...point) => valueAt(v, ...point));
    if (slice === null) return null;
    slices.push(slice);
  }
  // what stands at one power of the other variables is a polynomial in the first
  const found: Term[] = [];
  for (const [key, [{ powers }]] of Map.groupBy(slices.flat(), ({ powers }) => powers.join())) {
    const coefficients = interpolate(
      x,
      slices.map((slice) => slice.find((term) => term.powers.join() === key)?.coefficient ?? zero),
    );
    if (coefficients === null) return null;
    coefficients.forEach((coefficient, power) => {
      if (coefficient.numerator !== 0n) found.push({ coefficient, powers: [power, ...powers] });
    });
  }
  return found;
}

/**
 * The polynomial whose value at every point of the grid axes[0] × axes[1] × … is valueAt(point). A variable with one
 * value on its axis is held fixed and does not occur. Null when an axis is not a progression of whole numbers, a value
 * is not an exact integer, or fewer than two values on an axis are left to confirm the degree: degree k in a variable
 * needs k + 3. O(points²) big-integer operations.
 */
export function recoverPolynomial(
  axes: readonly (readonly number[])[],
  valueAt: (...point: number[]) => number,
): Polynomial | null {
  return axes.every(isProgression) ? throughGrid(axes, valueAt) : null;
}

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const raised = (power: number) => [...String(power)].map((d) => superscripts[Number(d)]).join("");

const degree = ({ powers }: Term) => powers.reduce((sum, p) => sum + p, 0);
/** The highest degree first; among equals the highest power of the first variable. */
const byDegree = (a: Term, b: Term) =>
  degree(b) - degree(a) || b.powers.join().localeCompare(a.powers.join(), "en", { numeric: true });

/** The variables named in the order of the axes, the highest degree first: "1568·n·m + n", "1/2·m² − 1/2·m", "0". */
export function printPolynomial(polynomial: Polynomial, variables: readonly string[]): string {
  const terms = polynomial.toSorted(byDegree).map(({ coefficient: { numerator, denominator }, powers }) => {
    const size = numerator < 0n ? -numerator : numerator;
    const coefficient = denominator === 1n ? `${size}` : `${size}/${denominator}`;
    const letters = powers.flatMap((p, k) =>
      p === 0 ? [] : [p === 1 ? variables[k] : variables[k] + raised(p)],
    );
    const factors = coefficient === "1" && letters.length > 0 ? letters : [coefficient, ...letters];
    return { negative: numerator < 0n, text: factors.join("·") };
  });
  if (terms.length === 0) return "0";
  return terms
    .map(({ negative, text }, i) => (i === 0 ? (negative ? "−" : "") : negative ? " − " : " + ") + text)
    .join("");
}
