import type { Job } from "../../measuring/jobs/study.ts";
import type { Params } from "./params.ts";

export interface DescentJob extends Job {
  readonly delta: number;
  readonly noise: number;
  readonly rate: number;
  readonly batch: number;
  readonly time: number;
  readonly seed: number;
  readonly n: number;
  readonly d: number;
  readonly width: number;
  readonly teacherWidth: number;
}

/** Multiply-adds a second, for the time left only. */
const SPEED = 5e8;

export function jobsOf(params: Params): DescentJob[] {
  const { deltas, noises, rates, batches, seeds, time, d, n, width, teacherWidth } = params;
  return deltas.flatMap((delta) =>
    noises.flatMap((noise) =>
      rates.flatMap((rate) =>
        batches.flatMap((batch) =>
          Array.from({ length: seeds }, (_, seed): DescentJob => {
            const own = { delta, noise, rate, batch, seed };
            return {
              cell: { algorithm: "student-sgd", n, d, width, params: own },
              cost: (3 * batch * width * d * (time / rate)) / SPEED,
              ...own,
              time,
              n,
              d,
              width,
              teacherWidth,
            };
          }),
        ),
      ),
    ),
  );
}
