// What is kept of a comparison that is being measured: one event per line, so that a killed one goes on where it was.
import { z } from "zod";
import { openedSchema, preparedSchema, sampleSchema } from "../rounds/events.ts";

const sideSchema = z.enum(["base", "head"]);
/** Of two revisions, the one that is held against, or the one that is judged. */
export type Side = z.infer<typeof sideSchema>;

const count = z.number().int().nonnegative();
const of = { side: sideSchema, id: z.string() };

const backendEvent = openedSchema.extend({ side: sideSchema });
const preparedEvent = z.object({ kind: z.literal("prepared"), ...of, prepared: preparedSchema });
const visitSchema = z.object({ ...of, round: count, ...sampleSchema.shape });
/** All visits of one process of each side: recorded as a whole, as a process that ended cannot go on. */
const processEvent = z.object({
  kind: z.literal("process"),
  /** counted from 0 */
  process: count,
  visits: z.array(visitSchema),
  failed: z.array(z.object({ ...of, reason: z.string() })),
});

export const pairEventSchema = z.discriminatedUnion("kind", [backendEvent, preparedEvent, processEvent]);
export type PairEvent = z.infer<typeof pairEventSchema>;
export type Visits = z.infer<typeof processEvent>;
