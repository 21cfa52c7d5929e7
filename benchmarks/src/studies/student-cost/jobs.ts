// Jobs of the study of the student's cost: every width in every round.
import type { Params } from "./params.ts";

export const jobsOf = ({ rounds, widths, n, d, ...common }: Params) =>
  Array.from({ length: rounds }, (_, round) =>
    widths.map((width) => ({
      ...common,
      cell: { algorithm: "student-gd", backend: "wasm", n, d, width },
      timed: true,
      round,
      process: "student",
      cost: width * Math.max(...common.checkpoints),
    })),
  ).flat();

export type StudentCostJob = ReturnType<typeof jobsOf>[number];
