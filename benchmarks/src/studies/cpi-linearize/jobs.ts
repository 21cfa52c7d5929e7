// Jobs of the study of linearised training's cost: every width of every backend, in every round.
import { combinations } from "../../measuring/jobs/combinations.ts";
import { upTo } from "../../measuring/jobs/up-to.ts";
import type { Params } from "./params.ts";

export const jobsOf = ({ backends, widths, rounds, n, ...common }: Params) =>
  backends.flatMap(({ name: backend, mostWidth }) =>
    combinations({
      width: widths.filter((width) => width <= mostWidth),
      round: upTo(rounds),
    }).map(({ width, round }) => ({
      ...common,
      cell: { algorithm: "linearise", backend, n, width },
      timed: true,
      round,
      process: backend,
      group: backend,
      cost: common.sampleMs * 10 + width ** 2 / (backend === "tfjs-cpu" ? 100 : 3e4),
    })),
  );

export type CostJob = ReturnType<typeof jobsOf>[number];
