// Published results, their age, and which of a suite speaks for it.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Result, readResult } from "@widthwise/measure";
import type { Tell } from "../telling/tell.ts";
import { tellOf } from "./tell-of.ts";

export interface Entry {
  /** folder below reports/, with "/" between its parts */
  readonly folder: string;
  readonly result: Result;
  readonly tell: Tell;
}

/** Every result below reports/, in order of its folder. */
export async function publishedEntries(root: string): Promise<Entry[]> {
  const reports = join(root, "reports");
  if (!existsSync(reports)) return [];
  const entries: Entry[] = [];
  for (const machine of foldersOf(reports))
    for (const run of foldersOf(join(reports, machine))) {
      const path = join(reports, machine, run, "result.json");
      if (!existsSync(path)) continue;
      const result = readResult(path);
      entries.push({ folder: `${machine}/${run}`, result, tell: await tellOf(result) });
    }
  return entries;
}

function foldersOf(path: string): string[] {
  return (
    readdirSync(path, { withFileTypes: true })
      // a hidden one is being written
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
      .map((entry) => entry.name)
      .sort()
  );
}

/** Day of a measurement: when it started, or for a sweep, which runs in parts, that of its folder's name. */
function dayOf({ folder, result: { startedAt } }: Entry): string {
  return startedAt?.slice(0, 10) ?? folder.slice(folder.lastIndexOf("/") + 1).slice(0, 10);
}

/** Newest first; of one day, by folder. */
export function byAge(entries: readonly Entry[]): Entry[] {
  const key = (entry: Entry) => `${entry.result.startedAt ?? dayOf(entry)} ${entry.folder}`;
  return entries.toSorted((a, b) => (key(a) < key(b) ? 1 : key(a) > key(b) ? -1 : 0));
}

/** One of each suite: the newest full measurement, else the newest. */
export function speaking(entries: readonly Entry[]): Entry[] {
  const suites = Map.groupBy(byAge(entries), ({ result }) => result.suite);
  return [...suites.values()].map((own) => own.find(({ result }) => result.profile === "full") ?? own[0]);
}

/** "[2026-11-21 cpi](machine/run/result.md)", from a page in reports/ */
export const linkTo = (entry: Entry): string =>
  `[${dayOf(entry)} ${entry.result.suite}](${entry.folder}/result.md)`;
