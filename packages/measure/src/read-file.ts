// Reading files: regular files of bounded size, JSON with or without a byte-order mark, checked against a schema.
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { type ZodType, z } from "zod";

/** A file that cannot be used. `exitCode` is what a command ends with: 2 when there is no such file, 4 when its content is not valid. */
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

/** Far above any file that is read here, and below the longest string that the engine holds. */
const mostBytes = 2 ** 28;

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return "a directory";
  return stats.isFIFO() ? "a pipe" : "a device";
}

function whyUnreadable({ code, message }: NodeJS.ErrnoException): string {
  if (code === "ENOENT" || code === "ENOTDIR") return "no such file";
  return code === "ENXIO" ? "is a device or a socket, not a file" : (code ?? message);
}

/** All bytes of an open file; null where there are more than `most`. What the system makes up as it is read says it has none. */
function readAll(file: number, expected: number, most: number): Buffer | null {
  const chunks: Buffer[] = [];
  for (let total = 0; ; ) {
    const chunk = Buffer.allocUnsafe(Math.max(2 ** 16, expected + 1 - total));
    const count = readSync(file, chunk);
    if (count === 0) return Buffer.concat(chunks);
    total += count;
    if (total > most) return null;
    chunks.push(chunk.subarray(0, count));
  }
}

/**
 * The text of a regular file of at most `most` bytes, without a byte-order mark. It is opened without waiting, and what
 * it is is asked of the open file: a pipe, a device or a file without end is refused at once. InvalidResult (exit code 2),
 * whose message ends with what was `expected`.
 */
export function readText(path: string, expected = "text", most = mostBytes): string {
  const refuse = (why: string): never => {
    throw new InvalidResult(path, 2, `${why}; expected ${expected}`);
  };
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = fstatSync(file);
    if (!stats.isFile()) return refuse(`is ${kindOf(stats)}, not a file`);
    const bytes = stats.size > most ? null : readAll(file, stats.size, most);
    return bytes === null
      ? refuse(`has more than ${most / 2 ** 20} MiB`)
      : withoutMark(bytes.toString("utf8"));
  } catch (error) {
    if (error instanceof InvalidResult) throw error;
    return refuse(whyUnreadable(error as NodeJS.ErrnoException));
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Some editors put a byte-order mark before the text. */
const withoutMark = (text: string): string => (text.startsWith("\uFEFF") ? text.slice(1) : text);

/** JSON with or without a byte-order mark. SyntaxError. */
export function parseJson(text: string): unknown {
  return JSON.parse(withoutMark(text));
}

/** Of a file that is wrong everywhere, the first problems tell as much as all. */
export function firstProblems({ issues }: z.ZodError): string {
  const most = 10;
  const shown = z.prettifyError(new z.ZodError(issues.slice(0, most)));
  return issues.length > most ? `${shown}\n… and ${issues.length - most} more` : shown;
}

/** Checks JSON text, that of `path`, against a zod schema whose `schema` field must be `accepted`; else InvalidResult (4). */
export function checkJson<T>(path: string, text: string, schema: ZodType<T>, accepted: string): T {
  const refuse = (why: string): never => {
    throw new InvalidResult(path, 4, why);
  };
  let json: unknown;
  try {
    json = parseJson(text);
  } catch (error) {
    const hint = text.trim() === "" ? "the file is empty" : (error as Error).message;
    return refuse(`not JSON (cut short or altered?): ${hint}; expected ${accepted}`);
  }
  const found = JSON.stringify((json as { schema?: unknown } | null)?.schema);
  if (found !== JSON.stringify(accepted))
    return refuse(`schema is ${found?.slice(0, 100) ?? "missing"}, accepted is "${accepted}"`);
  const parsed = schema.safeParse(json);
  if (!parsed.success) return refuse(`not a valid ${accepted} file:\n${firstProblems(parsed.error)}`);
  return parsed.data;
}

/** Reads and checks a JSON file against a zod schema whose `schema` field must be `accepted`; else InvalidResult. */
export const readJson = <T>(path: string, schema: ZodType<T>, accepted: string): T =>
  checkJson(path, readText(path, `a ${accepted} file`), schema, accepted);
