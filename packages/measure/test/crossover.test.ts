// Crossover widths of made-up laws that meet where we know.
import { describe, expect, test } from "vitest";
import { signChanges } from "../src/crossover-resampling.ts";
import { type Cell, findCrossovers, summarise, timeRatio } from "../src/index.ts";
import { normals, share, three } from "./simulate.ts";
import { cellsOf, doubling } from "./synthetic.ts";

const key = { seed: 1, stream: 8 };
const widths = doubling(8, 14);
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

describe("cells that say their turn", () => {
  const meets = 2 ** 10.5;
  /** Six processes of two rounds; what a process slows lasts for all its rounds. */
  const inTurns = (turnOf: (c: Cell) => string, processNoise: number, drift: number, repetition: number) =>
    [
      { ...dense, time: (m: number) => m, stream: 12, driftStream: 1 },
      { ...clever, time: (m: number) => m ** 0.8 * meets ** 0.2, stream: 13, driftStream: 1 },
    ]
      .flatMap((law) => cellsOf({ ...law, widths, rounds: 12, noise: 0.01, drift, repetition }))
      .map((cell): Cell => {
        const own = normals(
          cell.algorithm === "dense" ? 31 : 32,
          64 * repetition + 6 * widths.indexOf(cell.width),
          6,
        );
        const processes = cell.timing!.rounds.map((round) => Math.floor(round / 2));
        const samples = cell.timing!.samples.map(
          (time, k) => time * Math.exp(processNoise * own[processes[k]]),
        );
        const timing = summarise({ ...cell.timing!, samples, processes, turn: turnOf(cell) });
        return { ...cell, timing };
      });
  const [together, apart] = [() => "together", ({ algorithm }: Cell) => algorithm];
  const crossing = (cells: readonly Cell[]) => findCrossovers(cells, { key })[0];

  test("only what was visited in turn is paired, and each width that is not is named", () => {
    const [paired, unpaired] = [together, apart].map((turn) => crossing(inTurns(turn, 0, 0.3, 0)));
    expect(paired).toMatchObject({ status: "crossed", unpaired: [] });
    expect(unpaired.unpaired).toEqual(widths);
    // drift of 30 % that both share cancels within a round, and does not between runs
    expect(paired.hi! / paired.lo!).toBeLessThan(1.3);
    expect((unpaired.hi ?? 2 ** 30) / (unpaired.lo ?? 1)).toBeGreaterThan(2 * (paired.hi! / paired.lo!));
    const [{ timing: a }, { timing: b }] = ["dense", "clever"].map(
      (name) => inTurns(apart, 0, 0, 0).find(({ algorithm }) => algorithm === name)!,
    );
    expect(timeRatio(a!, b!, { key }).kind).toBe("unpaired");
    expect(timeRatio(a!, { ...b!, turn: a!.turn }, { key }).kind).toBe("paired");
  });

  test.each([
    ["together", together],
    ["apart", apart],
  ])("the interval holds what differs between processes: 92 of 100, %s", (_, turn) => {
    const simulations = 200;
    const covered = share(simulations, (s) => {
      const { status, lo, hi } = crossing(inTurns(turn, 0.05, 0, s));
      const [from, to] = [lo ?? 0, hi ?? Number.POSITIVE_INFINITY];
      return status === "crossed" && from <= meets && meets <= to;
    });
    expect(covered).toBeGreaterThan(0.92 - three(0.92, simulations));
  });
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

test("sign changes are interpolated; a zero is a change only if the sign differs after it", () => {
  expect(signChanges([0, 1, 2], [1, -1, -3])).toEqual([0.5]);
  expect(signChanges([0, 1, 2], [1, 0, -1])).toEqual([1]);
  expect(signChanges([0, 1, 2], [-1, -2, -1])).toEqual([]);
});
