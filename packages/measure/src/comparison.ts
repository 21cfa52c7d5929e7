// What a comparison of two results says, as JSON.
import { z } from "zod";
import { paramsSchema } from "./schema.ts";

/** What the `schema` field of a comparison says. */
export const comparisonSchemaName = "widthwise-comparison/1";

const count = z.number().int().nonnegative();
const interval = z.object({ value: z.number(), lo: z.number(), hi: z.number() });
const verdictSchema = z.enum(["better", "worse", "same", "inconclusive", "invalid"]);
const shape = { algorithm: z.string(), backend: z.string(), n: count, params: paramsSchema.optional() };
const cellShape = { ...shape, d: count, width: count };
const source = z.object({
  commit: z.string(),
  dirty: z.boolean(),
  commitUnknown: z.string().optional(),
  startedAt: z.string().optional(),
});

const judgement = z.object({
  verdict: verdictSchema,
  /** 95 %, not adjusted for the family */
  estimate: interval,
  /** the robust twin: Theil–Sen for exponents, the median over widths for levels */
  robust: interval,
  /** two-sided against "within the threshold", Holm-adjusted over all series */
  p: z.number(),
  /** what counts as a change: of a level beyond the factor 1 + threshold, of an exponent beyond ± threshold */
  threshold: z.number(),
  reason: z.string().optional(),
});

/** A comparison of two results: a verdict per cell, and per series one of level and one of exponent. */
export const comparisonSchema = z.object({
  schema: z.literal(comparisonSchemaName),
  verdict: verdictSchema,
  /** why the files may not be compared, which answers are wrong, or what the base has and the head lacks */
  reasons: z.array(z.string()),
  /** what to do about it, in lines; commands are indented */
  advice: z.array(z.string()),
  base: source,
  head: source,
  machine: z.string(),
  paired: z.boolean(),
  alpha: z.number(),
  /**
   * a level change counts beyond the factor 1 + level, an exponent change beyond ± exponent; where the A/A pairs drive
   * level above largestLevel, nothing is called the same
   */
  thresholds: z.object({
    level: z.number(),
    /** of a single cell; absent in older comparisons: that of a level */
    cell: z.number().optional(),
    exponent: z.number(),
    largestLevel: z.number(),
  }),
  cells: z.array(
    z.object({
      ...cellShape,
      verdict: verdictSchema,
      /** time of head over time of base, 95 %, not adjusted for the family */
      ratio: interval.nullable(),
      /** a change counts beyond the factor 1 + threshold */
      threshold: z.number(),
      /** two-sided against "within the threshold", Holm-adjusted over all cells */
      p: z.number().nullable(),
      /** rounds on top of the present that would decide an inconclusive cell, by the present spread */
      moreRounds: count.nullable(),
      reason: z.string().optional(),
    }),
  ),
  series: z.array(
    z.object({
      ...shape,
      widths: z.array(count),
      /** ratio of times at the middle of the widths */
      level: judgement,
      /** change of the exponent */
      exponent: judgement,
    }),
  ),
  /** how, where both were measured in one run; absent of results that were measured before */
  measured: z
    .object({
      /** of each side; 0: the code is the same, and nothing was timed */
      processes: count,
      /** fresh ones that measured again what seemed to have changed */
      again: count,
      /** of each process */
      rounds: count,
      /** files of the measured code that differ, comments apart */
      differing: z.array(z.string()),
      /** how the exact work of a step changed, in sentences */
      work: z.array(z.string()),
    })
    .optional(),
  /** cells that only one side has a time for; why the head has none */
  missing: z.array(z.object({ ...cellShape, reason: z.string() })),
  added: z.array(z.object(cellShape)),
});

/** What `compareResults` returns. */
export type Comparison = z.infer<typeof comparisonSchema>;
/** Of head against base: `same` within the practical threshold, `inconclusive` where the noise leaves it open, `invalid` where head's answer is wrong or absent. */
export type Verdict = z.infer<typeof verdictSchema>;
/** The verdict on a series' level or exponent, with what it rests on. */
export type Judgement = z.infer<typeof judgement>;
