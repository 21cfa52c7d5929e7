// Runs of a result, repeats gathered.
import { type Cell, type Interval, median, medianInterval } from "@widthwise/measure";
import { distinct } from "../../../page/lists.ts";
import { listOf, numberOf, paramOf } from "../../../telling/read-cells.ts";
import { isDense } from "../../../telling/series.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { type Params, paramsSchema } from "../params.ts";

/** One algorithm on one backend at one size, over its rounds. */
export interface Repeated {
  readonly algorithm: string;
  /** step size, where several were tried */
  readonly rate: number | undefined;
  readonly backend: string;
  readonly n: number;
  readonly width: number;
  /** by round */
  readonly cells: ReadonlyMap<number, Cell>;
  readonly initNs: Interval;
  readonly stepNs: Interval | null;
  readonly leastResidual: number;
}

export const paramsOf = (result: StudyResult): Params => paramsSchema.parse(result.study.params);

export function repeatedRuns(result: StudyResult): Repeated[] {
  const ok = result.cells.filter(({ status }) => status === "ok");
  const groups = Map.groupBy(ok, ({ algorithm, backend, n, width, params }) =>
    JSON.stringify([algorithm, backend, n, width, params?.rate]),
  );
  return [...groups.values()].map((cells) => {
    const { algorithm, backend, n, width, params } = cells[0];
    const steps = cells.flatMap((cell) => numberOf(cell, "medianStepNs") ?? []);
    return {
      algorithm,
      rate: params?.rate === undefined ? undefined : Number(params.rate),
      backend,
      n,
      width,
      cells: new Map(cells.map((cell) => [Number(paramOf(cell, "round")), cell])),
      initNs: medianInterval(cells.map(({ initNs = 0 }) => initNs)),
      stepNs: steps.length > 0 ? medianInterval(steps) : null,
      leastResidual: Math.max(
        ...cells.map((cell) => numberOf(cell, "leastResidual") ?? Number.POSITIVE_INFINITY),
      ),
    };
  });
}

/** "`dense-adam` (rate 0.01)" */
export function nameOf({ algorithm, rate }: Repeated): string {
  return rate === undefined ? `\`${algorithm}\`` : `\`${algorithm}\` (rate ${rate})`;
}

/** Time to a residual over the rounds; null where a round did not get there. */
export function timeTo({ cells }: Repeated, tolerance: number): Interval | null {
  const times = [...cells.values()].map((cell) => numberOf(cell, `nsTo${tolerance}`));
  return times.some((time) => time === null) ? null : medianInterval(times as number[]);
}

export function stepsTo({ cells }: Repeated, tolerance: number): number | null {
  const steps = [...cells.values()].map((cell) => numberOf(cell, `stepsTo${tolerance}`));
  return steps.some((count) => count === null) ? null : median(steps as number[]);
}

/** slow/fast on the rounds that both have, where both got there. */
export function ratioTo(slow: Repeated, fast: Repeated, tolerance: number): Interval | null {
  const name = `nsTo${tolerance}`;
  const logs = [...slow.cells].flatMap(([round, cell]) => {
    const other = fast.cells.get(round);
    const [a, b] = [numberOf(cell, name), other ? numberOf(other, name) : null];
    return a === null || b === null ? [] : [Math.log(a / b)];
  });
  if (logs.length === 0) return null;
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
  return distinct(ordered.map(({ algorithm }) => algorithm))
    .map((algorithm) => ordered.find((run) => run.algorithm === algorithm)!)
    .sort((a, b) => ordered.indexOf(a) - ordered.indexOf(b));
}

/** The sizes measured, ascending in n, then width. */
export function sizesOf(runs: readonly Repeated[]): { n: number; width: number; runs: Repeated[] }[] {
  return [...Map.groupBy(runs, ({ n, width }) => `${n} ${width}`).values()]
    .map((own) => ({ n: own[0].n, width: own[0].width, runs: own }))
    .sort((a, b) => a.n - b.n || a.width - b.width);
}

export const isDenseGaussNewton = ({ algorithm }: Repeated) =>
  isDense(algorithm) && algorithm.endsWith("-gn");

/** The residual over time of the middle round. */
export function curveOf({ cells }: Repeated): { x: number; y: number }[] {
  const cell = [...cells.values()][Math.floor((cells.size - 1) / 2)];
  const residuals = listOf(cell, "curveResiduals");
  return listOf(cell, "curveNs").map((x, k) => ({ x, y: residuals[k] }));
}
