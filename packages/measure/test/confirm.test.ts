// What was seen once and not again does not count.
import { describe, expect, test } from "vitest";
import { changesOf, compareResults, confirmComparison, type Result } from "../src/index.ts";
import { cellsOf, doubling, resultOf } from "./synthetic.ts";

const widths = doubling(10, 16);
const run = (factor: (width: number) => number, algorithm = "alpha"): Result =>
  resultOf(cellsOf({ algorithm, widths, time: (m) => 100 * m * factor(m) }));
const same = run(() => 1);
const compared = (head: Result) => compareResults(same, head);
const slower = compared(run(() => 1.2));
const faster = compared(run(() => 1 / 1.2));
const steeper = compared(run((m) => (m / 2 ** 13) ** 0.2));
const equal = compared(same);

describe("confirmation", () => {
  test("a change that is seen again stays", () => {
    expect(slower.verdict).toBe("worse");
    expect(confirmComparison(slower, slower)).toEqual(slower);
    expect(confirmComparison(faster, faster)).toEqual(faster);
  });
  test.each([
    ["not at all", equal, "inconclusive"],
    ["in the other direction", faster, "inconclusive"],
    // wide cells are slower both times, and single cells count too
    ["in the exponent and not in the level", steeper, "worse"],
  ])("one that is seen again %s is inconclusive, with the reason", (_, again, whole) => {
    const { series, verdict } = confirmComparison(slower, again);
    expect(series[0].level).toMatchObject({
      verdict: "inconclusive",
      reason: expect.stringMatching(/not again/),
    });
    expect(verdict).toBe(whole);
    expect(changesOf(confirmComparison(slower, again)).series).toEqual([]);
  });
  test("what did not change is not asked for again, and what is invalid stays so", () => {
    expect(confirmComparison(equal, { ...equal, cells: [], series: [] })).toEqual(equal);
    const gone = compareResults(same, resultOf([]));
    expect(gone.verdict).toBe("invalid");
    expect(confirmComparison(gone, equal).verdict).toBe("invalid");
  });
});
