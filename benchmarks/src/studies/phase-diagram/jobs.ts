import type { Task } from "@widthwise/dynamics";
import type { Job } from "../../measuring/jobs/study.ts";
import { type Params, valuesOf } from "./params.ts";

export interface StudentJob extends Job {
  readonly task: Task;
  readonly width: number;
  readonly scale: number;
  readonly delta: number;
  readonly rate: number;
  readonly checkpoints: readonly number[];
}

/** Seeds of the paper's runs and of its test set. */
const FIRST_SEED = 100;
const TEST_SEED = 201;
/** Multiply-adds a second of one core, for the time left only. */
const SPEED = 2e10;

export function jobsOf(params: Params): StudentJob[] {
  const { logScales, deltas, besides = [], seeds, d, n, width, testCount, teacherWidth, rate } = params;
  const grid = valuesOf(logScales).flatMap((logScale, row) =>
    valuesOf(deltas).map((delta, column) => ({
      logScale,
      delta,
      checkpoints: checkpointsOf(params, row, column),
    })),
  );
  // the first row and column go on to the last step
  const off = besides.map((point) => ({ ...point, checkpoints: checkpointsOf(params, 0, 0) }));
  return [...grid, ...off].flatMap(({ logScale, delta, checkpoints }) => {
    const steps = Math.max(...checkpoints);
    return Array.from({ length: seeds }, (_, k): StudentJob => {
      const seed = FIRST_SEED + k;
      const scale = Number((10 ** logScale).toPrecision(6));
      return {
        cell: { algorithm: "student-gd", backend: "wasm", n, d, width, params: { scale, delta, seed } },
        cost: 1 + (2 * n * d * width * steps) / SPEED,
        task: { d, n, testCount, teacherWidth, seed, testSeed: TEST_SEED },
        width,
        scale,
        delta,
        rate: rate / scale ** 2,
        checkpoints,
      };
    });
  });
}

/** Steps at which the run in this row and column of the grid is measured, ascending. */
function checkpointsOf({ checkpoints, further }: Params, row: number, column: number): number[] {
  const goesOn = further && row % further.every === 0 && column % further.every === 0;
  const steps = [0, 1, ...checkpoints, ...(goesOn ? further.checkpoints : [])];
  return [...new Set(steps)].sort((a, b) => a - b);
}
