import { cellOf, type Point, passCost, pointsOf } from "../../networks/points.ts";
import type { Job } from "../../run-study/study.ts";
import type { Params } from "./params.ts";

export interface RankJob extends Job, Point, Omit<Params, "grids" | "seeds" | "n" | "mostSteps"> {
  readonly round: number;
}

export function jobsOf({ grids, seeds, n, mostSteps, ...common }: Params): RankJob[] {
  const { backends, batch } = common;
  return Array.from({ length: seeds }, (_, round) =>
    pointsOf(grids, { n, mostSteps }).map(
      (point): RankJob => ({
        ...common,
        ...point,
        cell: cellOf(point, backends[0]),
        round,
        process: backends[0],
        cost: 3 + (passCost(point) * batch * point.mostSteps * 3) / 4e10,
      }),
    ),
  ).flat();
}
