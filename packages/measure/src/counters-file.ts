// The baseline of exact work counters on disk.
import { z } from "zod";
import { checkJson, readJson } from "./read-file.ts";
import { paramsSchema } from "./schema.ts";

/** What the `schema` field of a counters file says. */
export const countersSchemaName = "widthwise-counters/1";

const count = z.number().int().nonnegative();

const countersSchema = z.object({
  schema: z.literal(countersSchemaName),
  suite: z.string(),
  cells: z.array(
    z.object({
      algorithm: z.string(),
      backend: z.string(),
      n: count,
      d: count,
      width: count,
      params: paramsSchema.optional(),
      counters: z.record(z.string(), z.number()),
    }),
  ),
});

/** The counted work of one iteration of each cell of a suite. */
export type CountersFile = z.infer<typeof countersSchema>;
/** One cell of it. */
export type CountersCell = CountersFile["cells"][number];

/** Reads and checks a counters file; InvalidResult where it is missing (exit code 2) or not valid (4). */
export const readCounters = (path: string): CountersFile =>
  readJson<CountersFile>(path, countersSchema, countersSchemaName);

/** Checks the text of a counters file, said to be that of `path`; InvalidResult (4). */
export const parseCounters = (path: string, text: string): CountersFile =>
  checkJson<CountersFile>(path, text, countersSchema, countersSchemaName);

/** The text of a counters file, checked, one cell per line: a change of one cell is then one changed line in review. */
export function countersText(file: CountersFile): string {
  const { cells, ...head } = countersSchema.parse(file);
  const lines = cells.map((c) => `  ${JSON.stringify(c)}`).join(",\n");
  return `${JSON.stringify(head).slice(0, -1)},"cells":[\n${lines}\n]}\n`;
}
