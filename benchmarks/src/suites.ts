// Suites: what is measured and how much of it, as data, one JSON file each.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseJson, type Result } from "@widthwise/measure";
import { z } from "zod";
import { oneOf } from "./names.ts";

const folder = new URL("../suites/", import.meta.url);

const positive = z.number().int().positive();
const common = {
  /** of each process */
  rounds: positive,
  processes: positive,
  /** what one cell may take, all processes together */
  budgetSeconds: z.number().positive(),
  /** instead of the suite's */
  algorithms: z.array(z.string()).optional(),
  backends: z.array(z.string()).optional(),
  /** by backend, the algorithms that it takes part with; of others, all that it has */
  only: z.record(z.string(), z.array(z.string())).optional(),
};
const searches = z.object({ ...common, widths: z.string(), n: z.string() });
/** shift and dataset: as --shift and --dataset take them, where the suite is about others than the defaults */
const training = searches.extend({
  checkSteps: positive,
  shift: z.string().optional(),
  dataset: z.string().optional(),
});
const products = z.object({ ...common, shapes: z.array(z.tuple([positive, positive, positive])) });
const head = { name: z.string(), title: z.string() };
const paired = { ...head, algorithms: z.array(z.string()), backends: z.array(z.string()) };
const suiteSchema = z.discriminatedUnion("kind", [
  z.object({
    ...paired,
    kind: z.literal("training"),
    /** this algorithm's iteration is to be so many times below the fastest dense one at the largest width */
    aim: z.object({ algorithm: z.string(), backend: z.string(), timesBelowDense: z.number() }).optional(),
    profiles: z.record(z.string(), training),
  }),
  z.object({ ...paired, kind: z.literal("structures"), profiles: z.record(z.string(), searches) }),
  z.object({ ...paired, kind: z.literal("products"), profiles: z.record(z.string(), products) }),
  z.object({
    ...head,
    kind: z.literal("study"),
    /** module below src/studies, whose schema the profiles follow */
    study: z.string(),
    profiles: z.record(z.string(), z.record(z.string(), z.json())),
    /** what its report explains, by the name that the report asks for */
    notes: z.record(z.string(), z.string()).optional(),
    /** what its numbers do not say */
    limits: z.array(z.string()).optional(),
  }),
]);
export type Suite = z.infer<typeof suiteSchema>;
export type Kind = Suite["kind"];
/** Measured in paired rounds over cells. */
export type PairedSuite = Exclude<Suite, { kind: "study" }>;
export type StudySuite = Extract<Suite, { kind: "study" }>;

export const suiteNames: readonly string[] = readdirSync(fileURLToPath(folder))
  .filter((file) => file.endsWith(".json"))
  .map((file) => file.slice(0, -".json".length))
  .sort();

/** A suite by name: data only, checked. */
export function loadSuite(name: string): Suite {
  oneOf("suite", name, suiteNames);
  return parseSuite(readFileSync(new URL(`${name}.json`, folder), "utf8"));
}

/** A suite from its file's text; ZodError where that is another form. */
export const parseSuite = (text: string): Suite => suiteSchema.parse(parseJson(text));

/** What of a suite decides its numbers: all but what only a reader sees. */
export function measuredPart(suite: Suite): Partial<Suite> {
  const { title: _, ...rest } = suite;
  if (rest.kind === "training") return { ...rest, aim: undefined };
  if (rest.kind === "study") return { ...rest, notes: undefined, limits: undefined };
  return rest;
}

/** The kind of a result: its own word since results have one, before that its suite's. */
export function kindOf({ kind, suite, study }: Pick<Result, "kind" | "suite" | "study">): Kind {
  if (kind !== undefined) return oneOf("kind of result", kind, kinds) as Kind;
  if (study !== undefined) return "study";
  return loadSuite(suite).kind;
}

const kinds = suiteSchema.options.map((option) => option.shape.kind.value);
