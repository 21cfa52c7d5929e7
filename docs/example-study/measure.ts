// How the largest of m normal numbers is measured: all of the study that a worker process loads.
import { fillNormals } from "@widthwise/core";
import { z } from "zod";
import { gridParam } from "../../benchmarks/src/measuring/jobs/params.ts";
import type { Measure } from "../../benchmarks/src/measuring/jobs/study.ts";

export const paramsSchema = z.object({ widths: gridParam("widths", 2 ** 24), seeds: z.number().min(1) });

const jobsOf = ({ widths, seeds }: z.infer<typeof paramsSchema>) =>
  widths.flatMap((width) =>
    Array.from({ length: seeds }, (_, round) => ({ cell: { algorithm: "largest", width }, round })),
  );

/** Up to terms that vanish: Leadbetter, Lindgren and Rootzén 1983, Theorem 1.5.3. */
export const lawOf = (width: number) => Math.sqrt(2 * Math.log(width));

export const measure: Measure<z.infer<typeof paramsSchema>, ReturnType<typeof jobsOf>[number]> = {
  params: paramsSchema,
  jobs: jobsOf,
  async run({ cell: { width }, round }, context) {
    const numbers = new Float64Array(width);
    fillNormals({ seed: context.seedOf(width, round), stream: 0 }, 0, numbers);
    const value = Math.max(...numbers);
    const check = { what: "largest, against √(2 ln m)", value, reference: lawOf(width), tolerance: 3 };
    return [{ measures: { largest: value }, check }];
  },
};
