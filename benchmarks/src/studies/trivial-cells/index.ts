// Cells with next to nothing in them, so that what remains is the cost of running cells at all; with faults on request.
import { z } from "zod";
import type { Job, Study } from "../../measuring/jobs/study.ts";
import { heading, paragraph } from "../../page/document.ts";
import { runTrivial } from "./run.ts";

const count = z.number().int().nonnegative();
const paramsSchema = z.object({
  cells: count.min(1),
  /** busy for so long */
  milliseconds: z.number().nonnegative(),
  /** a file, named from where the command runs, that gets a line whenever a cell starts; none by default */
  trace: z.string(),
  /** cells that fail */
  failing: z.array(count),
});
type Params = z.infer<typeof paramsSchema>;

export interface TrivialJob extends Job {
  readonly index: number;
  readonly milliseconds: number;
  readonly trace: string;
  readonly fails: boolean;
}

export const trivialCells: Study<Params, TrivialJob> = {
  params: paramsSchema,
  jobs: ({ cells, milliseconds, trace, failing }) =>
    Array.from({ length: cells }, (_, index) => ({
      cell: { algorithm: "nothing", params: { index } },
      index,
      milliseconds,
      trace,
      fails: failing.includes(index),
    })),
  run: runTrivial,
  answers: () => [],
  report: ({ cells }) => [
    heading(2, "Cells with nothing in them"),
    paragraph(`${cells.length} cells. What they cost, the study \`sweep-cost\` measures.`),
  ],
  plots: () => [],
};
