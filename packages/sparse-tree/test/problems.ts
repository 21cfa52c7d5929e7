// Made-up values and updates for every structure, with many ties.
import fc from "fast-check";

/** A sequence of updates to run on every structure; values come from few numbers, so that ties are common. */
export interface Script {
  n: number;
  m: number;
  threshold: number;
  z: Float64Array;
  updates: { neurons: Int32Array; delta: Float64Array }[];
}

/** Values that tie, equal the threshold, differ from it by one unit in the last place, are huge or tiny. */
const values = (threshold: number) =>
  fc.oneof(
    fc.constantFrom(threshold, threshold * (1 + 2 ** -52), threshold * (1 - 2 ** -53), -threshold, 0, -0),
    fc.constantFrom(1e300, -1e300, 5e-324, -5e-324, 1e-200, 1, -1, 2),
    fc.double({ min: -4, max: 4, noNaN: true }),
  );

/** Differences: none, whole, to the threshold and back, tiny, and large enough to swallow what was there. */
const differences = fc.oneof(
  fc.constantFrom(0, 1, -1, 1.5, -1.5, 5e-324, 2 ** -52, 1e280, -1e280),
  fc.double({ min: -4, max: 4, noNaN: true }),
);

export const scripts: fc.Arbitrary<Script> = fc
  .record({
    n: fc.integer({ min: 1, max: 6 }),
    m: fc.oneof(fc.constantFrom(1, 2, 3, 31, 32, 33, 63, 64, 65), fc.integer({ min: 1, max: 80 })),
    threshold: fc.constantFrom(0, 1.5, 1, 1e-200, 1e300),
    repeated: fc.boolean(),
  })
  .chain(({ n, m, threshold, repeated }) =>
    fc.record({
      n: fc.constant(n),
      m: fc.constant(m),
      threshold: fc.constant(threshold),
      z: repeated
        ? values(threshold).map((value) => new Float64Array(n * m).fill(value))
        : fc
            .array(values(threshold), { minLength: n * m, maxLength: n * m })
            .map((z) => Float64Array.from(z)),
      updates: fc.array(
        fc.subarray(Array.from({ length: m }, (_, r) => r)).chain((neurons) =>
          fc
            .array(differences, { minLength: neurons.length * n, maxLength: neurons.length * n })
            .map((delta) => ({
              neurons: Int32Array.from(neurons),
              delta: Float64Array.from(delta),
            })),
        ),
        { maxLength: 4 },
      ),
    }),
  );

/** What `fired` means, without a structure: z [n, m]. */
export function naiveFired(z: Float64Array, m: number, i: number, b: number): number[] {
  return Array.from({ length: m }, (_, r) => r).filter((r) => z[i * m + r] > b);
}

/** What `add` means. */
export function naiveAdd(
  z: Float64Array,
  n: number,
  m: number,
  { neurons, delta }: Script["updates"][number],
): void {
  neurons.forEach((r, k) => {
    for (let i = 0; i < n; i++) z[i * m + r] += delta[k * n + i];
  });
}
