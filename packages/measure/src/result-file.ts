// Result files on disk: validated both ways, never half-written.
import { cellName } from "./cells.ts";
import { checkJson, firstProblems, InvalidResult, readJson } from "./read-file.ts";
import { type Result, resultSchema, schemaName } from "./schema.ts";
import { writeWhole } from "./write-file.ts";

/** The published schema, and what JSON Schema cannot say: a round per sample, and no cell twice. */
const wholeSchema = resultSchema.superRefine(({ cells }, { addIssue }) => {
  const names = new Set<string>();
  for (const [k, cell] of cells.entries()) {
    const refuse = (message: string, ...path: string[]) =>
      addIssue({ code: "custom", message, path: ["cells", k, ...path] });
    const { samples = [], rounds = [] } = cell.timing ?? {};
    if (samples.length !== rounds.length)
      refuse(`${samples.length} samples in ${rounds.length} rounds`, "timing");
    const name = cellName(cell);
    if (names.has(name)) refuse(`the cell ${name} is there twice`);
    names.add(name);
  }
});

/** The text of a result file, said to be that of `path`; InvalidResult (4) on a result that its own schema refuses. */
export function resultText(path: string, result: Result): string {
  const parsed = wholeSchema.safeParse(result);
  if (!parsed.success)
    throw new InvalidResult(path, 4, `refused to write an invalid result:\n${firstProblems(parsed.error)}`);
  return `${JSON.stringify(parsed.data, null, 1)}\n`;
}

/** Validates, then writes whole; InvalidResult on a result that its own schema refuses, with nothing written. */
export function writeResult(path: string, result: Result): void {
  writeWhole(path, resultText(path, result));
}

/** Reads and checks a result file; InvalidResult where it is missing (exit code 2) or not valid (4). */
export const readResult = (path: string): Result => readJson<Result>(path, wholeSchema, schemaName);

/** Checks the text of a result file, said to be that of `path`; InvalidResult (4). */
export const parseResult = (path: string, text: string): Result =>
  checkJson<Result>(path, text, wholeSchema, schemaName);
