// Jobs of the study of the phase diagram: one per scale τ, imbalance δ and seed.

import { figureOneB } from "@widthwise/dynamics";
import { largest } from "@widthwise/measure";
import { upTo } from "../../measuring/jobs/up-to.ts";
import { gridValues, type Params } from "./params.ts";

/** Of the paper's runs: 100, 101, … */
const FIRST_SEED = 100;
/** Multiply-adds per second of one core, for the time left only. */
const SPEED = 2e10;

export function jobsOf(params: Params) {
  const { besides = [], seeds, d, n, width, testCount, teacherWidth } = params;
  const { testSeed } = figureOneB.task;
  const grid = gridValues(params.logScales).flatMap((logScale, row) =>
    gridValues(params.deltas).map((delta, column) => ({
      logScale,
      delta,
      checkpoints: checkpointsOf(params, row, column),
    })),
  );
  // the first row and column go on to the last step
  const off = besides.map((point) => ({ ...point, checkpoints: checkpointsOf(params, 0, 0) }));
  return [...grid, ...off].flatMap(({ logScale, delta, checkpoints }) => {
    const scale = Number((10 ** logScale).toPrecision(6));
    return upTo(seeds).map((k) => ({
      cell: {
        algorithm: "student-gd",
        backend: "wasm",
        n,
        d,
        width,
        params: { scale, delta, seed: FIRST_SEED + k },
      },
      cost: 1 + (2 * n * d * width * largest(checkpoints)) / SPEED,
      task: { testCount, teacherWidth, testSeed },
      rate: params.rate / scale ** 2,
      checkpoints,
    }));
  });
}

export type StudentJob = ReturnType<typeof jobsOf>[number];

/** Steps at which the run in this row and column of the grid is measured, ascending. */
function checkpointsOf({ checkpoints, further }: Params, row: number, column: number): number[] {
  const goesOn = further && row % further.every === 0 && column % further.every === 0;
  const steps = [0, 1, ...checkpoints, ...(goesOn ? further.checkpoints : [])];
  return [...new Set(steps)].sort((a, b) => a - b);
}
