// Places for results, checked before any work.
import {
  accessSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  readlinkSync,
  realpathSync,
  rmdirSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { writeWhole } from "@widthwise/measure";
import { UsageError } from "../../exit-codes.ts";
import type { Reader } from "../../grids.ts";
import { speak, tellOn } from "./speak.ts";

/** What `look` finds of a file's place; UsageError with the system's reason where it refuses, such as for a name too long. */
function lookingAt<T>(file: string, look: () => T): T {
  try {
    return look();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot write ${file}: ${(error as Error).message}`);
  }
}

/** The file's full path; UsageError unless a file can be written there. Leaves nothing behind. */
export function checkWritable(file: string): string {
  return lookingAt(file, () => {
    const path = resolve(file);
    let folder = dirname(path);
    while (!existsSync(folder)) folder = dirname(folder);
    if (!statSync(folder).isDirectory())
      throw new UsageError(`cannot write ${file}: ${folder} is not a folder`);
    // permissions do not tell all (a read-only or special file system, root), nor names: only an attempt does
    const attempt = mkdtempSync(join(folder, ".widthwise-"));
    rmdirSync(attempt);
    statSync(path, { throwIfNoEntry: false });
    return path;
  });
}

/** Where a file comes to lie: what a link to nothing points at, else the file itself. */
function targetOf(file: string): string {
  try {
    return targetOf(resolve(dirname(resolve(file)), readlinkSync(file)));
  } catch {
    // no link
    return file;
  }
}

/** Opens a pipe for writing, and keeps its reader waiting; UsageError where it has none, for whom writing would wait without end. */
function openPipe(what: string, file: string): number {
  try {
    return openSync(file, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENXIO") throw error;
    throw new UsageError(
      `${what} is ${JSON.stringify(file)}, a pipe that nobody reads: start its reader first`,
    );
  }
}

/** Between two looks at a pipe that is full. */
const LOOK_MS = 5;

function writeToPipe(pipe: number, text: string): void {
  for (let rest = Buffer.from(text); rest.length > 0; )
    try {
      rest = rest.subarray(writeSync(pipe, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_MS);
    }
}

/** Names that systems have for standard output. */
const standardOutput = new Set(["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]);

/** Where a verb's JSON goes. */
export interface JsonDestination {
  /** as messages name it */
  readonly name: string;
  write(text: string): void;
}

/**
 * `-` is standard output, and tables then go to standard error. What is no regular file, such as a device or a pipe, is written
 * into; a link's target is written, not the link. UsageError for a folder, for no name, and where nothing can be written.
 */
export const jsonDestination: Reader<JsonDestination> = (what, file) => {
  if (file === "-" || standardOutput.has(resolve(file))) {
    tellOn(process.stderr);
    return { name: "standard output", write: (text) => void process.stdout.write(text) };
  }
  if (file.trim() === "")
    throw new UsageError(`${what} is "": accepted are a file, or - for standard output`);
  const found = lookingAt(file, () => statSync(file, { throwIfNoEntry: false }));
  if (found?.isDirectory())
    throw new UsageError(
      `${what} is ${JSON.stringify(file)}, a folder: accepted are a file, or - for standard output`,
    );
  const name = relative(process.cwd(), resolve(file)) || file;
  const told = (write: (text: string) => void): JsonDestination => ({
    name,
    write(text) {
      write(text);
      speak(`JSON: ${name}`);
    },
  });
  if (found?.isFIFO()) {
    const pipe = lookingAt(file, () => openPipe(what, file));
    return told((text) => writeToPipe(pipe, text));
  }
  // a name that stands for an open file must not be replaced by another
  if (found !== undefined && (!found.isFile() || /^\/(dev|proc)\//.test(resolve(file)))) {
    lookingAt(file, () => accessSync(file, constants.W_OK));
    return told((text) => writeFileSync(file, text, { flag: "a" }));
  }
  const path = checkWritable(found === undefined ? targetOf(file) : realpathSync(file));
  return told((text) => writeWhole(path, text));
};

/** A folder for results that may not be there yet. */
export const outputFolder: Reader<string> = (what, folder) => {
  if (folder.trim() === "") throw new UsageError(`${what} is "": accepted are folders`);
  checkWritable(join(folder, "result.json"));
  return folder;
};
