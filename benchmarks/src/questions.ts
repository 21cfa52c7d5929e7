// The questions that measurements are to settle: data, one JSON file a paper.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseJson } from "@widthwise/measure";
import { z } from "zod";

const questionSchema = z.object({
  id: z.string().regex(/^[A-Z]\d+$/),
  question: z.string(),
  /** who asked, and where */
  provenance: z.string(),
  /** suites that answer it, whether or not they exist yet */
  suites: z.array(z.string()).min(1),
});
export type Question = z.infer<typeof questionSchema>;

const folder = new URL("../questions/", import.meta.url);

/** Every question, by paper and number. */
export const questions: readonly Question[] = readdirSync(fileURLToPath(folder))
  .filter((file) => file.endsWith(".json"))
  .sort()
  .flatMap((file) => z.array(questionSchema).parse(parseJson(readFileSync(new URL(file, folder), "utf8"))));
