// Cells with next to nothing in them, so that what remains is the cost of running cells at all; with faults on request.

import { appendFileSync } from "node:fs";
import { z } from "zod";
import type { Measure } from "../../measuring/jobs/study.ts";
import { upTo } from "../../measuring/jobs/up-to.ts";

const count = z.number().int().nonnegative();
export const paramsSchema = z.object({
  cells: count.min(1),
  /** busy for so long */
  milliseconds: z.number().nonnegative(),
  /** a file, named from where the command runs, that gets a line whenever a cell starts; none by default */
  trace: z.string(),
  /** cells that fail */
  failing: z.array(count),
});
type Params = z.infer<typeof paramsSchema>;

const jobsOf = ({ cells, milliseconds, trace, failing }: Params) =>
  upTo(cells).map((index) => ({
    cell: { algorithm: "nothing", params: { index } },
    milliseconds,
    trace,
    fails: failing.includes(index),
  }));

export const measure: Measure<Params, ReturnType<typeof jobsOf>[number]> = {
  params: paramsSchema,
  jobs: jobsOf,
  async run({ cell, milliseconds, trace, fails }, context) {
    const { index } = cell.params;
    if (trace !== "") appendFileSync(trace, `${index}\n`);
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
    if (fails) throw new Error(`cell ${index} fails, as asked`);
    const value = context.seedOf("trivial", index);
    return [
      {
        measures: { value },
        check: { what: "a whole number", value: value % 1, reference: 0, tolerance: 0 },
      },
    ];
  },
};
