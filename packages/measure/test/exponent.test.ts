// Exponents of made-up laws.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cell, exponentInterval, fitExponents } from "../src/index.ts";
import { cellsOf, doubling } from "./synthetic.ts";

const widths = doubling(8, 14);

test("a power law gives its exponent for iteration, init and total, and the counters' exponent beside it", () => {
  const fits = fitExponents(cellsOf({ widths, time: (m) => 3 * m ** 0.8, macs: (m) => 5 * m ** 2 }));
  expect(fits.map((f) => f.metric)).toEqual(["iteration", "init", "total"]);
  for (const fit of fits) {
    expect(fit.exponent.value).toBeCloseTo(0.8, 10);
    expect(fit.exponent.method).toBe("ols-serial");
    expect(fit.theilSen?.value).toBeCloseTo(0.8, 10);
    expect(fit.curved).toBe(false);
    for (const slope of fit.localSlopes) expect(slope).toBeCloseTo(0.8, 9);
    expect(fit.localSlopes).toHaveLength(widths.length - 1);
  }
  expect(fits[0].countExponent).toBeCloseTo(2, 12);
  expect(fits[0].roofline).toBe(0.25);
  expect(fits[1].countExponent).toBeNull();
});

test("the method decides what is the exponent and what stands beside it: of times, at large widths and of counts", () => {
  const cells = cellsOf({
    widths,
    time: (m) => 2000 + m,
    noise: 0.01,
    macs: (m) => 100 * m + m ** 2,
    rounds: 8,
  });
  const of = (method?: "theil-sen" | "ols-serial") => fitExponents(cells, method)[0];
  const [robust, serial] = [of("theil-sen"), of("ols-serial")];
  expect(of()).toEqual(serial);
  expect(serial.exponent.value).toBe(robust.ols?.value);
  expect(serial.theilSen).toMatchObject({ value: robust.exponent.value, lo: robust.exponent.lo });
  expect([serial.ols, robust.theilSen]).toEqual([undefined, undefined]);
  expect(serial.exponent.hi - serial.exponent.lo).toBeGreaterThan(robust.ols!.hi - robust.ols!.lo);
  // the line bends, and so do the counts: the two methods differ, and each is used for all three
  expect(serial.countExponent).not.toBe(robust.countExponent);
  expect(serial.tail?.value).not.toBe(robust.tail?.value);
  expect(serial.localSlopes).toEqual(robust.localSlopes);
});

test("a constant beside a linear term is curved, and its local slopes rise", () => {
  const [fit] = fitExponents(cellsOf({ widths, time: (m) => 2000 + m, noise: 0.01 }));
  expect(fit.curved).toBe(true);
  expect(fit.localSlopes.at(-1)).toBeGreaterThan(fit.localSlopes[0] + 0.3);
});

test("four widths are too few; wrong, skipped and below-floor cells do not count", () => {
  const cells = cellsOf({ widths: doubling(8, 12), time: (m) => m });
  expect(fitExponents(cells)).toHaveLength(3);
  expect(fitExponents(cells.slice(1))).toHaveLength(0);
  expect(fitExponents(cells.with(0, { ...cells[0], status: "invalid" }))).toHaveLength(0);
  const below: Cell = { ...cells[0], timing: { ...cells[0].timing!, notes: ["below-floor"] } };
  expect(fitExponents(cells.with(0, below))).toHaveLength(0);
});

describe("exponentInterval", () => {
  test("a power law gives its exponent, whatever the units, and one wild value does not move it", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -2, max: 3, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        (power, unit) => {
          const times = widths.map((m) => unit * m ** power);
          for (const values of [times, times.with(-1, 2 * times.at(-1)!)])
            expect(exponentInterval(widths, values).value).toBeCloseTo(power, 8);
        },
      ),
    );
  });
  test("it is the exponent of a fit", () => {
    const cells = cellsOf({ widths, time: (m) => m ** 1.2, noise: 0.1 });
    const [{ exponent }] = fitExponents(cells);
    expect(exponent).toMatchObject(
      exponentInterval(
        widths,
        cells.map((c) => c.timing!.median),
        "ols-serial",
      ),
    );
  });
  test("too few sizes, different lengths and values without a logarithm are named", () => {
    expect(() => exponentInterval([1, 2, 4, 8], [1, 2, 4, 8])).toThrow("at least 5 sizes");
    expect(() => exponentInterval(widths, [1, 2])).toThrow("7 x values but 2 y values");
    expect(() => exponentInterval(widths, widths.with(2, 0))).toThrow("got 0");
    expect(() => exponentInterval(widths, widths.with(2, Number.NaN))).toThrow("got NaN");
    expect(() => exponentInterval(widths, Array(7).fill(Infinity))).toThrow("got Infinity");
    expect(() => exponentInterval(Array(7).fill(2), widths)).toThrow("all x are equal");
  });
});
