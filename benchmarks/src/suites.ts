import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { oneOf } from "./usage.ts";

export const workspaceRoot = fileURLToPath(new URL("../..", import.meta.url));
const suitesFolder = fileURLToPath(new URL("../suites", import.meta.url));

const positive = z.number().int().positive();
const common = {
  rounds: positive,
  processes: positive,
  budgetSeconds: z.number().positive(),
  /** instead of the suite's */
  algorithms: z.array(z.string()).optional(),
};
const searches = z.object({ ...common, widths: z.string(), n: z.string() });
/** shift: as --shift takes it, where the suite is about another than the default */
const training = searches.extend({ checkSteps: positive, shift: z.string().optional() });
const products = z.object({ ...common, shapes: z.array(z.tuple([positive, positive, positive])) });
const head = {
  name: z.string(),
  title: z.string(),
  algorithms: z.array(z.string()),
  backends: z.array(z.string()),
};
const suiteSchema = z.discriminatedUnion("kind", [
  z.object({
    ...head,
    kind: z.literal("training"),
    /** this algorithm's iteration is to be so many times below the fastest dense one at the largest width */
    aim: z.object({ algorithm: z.string(), backend: z.string(), timesBelowDense: z.number() }).optional(),
    profiles: z.record(z.string(), training),
  }),
  z.object({ ...head, kind: z.literal("structures"), profiles: z.record(z.string(), searches) }),
  z.object({ ...head, kind: z.literal("products"), profiles: z.record(z.string(), products) }),
  z.object({
    name: z.string(),
    title: z.string(),
    kind: z.literal("study"),
    /** module below src/studies, whose schema the profiles follow */
    study: z.string(),
    profiles: z.record(z.string(), z.record(z.string(), z.json())),
  }),
]);
export type Suite = z.infer<typeof suiteSchema>;
/** Measured in paired rounds over cells. */
export type PairedSuite = Exclude<Suite, { kind: "study" }>;
export type StudySuite = Extract<Suite, { kind: "study" }>;

export const suiteNames: readonly string[] = readdirSync(suitesFolder)
  .filter((file) => file.endsWith(".json"))
  .map((file) => file.slice(0, -".json".length))
  .sort();

/** A suite by name: data only, checked. */
export function loadSuite(name: string): Suite {
  oneOf("suite", name, suiteNames);
  return suiteSchema.parse(JSON.parse(readFileSync(join(suitesFolder, `${name}.json`), "utf8")));
}

/** Hash of the suite's data and of the measuring code: results with different ones are not compared silently. */
export function benchmarkVersion(name: string): string {
  const suite = loadSuite(name);
  const hash = createHash("sha256").update(readFileSync(join(suitesFolder, `${name}.json`)));
  const own =
    suite.kind === "study"
      ? ["measuring/jobs", "networks", `studies/${suite.study}`].map((name) => `benchmarks/src/${name}`)
      : [];
  for (const folder of ["packages/measure/src", "benchmarks/src/measuring/rounds", ...own]) {
    const where = join(workspaceRoot, folder);
    for (const file of readdirSync(where, { recursive: true, encoding: "utf8" }).sort())
      if (file.endsWith(".ts")) hash.update(file).update(readFileSync(join(where, file)));
  }
  return hash.digest("hex").slice(0, 16);
}
