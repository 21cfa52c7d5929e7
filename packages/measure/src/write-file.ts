// Writing files: never half-written, and never waiting for a folder that cannot be.
import { randomUUID } from "node:crypto";
import { appendFileSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/**
 * Makes a folder and those above it; one that is there is left. Not by Node's `recursive`, which never returns where
 * the system has no place for a folder, as below /proc. Errors of `mkdir`.
 */
export function makeFolder(path: string): void {
  if (isFolder(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // another process may have been quicker
    if (!isFolder(path)) throw error;
  }
}

/**
 * Writes beside and renames, so that a reader, or a kill at any moment, sees the old file or the new one, and any number of
 * processes may write the same file. Creates the directory. With `flush` the content is on the disk, and survives a power
 * failure, before it takes its name; that costs milliseconds.
 */
export function writeWhole(path: string, content: string | Uint8Array, { flush = true } = {}): void {
  makeFolder(dirname(path));
  const beside = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    writeFileSync(beside, content, { flush });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw naming(path, error);
  }
}

/** Adds to the end of a file, which is made where there is none. */
export function append(path: string, text: string): void {
  try {
    appendFileSync(path, text);
  } catch (error) {
    throw naming(path, error);
  }
}

/** Node's own error of a full disk names no file. */
const naming = (path: string, error: unknown) => Object.assign(error as Error, { path });
