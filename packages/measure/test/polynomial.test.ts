// Polynomials are recovered exactly, or not at all.
import fc from "fast-check";
import { expect, test } from "vitest";
import { printPolynomial, recoverPolynomial } from "../src/polynomial.ts";

const progression = (start: number, step: number, count: number) =>
  Array.from({ length: count }, (_, i) => start + i * step);
/** Through values at x, printed; null where there is none. */
const through = (x: readonly number[], values: readonly number[]) => {
  const found = recoverPolynomial([x], (v) => values[x.indexOf(v)]);
  return found && printPolynomial(found, ["m"]);
};

/** At most 35⁹ in three variables: every value is an exact integer. */
const axis = fc.record({
  degree: fc.integer({ min: 0, max: 3 }),
  start: fc.integer({ min: 0, max: 10 }),
  step: fc.integer({ min: 1, max: 5 }),
});

test("integer polynomials in one to three variables are recovered exactly, with two values to spare on each axis", () => {
  fc.assert(
    fc.property(
      fc.array(axis, { minLength: 1, maxLength: 3 }),
      fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 64, maxLength: 64 }),
      (variables, pool) => {
        const powers = variables.reduce<number[][]>(
          (all, { degree }) => all.flatMap((p) => progression(0, 1, degree + 1).map((k) => [...p, k])),
          [[]],
        );
        const terms = powers
          .map((p, i) => ({ powers: p, value: pool[i] }))
          .filter(({ value }) => value !== 0);
        const found = recoverPolynomial(
          variables.map(({ degree, start, step }) => progression(start, step, degree + 3)),
          (...point) =>
            terms.reduce((sum, t) => sum + t.value * t.powers.reduce((c, p, k) => c * point[k] ** p, 1), 0),
        )!;
        const byPowers = new Map(found.map(({ powers, coefficient }) => [powers.join(), coefficient]));
        expect(byPowers).toEqual(
          new Map(terms.map((t) => [t.powers.join(), { numerator: BigInt(t.value), denominator: 1n }])),
        );
      },
    ),
  );
});

test("rational coefficients: m(m−1)/2, and n·m/8", () => {
  const x = [4, 8, 12, 16, 20];
  expect(
    through(
      x,
      x.map((m) => (m * (m - 1)) / 2),
    ),
  ).toBe("1/2·m² − 1/2·m");
  const found = recoverPolynomial([[8, 16, 24, 32], x], (n, m) => (n * m) / 8);
  expect(printPolynomial(found!, ["n", "m"])).toBe("1/8·n·m");
});

test("what is not a polynomial on the grid, or not on a grid, is not given one", () => {
  expect(through([1, 2, 3, 4, 5], [1, 2, 4, 8, 16])).toBeNull();
  expect(through([1, 2, 4, 8], [1, 2, 4, 8])).toBeNull();
  expect(through([1, 2, 3], [1.5, 2, 2.5])).toBeNull();
  expect(through([1, 2], [1, 2])).toBeNull();
  // linear in m, but two values of n do not confirm what is linear in n
  expect(
    recoverPolynomial(
      [
        [16, 32],
        [1, 2, 3, 4],
      ],
      (n, m) => n * m,
    ),
  ).toBeNull();
});

test("an axis of one value is held fixed", () => {
  const found = recoverPolynomial([[16], [1, 2, 3, 4]], (n, m) => n * m);
  expect(printPolynomial(found!, ["n", "m"])).toBe("16·m");
});

test("printed forms: the highest degree first, then the first variable", () => {
  const print = (terms: Record<string, number>) =>
    printPolynomial(
      Object.entries(terms).map(([powers, value]) => ({
        powers: powers.split(",").map(Number),
        coefficient: { numerator: BigInt(value), denominator: 1n },
      })),
      ["n", "m"],
    );
  expect(print({ "0,0": 43690, "0,1": 100352 })).toBe("100352·m + 43690");
  expect(print({ "0,1": -1, "0,2": 1 })).toBe("m² − m");
  expect(print({ "0,2": 1, "1,1": -1, "2,0": 3, "0,12": 1 })).toBe("m¹² + 3·n² − n·m + m²");
  expect(print({ "0,0": -3 })).toBe("−3");
  expect(print({})).toBe("0");
});
