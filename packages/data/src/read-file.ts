// A data file, read whole: only a regular file, and never more than such a file can hold.
import { readFileSync, statSync } from "node:fs";
import { DataError } from "./dataset.ts";

/** The bytes of a file, at most so many; undefined where there is none; DataError where it cannot be read. */
export function readDataFile(path: string, most: number): Buffer | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    if (!found.isFile())
      throw new DataError(`${path} is ${found.isDirectory() ? "a folder" : "no regular file"}`);
    if (found.size > most)
      throw new DataError(`${path} has ${found.size} bytes, accepted are at most ${most}`);
    return readFileSync(path);
  } catch (error) {
    throw error instanceof DataError ? error : new DataError(`${path}: ${(error as Error).message}`);
  }
}
