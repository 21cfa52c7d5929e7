// Numbers to hold ours against, kept as data with their provenance.
import { readFileSync } from "node:fs";
import { parseJson } from "@widthwise/measure";
import { z } from "zod";

const schema = z.object({
  provenance: z.string(),
  shape: z.object({ n: z.number(), d: z.number(), width: z.number() }),
  rows: z.array(
    z.object({
      data: z.string(),
      condition: z.number(),
      plain: z.number(),
      /** steps by rows of the sketch over n */
      sketched: z.record(z.string(), z.number()),
    }),
  ),
});

export const reference = schema.parse(
  parseJson(readFileSync(new URL("../reference.json", import.meta.url), "utf8")),
);
