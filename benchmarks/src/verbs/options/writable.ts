// Places for results, checked before any work.
import { existsSync, mkdtempSync, rmdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "../../exit-codes.ts";
import type { Reader } from "../../grids.ts";

/** The file's full path; UsageError unless a file can be written there. Leaves nothing behind. */
export function checkWritable(file: string): string {
  const path = resolve(file);
  let folder = dirname(path);
  while (!existsSync(folder)) folder = dirname(folder);
  if (!statSync(folder).isDirectory())
    throw new UsageError(`cannot write ${file}: ${folder} is not a folder`);
  // permissions do not tell all (a read-only or special file system, root): only an attempt does
  try {
    rmdirSync(mkdtempSync(join(folder, ".widthwise-")));
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${(error as Error).message}`);
  }
  return path;
}

/** A file that can be written, as its full path. */
export const writableFile: Reader<string> = (_, file) => checkWritable(file);
