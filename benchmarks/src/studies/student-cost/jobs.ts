// Jobs of the study of the student's cost: every width in every round.
import { largest } from "@widthwise/measure";
import { upTo } from "../../measuring/jobs/up-to.ts";
import type { Params } from "./params.ts";

export const jobsOf = ({ rounds, widths, n, d, ...common }: Params) =>
  upTo(rounds).flatMap((round) =>
    widths.map((width) => ({
      ...common,
      cell: { algorithm: "student-gd", backend: "wasm", n, d, width },
      timed: true,
      round,
      process: "student",
      cost: width * largest(common.checkpoints),
    })),
  );

export type StudentCostJob = ReturnType<typeof jobsOf>[number];
