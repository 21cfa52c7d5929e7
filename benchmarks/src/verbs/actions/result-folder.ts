// Where the files of one measurement go: a folder of its own, which appears when all of them are written.
import { existsSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { describeMachine, makeFolder } from "@widthwise/measure";
import { UsageError } from "../../exit-codes.ts";
import type { Shard } from "../../measuring/shard.ts";
import { workspaceRoot } from "../../workspace.ts";
import type { OutputOptions } from "../options/common-options.ts";
import { checkWritable } from "../output/writable.ts";
import { warnUnknownCommit } from "./warn-unknown-commit.ts";

/** The folder that holds a measurement's folder, and the latter's name but for the date. */
export interface Destination {
  readonly parent: string;
  readonly name: string;
}

/** Checked: it can be written; nothing is yet. */
export function destinationOf(
  suite: string,
  { publish, output }: OutputOptions,
  shard: Shard | undefined,
): Destination {
  if (publish && shard)
    throw new UsageError("--publish takes whole suites: merge the shards, then publish the merged file");
  const parent = publish ? join(workspaceRoot, "reports", describeMachine().id) : resolve(output);
  const name = shard ? `${suite}-${shard.index}-of-${shard.of}` : suite;
  checkWritable(join(parent, name, "result.json"));
  warnUnknownCommit();
  return { parent, name };
}

/** Digits of the time of day in a folder's name: none for the first run of a day, else as few as make it new. */
const DIGITS = [0, 4, 6, 9];

/**
 * Calls `write` with a hidden folder, and renames it to `<date>-<suite>`, or `<date>T<hhmm>-<suite>` where that is there:
 * nothing measured is ever overwritten. Returns its path.
 */
export async function newFolder(
  { parent, name }: Destination,
  write: (folder: string) => Promise<void>,
): Promise<string> {
  const hidden = join(parent, `.${name}.${crypto.randomUUID()}`);
  makeFolder(hidden);
  try {
    await write(hidden);
    const [date, time] = new Date().toISOString().split("T");
    for (const digits of DIGITS) {
      const stamp = digits === 0 ? "" : `T${time.replaceAll(/\D/g, "").slice(0, digits)}`;
      const folder = join(parent, `${date}${stamp}-${name}`);
      if (renamed(hidden, folder)) return folder;
    }
    throw new Error(`${parent} has folders of ${name} for every millisecond`);
  } catch (error) {
    rmSync(hidden, { recursive: true, force: true });
    throw error;
  }
}

/** What the system answers where something stands that a folder cannot replace. */
const taken = new Set(["EEXIST", "ENOTEMPTY", "ENOTDIR"]);

/** false where there is something of that name */
function renamed(from: string, to: string): boolean {
  if (existsSync(to)) return false;
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    // another run was quicker
    if (taken.has((error as NodeJS.ErrnoException).code ?? "")) return false;
    throw error;
  }
}
