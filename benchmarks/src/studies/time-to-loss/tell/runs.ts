// Runs of a result, rounds gathered: times and steps to a residual, ratios of times, who is fastest.
import { type Cell, type Interval, largest, medianInterval } from "@widthwise/measure";
import { listOf, numberOf, paramOf } from "../../../telling/read-cells.ts";
import { isDense } from "../../../telling/rounds/dense.ts";
import { medianOf, type Seeds } from "../../../telling/seeds.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";

/** One algorithm on one backend at one size, over its rounds; at one step size where several were tried. */
export type Repeated = ReturnType<typeof repeatedRuns>[number];

export function repeatedRuns(result: StudyResult) {
  const ok = result.cells.filter(({ status }) => status === "ok");
  const groups = Map.groupBy(ok, ({ algorithm, backend, n, width, params }) =>
    JSON.stringify([algorithm, backend, n, width, params?.rate]),
  );
  return [...groups.values()].map((cells) => {
    const { algorithm, backend, n, width, params } = cells[0];
    const stepping = cells.filter((cell) => numberOf(cell, "medianStepNs") !== null);
    return {
      algorithm,
      rate: params?.rate === undefined ? undefined : Number(params.rate),
      backend,
      n,
      width,
      cells,
      initNs: medianOf({ cells }, ({ initNs = 0 }) => initNs)!,
      /** undefined where no round took a step */
      stepNs: medianOf({ cells: stepping }, "medianStepNs"),
      /** of the worst round */
      leastResidual: largest(
        cells.map((cell) => numberOf(cell, "leastResidual") ?? Number.POSITIVE_INFINITY),
      ),
    };
  });
}

/** "`dense-adam` (rate 0.01)" */
export function nameOf({ algorithm, rate }: Repeated): string {
  return rate === undefined ? `\`${algorithm}\`` : `\`${algorithm}\` (rate ${rate})`;
}

/** Time to a residual over the rounds; undefined where a round did not get there. */
export const timeTo = (run: Seeds, tolerance: number) => medianOf(run, `nsTo${tolerance}`);

export const stepsTo = (run: Seeds, tolerance: number) => medianOf(run, `stepsTo${tolerance}`)?.value;

/** slow/fast on the rounds that both have, where both got there. */
export function ratioTo(slow: Seeds, fast: Seeds, tolerance: number): Interval | undefined {
  const roundOf = (cell: Cell) => paramOf(cell, "round");
  const ns = (cell: Cell) => numberOf(cell, `nsTo${tolerance}`);
  const logs = slow.cells.flatMap((cell) => {
    const other = fast.cells.find((one) => roundOf(one) === roundOf(cell));
    const [a, b] = [ns(cell), other ? ns(other) : null];
    return a === null || b === null ? [] : [Math.log(a / b)];
  });
  if (logs.length === 0) return undefined;
  const { value, lo, hi } = medianInterval(logs);
  return { value: Math.exp(value), lo: Math.exp(lo), hi: Math.exp(hi) };
}

/** Fastest to the tolerance first; those that did not get there last, nearest first. */
export function bySpeed(runs: readonly Repeated[], tolerance: number): Repeated[] {
  const key = (run: Repeated) => timeTo(run, tolerance)?.value ?? Number.POSITIVE_INFINITY;
  return [...runs].sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    return x === y ? a.leastResidual - b.leastResidual : x - y;
  });
}

/** Each algorithm on the backend, and at the rate, where it is fastest, at one size. */
export function bestOfEach(runs: readonly Repeated[], tolerance: number): Repeated[] {
  const ordered = bySpeed(runs, tolerance);
  return ordered.filter((run, k) => ordered.findIndex(({ algorithm }) => algorithm === run.algorithm) === k);
}

/** The sizes measured, ascending in n, then width. */
export function sizesOf(runs: readonly Repeated[]) {
  return [...Map.groupBy(runs, ({ n, width }) => `${n} ${width}`).values()]
    .map((own) => ({ n: own[0].n, width: own[0].width, runs: own }))
    .sort((a, b) => a.n - b.n || a.width - b.width);
}

export const isDenseGaussNewton = ({ algorithm }: Repeated) =>
  isDense(algorithm) && algorithm.endsWith("-gn");

/** The residual over time of the middle round. */
export function curveOf({ cells }: Repeated): { x: number; y: number }[] {
  const cell = cells[Math.floor((cells.length - 1) / 2)];
  const residuals = listOf(cell, "curveResiduals");
  return listOf(cell, "curveNs").map((x, k) => ({ x, y: residuals[k] }));
}
