import { expect, test } from "vitest";
import {
  type Cell,
  crossoverInN,
  dispatchSchema,
  dispatchTable,
  findCrossovers,
  fitExponents,
  signChanges,
} from "../src/index.ts";
import { cellsOf, doubling } from "./synthetic.ts";

const key = { seed: 1, stream: 8 };
const widths = doubling(8, 14);

test("a power law gives its exponent for iteration, init and total, and the counters' exponent beside it", () => {
  const fits = fitExponents(cellsOf({ widths, time: (m) => 3 * m ** 0.8, macs: (m) => 5 * m ** 2 }));
  expect(fits.map((f) => f.metric)).toEqual(["iteration", "init", "total"]);
  for (const fit of fits) {
    expect(fit.exponent.value).toBeCloseTo(0.8, 10);
    expect(fit.ols.value).toBeCloseTo(0.8, 10);
    expect(fit.curved).toBe(false);
    for (const slope of fit.localSlopes) expect(slope).toBeCloseTo(0.8, 9);
    expect(fit.localSlopes).toHaveLength(widths.length - 1);
  }
  expect(fits[0].countExponent).toBeCloseTo(2, 12);
  expect(fits[0].roofline).toBe(0.25);
  expect(fits[1].countExponent).toBeNull();
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

const dense = { algorithm: "dense", backend: "one" };
const clever = { algorithm: "clever", backend: "one" };
/** 1000·m^0.5 against m: they meet at 1000². On the grid 2^16 … 2^24 */
const meeting = (noise: number, drift: number, repetition = 0) => [
  ...cellsOf({ ...dense, widths: doubling(16, 24), time: (m) => m, noise, drift, stream: 2, repetition }),
  ...cellsOf({
    ...clever,
    widths: doubling(16, 24),
    time: (m) => 1000 * m ** 0.5,
    noise,
    drift,
    stream: 3,
    repetition,
  }),
];

test("two lines without noise cross where they meet", () => {
  const [found] = findCrossovers(meeting(0, 0), { key });
  expect(found).toMatchObject({ faster: clever, slower: dense, n: 64, status: "crossed" });
  for (const v of [found.width, found.lo, found.hi]) expect(v! / 1e6).toBeCloseTo(1, 9);
});

test("the interval holds the crossing in 95 % of simulations, and shared drift does not widen it", () => {
  const count = 300;
  let covered = 0;
  for (let repetition = 0; repetition < count; repetition++) {
    const [found] = findCrossovers(meeting(0.03, 0.3, repetition), { key, resamples: 300 });
    expect(found.status).toBe("crossed");
    expect(found.hi! / found.lo!).toBeLessThan(1.2);
    if (found.lo! <= 1e6 && 1e6 <= found.hi!) covered++;
  }
  expect(covered / count).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.95 * 0.05) / count) - 0.01);
});

test("always; never where the other was expected; unresolved where nothing differs or signs change twice", () => {
  const quick = { algorithm: "quick", backend: "one" };
  const slow = { algorithm: "slow", backend: "one" };
  const apart = [
    ...cellsOf({ ...quick, widths, time: (m) => m, noise: 0.02, stream: 2 }),
    ...cellsOf({ ...slow, widths, time: (m) => 2 * m, noise: 0.02, stream: 3 }),
  ];
  expect(findCrossovers(apart, { key })[0]).toMatchObject({
    faster: quick,
    slower: slow,
    status: "always",
    width: null,
  });
  expect(findCrossovers(apart, { key, expected: [[slow, quick]] })[0]).toMatchObject({
    faster: slow,
    status: "never",
  });
  expect(findCrossovers(apart, { key, expected: [[quick, slow]] })[0]).toMatchObject({
    faster: quick,
    status: "always",
  });
  const alike = [
    ...cellsOf({ ...quick, widths, time: (m) => m, noise: 0.02, stream: 2 }),
    ...cellsOf({ ...slow, widths, time: (m) => m, noise: 0.02, stream: 3 }),
  ];
  expect(findCrossovers(alike, { key })[0].status).toBe("unresolved");
  const wave = [
    ...cellsOf({ ...quick, widths, time: (m) => m }),
    ...cellsOf({ ...slow, widths, time: (m) => m * (m === widths[3] ? 0.5 : 2) }),
  ];
  expect(findCrossovers(wave, { key })[0].status).toBe("unresolved");
});

test("a crossing near the end of the range has an open interval or none, never an invented one", () => {
  const cells = [
    ...cellsOf({ ...dense, widths, time: (m) => m, noise: 0.05, stream: 2 }),
    ...cellsOf({
      ...clever,
      widths,
      time: (m) => m ** 0.9 * widths.at(-1)! ** 0.1 * 0.99,
      noise: 0.05,
      stream: 3,
    }),
  ];
  const [found] = findCrossovers(cells, { key });
  expect(found.status === "unresolved" || found.lo === null || found.hi === null).toBe(true);
});

test("slow baselines take no part across algorithms; too few shared widths give no pair", () => {
  const cells = meeting(0, 0).map((c) =>
    c.algorithm === "dense" ? { ...c, timing: { ...c.timing!, notes: ["slow-baseline"] } } : c,
  );
  expect(findCrossovers(cells, { key })).toEqual([]);
  expect(
    findCrossovers(
      meeting(0, 0).filter((c) => c.width <= 2 ** 17),
      { key },
    ),
  ).toEqual([]);
});

test("cells measured in every other round are paired in the rounds they share", () => {
  const sparse = meeting(0.03, 0.3).map((c) =>
    c.algorithm === "dense"
      ? {
          ...c,
          timing: {
            ...c.timing!,
            samples: c.timing!.samples.filter((_, i) => i % 2 === 0),
            rounds: c.timing!.rounds.filter((r) => r % 2 === 0),
          },
        }
      : c,
  );
  const [found] = findCrossovers(sparse, { key });
  expect(found.hi! / found.lo!).toBeLessThan(1.3);
});

test("by default pairs differ in one of algorithm and backend, or are the champions of two algorithms", () => {
  const cells = ["dense", "clever"].flatMap((algorithm, a) =>
    ["one", "two"].flatMap((backend, b) =>
      cellsOf({ algorithm, backend, widths, time: (m) => m * (1 + a) * (1 + 2 * b) }),
    ),
  );
  const names = (list: ReturnType<typeof findCrossovers>) =>
    list.map((c) => [c.faster, c.slower].map((s) => `${s.algorithm}/${s.backend}`).join(" < ")).sort();
  expect(names(findCrossovers(cells, { key }))).toEqual([
    "clever/one < clever/two",
    "dense/one < clever/one",
    "dense/one < dense/two",
    "dense/two < clever/two",
  ]);
  expect(findCrossovers(cells, { key, filter: () => true })).toHaveLength(6);
  expect(findCrossovers(cells, { key, filter: () => false })).toHaveLength(0);
});

test("along n: n² against 100·n meet at 100", () => {
  const at = [16, 32, 64, 128, 256, 512];
  const cells = at.flatMap((n) => [
    ...cellsOf({ ...dense, n, widths: [1024], time: () => n ** 2 }),
    ...cellsOf({ ...clever, n, widths: [1024], time: () => 100 * n }),
  ]);
  const [found] = crossoverInN(cells, { key });
  expect(found).toMatchObject({ faster: clever, slower: dense, width: 1024, status: "crossed" });
  expect(found.n).toBeCloseTo(100, 6);
});

test("sign changes are interpolated; a zero is a change only if the sign differs after it", () => {
  expect(signChanges([0, 1, 2], [1, -1, -3])).toEqual([0.5]);
  expect(signChanges([0, 1, 2], [1, 0, -1])).toEqual([1]);
  expect(signChanges([0, 1, 2], [-1, -2, -1])).toEqual([]);
});

test("the dispatch table is gapless, switches where medians meet, and passes its own schema", () => {
  const cells = [
    ...cellsOf({ ...dense, widths: [64, 256, 1024, 4096], time: (m) => m }),
    ...cellsOf({ ...dense, backend: "two", widths: [64, 256, 1024, 4096], time: () => 500 }),
    ...cellsOf({ ...clever, widths: [64, 256], time: () => 90 }),
  ];
  const table = dispatchTable(cells);
  expect(dispatchSchema.parse(JSON.parse(JSON.stringify(table)))).toEqual(table);
  expect(table.fastest.map((f) => `${f.width} ${f.algorithm} ${f.backend}`)).toEqual([
    "64 dense one",
    "256 clever one",
    "1024 dense two",
    "4096 dense two",
  ]);
  const rough = cells.map((c) =>
    c.algorithm === "clever" ? { ...c, timing: { ...c.timing!, notes: ["approximate"] } } : c,
  );
  expect(dispatchTable(rough).fastest.every(({ algorithm }) => algorithm === "dense")).toBe(true);
  expect(dispatchTable(rough).algorithms).toEqual(table.algorithms);
  expect(table.algorithms.find((a) => a.algorithm === "dense")!.ranges).toEqual([
    { fromWidth: 64, toWidth: 499, backend: "one" },
    { fromWidth: 500, toWidth: 4096, backend: "two" },
  ]);
});
