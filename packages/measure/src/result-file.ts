// Result files on disk: validated both ways, never half-written.
import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type ZodType, z } from "zod";
import { type Result, resultSchema, schemaName } from "./schema.ts";

/** A file that cannot be used. `exitCode` is what a command ends with: 2 when the file is not there, 4 when its content is not valid. */
export class InvalidResult extends Error {
  readonly path: string;
  readonly exitCode: 2 | 4;
  constructor(path: string, exitCode: 2 | 4, message: string) {
    super(`${path}: ${message}`);
    this.name = "InvalidResult";
    this.path = path;
    this.exitCode = exitCode;
  }
}

/**
 * Writes beside and renames, so that a reader, or a kill at any moment, sees the old file or the new one, and any number of
 * processes may write the same file. Creates the directory. With `flush` the content is on the disk, and survives a power
 * failure, before it takes its name; that costs milliseconds.
 */
export function writeWhole(path: string, content: string | Uint8Array, { flush = true } = {}): void {
  mkdirSync(dirname(path), { recursive: true });
  const beside = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    writeFileSync(beside, content, { flush });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** Reads and checks a JSON file against a zod schema whose `schema` field must be `accepted`; else InvalidResult. */
export function readJson<T>(path: string, schema: ZodType<T>, accepted: string): T {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === "ENOENT" ? "no such file" : code === "EISDIR" ? "is a directory, not a file" : `${code}`;
    throw new InvalidResult(path, 2, `${why}; expected a ${accepted} file`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const hint = text.trim() === "" ? "the file is empty" : (error as Error).message;
    throw new InvalidResult(path, 4, `not JSON (cut short or altered?): ${hint}; expected ${accepted}`);
  }
  const found = (json as { schema?: unknown } | null)?.schema;
  if (found !== accepted)
    throw new InvalidResult(
      path,
      4,
      `schema is ${JSON.stringify(found) ?? "missing"}, accepted is "${accepted}"`,
    );
  const parsed = schema.safeParse(json);
  if (!parsed.success)
    throw new InvalidResult(path, 4, `not a valid ${accepted} file:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** Validates, then writes whole; InvalidResult on a result that its own schema refuses, with nothing written. */
export function writeResult(path: string, result: Result): void {
  const parsed = resultSchema.safeParse(result);
  if (!parsed.success)
    throw new InvalidResult(path, 4, `refused to write an invalid result:\n${z.prettifyError(parsed.error)}`);
  writeWhole(path, `${JSON.stringify(parsed.data, null, 1)}\n`);
}

/** Reads and checks a result file; InvalidResult where it is missing (exit code 2) or not valid (4). */
export function readResult(path: string): Result {
  return readJson<Result>(path, resultSchema, schemaName);
}
