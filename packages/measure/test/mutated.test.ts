// Result files with anything in the place of anything: refused with a reason, or compared without a crash.
import fc from "fast-check";
import { expect, test } from "vitest";
import { compareResults, comparisonSchema, InvalidResult, parseResult, type Result } from "../src/index.ts";
import { cellsOf, doubling, resultOf } from "./synthetic.ts";

const widths = doubling(4, 9);
const made = (stream: number): Result => ({
  ...resultOf(
    ["alpha", "beta"].flatMap((algorithm, k) =>
      cellsOf({ algorithm, widths, time: (m) => m, noise: 0.05, rounds: 7, stream: stream + k }),
    ),
  ),
  controls: {
    noop: [{ backend: "one", medianNs: 3 }],
    aa: [{ algorithm: "alpha", backend: "one", width: 16, ratio: { value: 1.01, lo: 1, hi: 1.02 } }],
  },
});
const [base, head] = [made(1), made(5)];

/** Every place in a JSON value, as the keys that lead there. */
function places(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, part]) => places(part, [...path, key]))];
}

/** A copy with another value at a place; undefined takes it away. */
function changed(value: unknown, [key, ...rest]: readonly string[], to: unknown): unknown {
  if (key === undefined) return to;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  if (rest.length === 0 && to === undefined) delete copy[key];
  else copy[key] = changed(copy[key], rest, to);
  return copy;
}

const strange = [
  ...[undefined, null, true, "", "x", "__proto__", "constructor", [], {}, [[]], [null]],
  ...[0, -1, 1, 0.5, 1e308, -1e308, 5e-324, 2 ** 53, 1e20],
];
const all = places(head);
const mutation = fc.record({ place: fc.constantFrom(...all), to: fc.constantFrom(...strange) });

function read(text: string): Result | undefined {
  try {
    return parseResult("mutated.json", text);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidResult);
    return undefined;
  }
}

test("one to three places changed to anything", { timeout: 60_000 }, () => {
  let compared = 0;
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
      const text = JSON.stringify(
        mutations.reduce<unknown>((value, { place, to }) => changed(value, place, to), head),
      );
      const result = text === undefined ? undefined : read(text);
      if (result === undefined) return;
      compared++;
      for (const [one, other] of [
        [base, result],
        [result, base],
        [result, result],
      ])
        comparisonSchema.parse(JSON.parse(JSON.stringify(compareResults(one, other))));
    }),
    { seed: 11, numRuns: 700 },
  );
  expect(compared).toBeGreaterThan(50);
});
