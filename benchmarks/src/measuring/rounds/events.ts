// What a journal may hold: one event per line, each of a shape that is checked when it is read.
import { backendSchema, cellSchema } from "@widthwise/measure";
import { z } from "zod";

const count = z.number().int().nonnegative();
const positive = z.number().positive();
const numbers = z.record(z.string(), z.number());
/** number of the process, among those that a cell is measured in one after another */
const process = count;
/** 0, or above where the rounds of a process are measured again, as others used the machine meanwhile */
const attempt = count;
/** the cell's name */
const id = z.string();

/** What preparing a cell found. */
export const preparedSchema = z.object({
  status: z.enum(["ok", "invalid", "skipped", "error"]),
  reason: z.string().optional(),
  check: cellSchema.shape.check,
  counters: cellSchema.shape.counters,
  initNs: positive.optional(),
  fired: count.optional(),
  measures: numbers.optional(),
  innerIterations: count.min(1).optional(),
  repeats: count.min(1).optional(),
  floorNs: z.number().nonnegative().optional(),
  /** predicted seconds of one round's visit */
  visitSeconds: z.number().nonnegative().optional(),
  stepNs: positive.optional(),
  peakBytes: positive.optional(),
});
export type Prepared = z.infer<typeof preparedSchema>;

/** One round's visit to a cell. */
export const sampleSchema = z.object({
  rawNs: z.array(positive).min(1),
  dispatchNs: positive.optional(),
  /** raw samples into which a garbage collection fell */
  collections: count.optional(),
  /** products: what one thread reached in registers right before and after, their geometric mean */
  fmaFlopsPerSecond: positive.optional(),
  /** of the process, after the visit */
  residentBytes: positive.optional(),
});
export type Sample = z.infer<typeof sampleSchema>;

const missingSchema = z.object({ missing: z.string(), remedy: z.string() });
export const openedSchema = z.object({
  kind: z.literal("backend"),
  name: z.string(),
  info: z.union([backendSchema.omit({ gemmFlopsPerSecond: true }), missingSchema]),
});
const readySchema = z.object({ kind: z.literal("prepared"), process, id, prepared: preparedSchema });
const roundsSchema = z.object({
  kind: z.literal("rounds"),
  phase: z.string(),
  attempt,
  /** cells of one name are visited in turn */
  turn: z.string(),
  rounds: z.array(z.array(id)),
  skipped: z.array(z.object({ id, reason: z.string() })),
});
const sampledSchema = z.object({
  kind: z.literal("sampled"),
  process,
  attempt,
  round: count,
  id,
  /** of others, as a share of time × cores; null where the system does not say */
  load: z.number().min(-1).max(1).nullable(),
  ...sampleSchema.shape,
});

/** Everything that is kept of a run; what failed is tried again when the run goes on, and is not. */
export const eventSchema = z.discriminatedUnion("kind", [
  openedSchema,
  readySchema,
  roundsSchema,
  sampledSchema,
]);
export type Event = z.infer<typeof eventSchema>;
export type Sampled = z.infer<typeof sampledSchema>;
export type Found = z.infer<typeof openedSchema>["info"];
